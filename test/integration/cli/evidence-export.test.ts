import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signEnvelope } from '../../../evidence/dsse.ts';
import { linkFile } from '../../../evidence/export/in-toto-metadata.ts';
import { finishedBundle, FINISHED_ITEM as ITEM } from '../../support/finished-item.ts';
import { foreignTools } from '../../support/foreign-tools.ts';
import { inTotoVerify } from '../../support/in-toto-verify.ts';
import { hasSshKeygen } from '../../support/ssh-keys.ts';

const tools = foreignTools();
// Where Python or PyPI cannot be reached there is nothing to check bundles with: said, not failed.
const why = 'missing' in tools ? `: skipped, because ${tools.missing}` : '';
const bin = 'bin' in tools ? tools.bin : '';

describe.skipIf('missing' in tools || !hasSshKeygen)(`an exported bundle${why}`, () => {
  let made: Awaited<ReturnType<typeof finishedBundle>>;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(async () => {
    made = await finishedBundle(folder);
  }, 120_000);

  /** A copy of the bundle to tamper with. */
  const copied = (): string => {
    const copy = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(made.bundle, copy, { recursive: true });
    return copy;
  };
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
  const inToto = (bundle: string) => inTotoVerify(bin, bundle, ITEM);
  const headOf = (bundle: string): string =>
    /check-log.py \S+ \S+ \S+ ([0-9a-f]{64})/.exec(
      readFileSync(join(bundle, 'README.md'), 'utf8'),
    )?.[1] ?? '';
  const checkLog = (bundle: string) => {
    const args = ['check-log.py', 'keys/orchestrator.pub.pem', 'log.jsonl', 'outputs'];
    return spawnSync('python3', [...args, headOf(made.bundle)], {
      cwd: bundle,
      env,
      encoding: 'utf8',
    });
  };
  /** Changes a link or the layout, and signs it again: the attacker has the orchestrator's key. */
  const resigned = (bundle: string, name: string, edit: (metadata: Metadata) => void): void => {
    const path = join(bundle, 'items', ITEM, name);
    const envelope = JSON.parse(readFileSync(path, 'utf8')) as {
      payload: string;
      signatures: [{ keyid: string }];
    };
    const metadata = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as Metadata;
    edit(metadata);
    const { keyid } = envelope.signatures[0];
    const signer = { keyid, privateKey: made.key.privateKey };
    writeFileSync(
      path,
      JSON.stringify(signEnvelope(Buffer.from(JSON.stringify(metadata)), signer)),
    );
  };
  interface Metadata {
    materials: Record<string, { gitBlob: string }>;
    products: Record<string, { gitBlob: string }>;
    byproducts: Record<string, unknown>;
  }
  const keyid8 = (bundle: string): string => {
    const text = readFileSync(join(bundle, 'items', ITEM, 'root.layout'), 'utf8');
    return (JSON.parse(text) as { signatures: [{ keyid: string }] }).signatures[0].keyid;
  };
  const linkOf = (bundle: string, step: string): string => linkFile(step, keyid8(bundle));

  test('passes in-toto-verify, securesystemslib and the commands of its README', () => {
    expect(made.run).toMatchObject({ exitCode: 0 });
    const verified = inToto(made.bundle);
    expect(verified).toMatchObject({ status: 0 });
    expect(checkLog(made.bundle)).toMatchObject({ status: 0 });
    const commands = /```sh\n([\s\S]*?)\n# 4\./.exec(
      readFileSync(join(made.bundle, 'README.md'), 'utf8'),
    )?.[1];
    execFileSync('sh', ['-ec', commands ?? 'exit 1'], { cwd: copied(), env, stdio: 'pipe' });
  });

  const tests = 'test/a.test.js';
  const other = { gitBlob: 'f'.repeat(40) };
  test.each<[string, string, string, (metadata: Metadata) => void]>([
    [
      'an edited test',
      'DISALLOW test/a.test.js',
      'verify',
      (link) => (link.materials[tests] = other),
    ],
    ['a deleted test', 'REQUIRE test/a.test.js', 'verify', (link) => delete link.materials[tests]],
    [
      'a gate that changed a file',
      "'DISALLOW *' matched the following artifacts: ['a.js']",
      'verify',
      (link) => (link.products['a.js'] = other),
    ],
    ['exit code 1', 'base64.b64decode', 'verify', (link) => (link.byproducts['return-value'] = 1)],
    [
      'a RED that passed',
      'base64.b64decode',
      'red',
      (link) => (link.byproducts['return-value'] = 0),
    ],
    [
      'a commit of another tree',
      "'DISALLOW *' matched the following artifacts: ['a.js']",
      'checkpoint',
      (link) => (link.products['a.js'] = other),
    ],
    [
      'a commit with one more file',
      "'DISALLOW *' matched the following artifacts: ['b.js']",
      'checkpoint',
      (link) => (link.products['b.js'] = other),
    ],
    [
      'a commit without a file',
      'REQUIRE a.js',
      'checkpoint',
      (link) => delete link.products['a.js'],
    ],
  ])('is refused by in-toto-verify with %s', (...[, why, step, edit]) => {
    const bundle = copied();
    resigned(bundle, linkOf(bundle, step), edit);
    const { status, stderr } = inToto(bundle);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(why) });
  });

  test.each<[string, string, (folder: string) => void]>([
    [
      'a foreign reviewer',
      'ssh-keygen -Y verify',
      (items) => {
        const text = readFileSync(join(items, 'approval-1.json'), 'utf8');
        writeFileSync(join(items, 'approval-1.sig'), made.eve.sign(text));
      },
    ],
    [
      'one approval of two',
      'approval-*.json',
      (items) => {
        unlinkSync(join(items, 'approval-2.json'));
        unlinkSync(join(items, 'approval-2.sig'));
      },
    ],
    [
      'one approval given twice',
      'approval-*.json',
      (items) => {
        for (const end of ['json', 'sig']) {
          cpSync(join(items, `approval-1.${end}`), join(items, `approval-2.${end}`));
        }
      },
    ],
    [
      'an edited approval',
      'ssh-keygen -Y verify',
      (items) => {
        const path = join(items, 'approval-1.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('PASS', 'FAIL'));
      },
    ],
    [
      'a link that is missing',
      'LinkNotFoundError',
      (items) => unlinkSync(join(items, linkOf(join(items, '../..'), 'verify'))),
    ],
    [
      'a link that nobody signed',
      'ThresholdVerificationError',
      (items) => {
        const path = join(items, linkOf(join(items, '../..'), 'verify'));
        writeFileSync(path, readFileSync(path, 'utf8').replace('"sig":"', '"sig":"AAAA'));
      },
    ],
  ])('is refused by in-toto-verify with %s', (_name, why, tamper) => {
    const bundle = copied();
    tamper(join(bundle, 'items', ITEM));
    const { status, stderr } = inToto(bundle);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(why) });
  });

  const editLog = (bundle: string, edit: (lines: string[]) => void): void => {
    const path = join(bundle, 'log.jsonl');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    edit(lines);
    writeFileSync(path, `${lines.join('\n')}\n`);
  };
  test.each<[string, (bundle: string) => void]>([
    ['a removed record', (bundle) => editLog(bundle, (lines) => lines.splice(2, 1))],
    ['the newest record removed', (bundle) => editLog(bundle, (lines) => lines.pop())],
    ['a reordered log', (bundle) => editLog(bundle, (lines) => lines.reverse())],
    [
      'a record with another signature',
      (bundle) =>
        editLog(bundle, (lines) => {
          lines[1] = (lines[1] ?? '').replace('"sig":"', '"sig":"AAAA');
        }),
    ],
    [
      'changed output bytes',
      (bundle) => {
        const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
        writeFileSync(join(bundle, 'outputs', empty), 'x');
      },
    ],
  ])('is refused by securesystemslib and the chain with %s', (_name, tamper) => {
    const bundle = copied();
    tamper(bundle);
    expect(checkLog(bundle).status).toBe(1);
  });
});
