import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { signWord, type WordToSign } from '../../../client/sign-word.ts';
import type { CommandInput } from '../../../client/command.ts';
import { parseAllowedSigners } from '../../../evidence/word/allowed-signers.ts';
import { checkSignature } from '../../../evidence/word/check-signature.ts';
import { checkWithKeygen } from '../../../evidence/word/ssh-keygen.ts';
import { hasSshKeygen, sshKey, type SshKeyPair } from '../../support/ssh-keys.ts';

const hasAgent = hasSshKeygen && spawnSync('ssh-agent', ['-h']).error === undefined;
const PASSPHRASE = 'correct horse';

/** A real ssh-agent that ends with the test; the socket's folder is short, as paths of sockets are. */
function startAgent() {
  const dir = mkdtempSync(join(tmpdir(), 'sl-'));
  const socket = join(dir, 'agent');
  const said = execFileSync('ssh-agent', ['-s', '-a', socket]).toString();
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]);
  vi.stubEnv('SSH_AUTH_SOCK', socket);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    process.kill(pid);
    rmSync(dir, { recursive: true, force: true });
  });
  const add = ({ path }: SshKeyPair, passphrase: string): void => {
    const asker = join(dir, 'asker');
    writeFileSync(asker, `#!/bin/sh\necho '${passphrase}'\n`);
    chmodSync(asker, 0o700);
    const env = { ...process.env, SSH_ASKPASS: asker, SSH_ASKPASS_REQUIRE: 'force' };
    execFileSync('ssh-add', ['-q', path], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  return { dir, add };
}

const WORD: WordToSign = {
  place: { program: 'p', item: 'P0-001', workflowId: 'w', runId: 'r', attempt: 1, tree: null },
  message: { type: 'review', messageId: 'm1', actor: 'human:bo' },
  stateDir: join(tmpdir(), 'sluice-test-that-is-not-there'),
};

function inputOf(cwd: string): CommandInput {
  const global = { cwd, noInput: true, sign: null, json: false, program: null };
  return { global, signal: new AbortController().signal } as unknown as CommandInput;
}

/** Signs through the agent, and says what both checks make of it. */
async function signedWith(key: SshKeyPair, cwd: string, named: 'file' | 'public') {
  const by =
    named === 'file'
      ? ({ kind: 'file', path: `${key.path}.pub` } as const)
      : ({ kind: 'public', line: key.line } as const);
  const signature = await signWord(inputOf(cwd), by, WORD);
  const claim = { ...signature, principal: 'human:bo', atMs: Date.UTC(2026, 10, 21) };
  const file = `human:bo namespaces="sluice-word@v1" ${key.line}\n`;
  const parsed = parseAllowedSigners(file);
  const own = parsed.kind === 'ok' ? checkSignature(parsed.signers, claim) : parsed;
  return [own.kind, (await checkWithKeygen(file, claim)).kind];
}

test.skipIf(!hasAgent).each(['file', 'public'] as const)(
  'a word is signed by a key that is in ssh-agent alone, named by its public half (%s)',
  async (named) => {
    const { dir, add } = startAgent();
    const key = sshKey(dir, 'bo');
    add(key, '');
    rmSync(key.path);
    expect(await signedWith(key, dir, named)).toEqual(['good', 'good']);
  },
);

test.skipIf(!hasAgent)(
  'a key with a passphrase signs from ssh-agent without being asked',
  async () => {
    const { dir, add } = startAgent();
    const key = sshKey(dir, 'bo', '-t', 'ed25519', '-N', PASSPHRASE);
    add(key, PASSPHRASE);
    expect(await signedWith(key, dir, 'file')).toEqual(['good', 'good']);
    execFileSync('ssh-add', ['-q', '-D'], { stdio: 'pipe' });
    await expect(signedWith(key, dir, 'file')).rejects.toMatchObject({ code: 'USAGE' });
  },
);
