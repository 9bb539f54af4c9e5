import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_LOG, readLine, sealRecord } from '../../../evidence/chain.ts';
import { envelopeLine, signEnvelope } from '../../../evidence/dsse.ts';
import { Statement } from '../../../evidence/statement.schema.ts';
import { recordOf, statementOf } from '../../../evidence/statement.ts';
import { evidenceRecords } from '../../support/evidence-arbitraries.ts';
import { newKey } from '../../support/evidence-keys.ts';
import { gitId, recordWith, runBody, snapshotNamed } from '../../support/evidence-records.ts';
import { sha256Hex } from '../../../evidence/sha256.ts';
import { anyText } from '../../support/any-text.ts';

const PLACE = { seq: 1, prev: EMPTY_LOG.sha256 };
const SCOPE_FIELD = 'https://sluice.dev/scope/v1';

describe('the statement of a record', () => {
  test('is read back as the same record, whatever the record says', () => {
    const property = fc.property(evidenceRecords, (record) => {
      const text = JSON.stringify(statementOf(record, PLACE));
      expect(recordOf(Statement.parse(JSON.parse(text)))).toEqual(record);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('survives the way through an envelope on a line', () => {
    const key = newKey();
    const property = fc.property(evidenceRecords, (record) => {
      const { line } = sealRecord(record, EMPTY_LOG, key);
      expect(line).not.toContain('\n');
      expect(readLine(line)).toMatchObject({ kind: 'read', record, place: PLACE });
    });
    fc.assert(property, { numRuns: 100 });
  });

  test('can be read back whatever the order in which a sender wrote its members', () => {
    const backwards = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, member]) => [name, backwards(member)]),
          )
        : value;
    const property = fc.property(evidenceRecords, (record) => {
      const { line } = sealRecord(backwards(record) as typeof record, EMPTY_LOG, newKey());
      expect(readLine(line)).toMatchObject({ kind: 'read' });
    });
    fc.assert(property, { numRuns: 50 });
  });

  test('of a gate run is an in-toto Link about the tree and its outputs', () => {
    const statement = statementOf(recordWith(runBody(), { key: 'run/1' }), PLACE);
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://in-toto.io/attestation/link/v0.3',
      subject: [
        {
          name: 'snapshot',
          digest: { gitTree: gitId('tree green'), gitCommit: gitId('commit green') },
        },
        { name: 'stdout', digest: { sha256: sha256Hex('') } },
        { name: 'stderr', digest: { sha256: sha256Hex('') } },
      ],
      predicate: {
        name: 'verify',
        command: ['make', 'verify'],
        byproducts: { 'return-value': 0, 'duration-ms': 12, 'timed-out': false, result: 'PASS' },
        environment: { variables: ['CI', 'PATH'] },
        [SCOPE_FIELD]: {
          seq: 1,
          prev: '0'.repeat(64),
          program: 'demo',
          item: 'P0-001',
          workflowId: 'sluice/demo/P0-001',
          runId: 'run-1',
          key: 'run/1',
          at: '2026-11-21T00:00:00.000Z',
        },
      },
    });
  });

  test('of a run that timed out has no return value', () => {
    const outcome = { ...runBody().outcome, end: { kind: 'timed-out', afterMs: 5 } as const };
    const { predicate } = statementOf(recordWith(runBody({ outcome }), { key: 'run/1' }), PLACE);
    expect(predicate).toMatchObject({ byproducts: { 'return-value': null, 'timed-out': true } });
  });

  test.each([
    ['GO', 'PASSED', 'SLUICE_GO'],
    ['GO_WITH_WAIVERS', 'PASSED', 'SLUICE_GO_WITH_WAIVERS'],
    ['NO_GO', 'FAILED', 'FAILED'],
  ] as const)('of a certification with %s is a SLSA summary that %s', (verdict, result, level) => {
    const { commit, tree } = snapshotNamed('final');
    const counts = { done: 1, deferred: 0, blocked: 0, open: 0 };
    const body = {
      type: 'certification',
      verdict,
      commit,
      tree,
      branch: 'main',
      counts,
      reasons: [],
      logHead: sha256Hex('head'),
      logRecords: 9,
    } as const;
    expect(statementOf(recordWith(body, { key: 'certify', item: null }), PLACE)).toMatchObject({
      predicateType: 'https://slsa.dev/verification_summary/v1',
      subject: [{ name: 'main', digest: { gitCommit: commit, gitTree: tree } }],
      predicate: {
        resourceUri: 'https://sluice.dev/program/demo',
        policy: { digest: { sha256: sha256Hex('policy') } },
        inputAttestations: [{ digest: { sha256: sha256Hex('head') } }],
        verificationResult: result,
        verifiedLevels: [level],
        slsaVersion: '1.0',
      },
    });
  });

  test.each([
    ['a time out of range', { atMs: Number.NaN }],
    ['a policy without a digest', { policyDigest: 'none' }],
  ])('refuses to seal a record with %s', (_name, scope) => {
    const record = recordWith(runBody(), { key: 'run/1', ...scope });
    expect(() => sealRecord(record, EMPTY_LOG, newKey())).toThrow(
      expect.objectContaining({ code: 'IMPOSSIBLE_STATE' }),
    );
  });

  test('refuses to seal a record larger than any line may be', () => {
    const record = recordWith(runBody({ argv: ['x'.repeat(4 * 1024 * 1024)] }), { key: 'run/1' });
    expect(() => sealRecord(record, EMPTY_LOG, newKey())).toThrow(/bytes/);
  });
});

describe('a line that Sluice did not write', () => {
  test.each([
    ['', 'nothing'],
    ['{}', 'no envelope'],
    ['null', 'null'],
    ['[]', 'a list'],
    [
      '{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[]}',
      'no signature',
    ],
  ])('%j is unreadable', (line) => {
    expect(readLine(line).kind).toBe('unreadable');
  });

  test('never throws, whatever the bytes', () => {
    const payloads = fc.oneof(fc.json(), anyText());
    const property = fc.property(payloads, payloads, (line, payload) => {
      expect(readLine(line).kind).toBe('unreadable');
      const envelope = {
        payload: Buffer.from(payload).toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ keyid: '', sig: '' }],
      };
      expect(readLine(JSON.stringify(envelope)).kind).toBe('unreadable');
    });
    fc.assert(property);
  });

  test.each<[string, { readonly predicate?: object; readonly byproducts?: object }]>([
    ['a return value that is not its end', { byproducts: { 'return-value': 7 } }],
    ['a month that does not exist', { byproducts: { 'started-at': '2026-99-21T00:00:00.000Z' } }],
    ['a member that nobody knows', { predicate: { remark: 'trust me' } }],
  ])('is unreadable with %s, even when it is signed', (_name, change) => {
    const statement = statementOf(recordWith(runBody(), { key: 'run/1' }), PLACE);
    const own = 'byproducts' in statement.predicate ? statement.predicate.byproducts : {};
    const byproducts = { ...own, ...change.byproducts };
    const predicate = { ...statement.predicate, byproducts, ...change.predicate };
    const payload = Buffer.from(JSON.stringify({ ...statement, predicate }));
    expect(readLine(envelopeLine(signEnvelope(payload, newKey()))).kind).toBe('unreadable');
  });
});
