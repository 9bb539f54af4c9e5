import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllowedSigners } from '../../../evidence/word/allowed-signers.ts';
import { checkSignature, type SignatureClaim } from '../../../evidence/word/check-signature.ts';
import { checkWithKeygen } from '../../../evidence/word/ssh-keygen.ts';
import { hasSshKeygen, sshKey, type SshKeyPair } from '../../support/ssh-keys.ts';

const AT_MS = Date.UTC(2026, 10, 21, 8, 30);

/** What our own check says, after holding it against the real ssh-keygen. */
async function bothSay(file: string, claim: SignatureClaim): Promise<string> {
  const parsed = parseAllowedSigners(file);
  if (parsed.kind === 'invalid') throw new Error(`line ${parsed.line}: ${parsed.expected}`);
  const own = checkSignature(parsed.signers, claim);
  const keygen = await checkWithKeygen(file, claim);
  expect(keygen.kind).toBe(own.kind);
  return own.kind === 'bad' ? own.reason : own.kind;
}

describe.skipIf(!hasSshKeygen)('a signature, by our own rules and by ssh-keygen alike', () => {
  const keys = new Map<string, SshKeyPair>();
  const key = (name: string): SshKeyPair => {
    const found = keys.get(name);
    if (found === undefined) throw new Error(`no key ${name}`);
    return found;
  };
  const dir = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  beforeAll(() => {
    const make = (name: string, ...type: readonly string[]): void => {
      keys.set(name, sshKey(dir, name, ...type));
    };
    make('ed25519');
    make('foreign');
    make('ecdsa-256', '-t', 'ecdsa', '-b', '256');
    make('ecdsa-384', '-t', 'ecdsa', '-b', '384');
    make('ecdsa-521', '-t', 'ecdsa', '-b', '521');
    make('rsa', '-t', 'rsa', '-b', '2048');
  });
  const claimOf = (fields: Partial<SignatureClaim> = {}): SignatureClaim => ({
    principal: 'human:bo',
    payload: '{"a":1}',
    sshsig: key('ed25519').sign('{"a":1}'),
    atMs: AT_MS,
    ...fields,
  });
  const lineOf = (options = '', name = 'ed25519', principals = 'human:bo'): string =>
    `# reviewers\n\n${principals} ${options}${options === '' ? '' : ' '}${key(name).line} bo@laptop\n`;

  test.each(['ed25519', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'rsa'])(
    'by a key of type %s is good, and bad for another text',
    async (name) => {
      const claim = claimOf({ sshsig: key(name).sign('{"a":1}') });
      expect(await bothSay(lineOf('', name), claim)).toBe('good');
      const other = await bothSay(lineOf('', name), { ...claim, payload: '{"a":2}' });
      expect(other).toBe('it does not belong to the signed text');
    },
  );

  test('names the fingerprint that ssh-keygen prints', () => {
    const parsed = parseAllowedSigners(lineOf());
    const signers = parsed.kind === 'ok' ? parsed.signers : [];
    const { fingerprint } = key('ed25519');
    expect(checkSignature(signers, claimOf())).toEqual({ kind: 'good', fingerprint });
  });

  test('by a foreign key under the right name is bad', async () => {
    const claim = claimOf({ sshsig: key('foreign').sign('{"a":1}') });
    expect(await bothSay(lineOf(), claim)).toContain('is not listed for human:bo');
  });

  test('by a listed key under the name of somebody else is bad', async () => {
    const file = `${lineOf()}${lineOf('', 'foreign', 'agent:claude')}`;
    const claim = claimOf({ sshsig: key('foreign').sign('{"a":1}') });
    expect(await bothSay(file, claim)).toContain('is not listed for human:bo');
    expect(await bothSay(file, { ...claim, principal: 'agent:claude' })).toBe('good');
  });

  test('made for Git, with the same key, is bad', async () => {
    const claim = claimOf({ sshsig: key('ed25519').sign('{"a":1}', 'git') });
    expect(await bothSay(lineOf(), claim)).toBe('it was made for the namespace git');
  });

  test.each([
    ['namespaces="git"', 'is not allowed in the namespace'],
    ['namespaces="git,sluice-word@v1"', 'good'],
    ['namespaces="sluice-*"', 'good'],
    ['namespaces="*,!sluice-word@v1"', 'is not allowed in the namespace'],
    ['valid-before="20261121"', 'has expired'],
    ['valid-before="202611210830"', 'good'],
    ['valid-before="20261122Z"', 'good'],
    ['valid-after="20261122"', 'is not valid yet'],
    ['valid-after="20261121"', 'good'],
    ['namespaces="sluice-word@v1",valid-after="20260101",valid-before="20270101"', 'good'],
  ])('where the file says %s: %s', async (options, said) => {
    expect(await bothSay(lineOf(options), claimOf())).toContain(said);
  });

  test.each([
    ['human:*', 'good'],
    ['human:bo,human:ana', 'good'],
    ['*,!human:bo', 'is not listed'],
    ['human:b', 'is not listed'],
    ['human.bo', 'is not listed'],
  ])('where the file names %s: %s', async (principals, said) => {
    expect(await bothSay(lineOf('', 'ed25519', principals), claimOf())).toContain(said);
  });

  test('that an authority would have to vouch for is bad without its certificate', async () => {
    expect(await bothSay(lineOf('cert-authority'), claimOf())).toContain('is not listed');
  });

  test.each([
    ['no armour', 'abc'],
    [
      'an armour around nothing',
      '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n',
    ],
  ])('with %s is bad', async (_name, sshsig) => {
    expect(await bothSay(lineOf(), claimOf({ sshsig }))).not.toBe('good');
  });

  test('cut off anywhere is bad', () => {
    const parsed = parseAllowedSigners(lineOf());
    const signers = parsed.kind === 'ok' ? parsed.signers : [];
    const { sshsig } = claimOf();
    const body = sshsig.split('\n').slice(1, -2).join('');
    const bytes = Buffer.from(body, 'base64');
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length).toString('base64');
      const armoured = `-----BEGIN SSH SIGNATURE-----\n${cut}\n-----END SSH SIGNATURE-----\n`;
      expect(checkSignature(signers, claimOf({ sshsig: armoured })).kind).toBe('bad');
    }
  });
});
