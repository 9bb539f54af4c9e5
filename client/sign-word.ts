import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { Fault } from '../domain/fault.ts';
import { payloadText } from '../domain/word/judge-word.ts';
import {
  type SeenHead,
  WORD_NAMESPACE,
  type WordPlace,
  type WordSignature,
} from '../domain/word/signed-word.ts';
import { LOG_FILE } from '../evidence/log-lines.ts';
import { openEvidenceReader } from '../evidence/log-reader.ts';
import type { CommandInput } from './command.ts';
import type { SigningKey } from './signing-key.ts';

const NONCE_BYTES = 16;
/** A token waits for a touch, and an agent may ask its owner. */
const SIGN_MS_MAX = 120_000;
const REASON_CHARS_MAX = 300;

export interface WordToSign {
  readonly place: WordPlace;
  /** The whole message with its type, as the workflow reads it. */
  readonly message: Readonly<Record<string, unknown>>;
  /** `.sluice`, whose evidence the signer vouches for; its log may be missing. */
  readonly stateDir: string;
}

/**
 * Signs a message with the real `ssh-keygen`, which asks ssh-agent, the owner of a passphrase or a
 * token where it has to. Throws USAGE with what ssh-keygen says.
 */
export async function signWord(
  input: CommandInput,
  key: SigningKey,
  word: WordToSign,
): Promise<WordSignature> {
  const payload = payloadText({
    ...word.place,
    kind: WORD_NAMESPACE,
    message: word.message,
    head: await seenHead(word.stateDir),
    nonce: randomBytes(NONCE_BYTES).toString('hex'),
  });
  return { payload, sshsig: await withKeyFile(key, (path) => sign(input, path, payload)) };
}

/** The end of the log here and now: the signature vouches for all records up to it. */
async function seenHead(stateDir: string): Promise<SeenHead | null> {
  const dir = join(stateDir, 'evidence');
  if (!existsSync(join(dir, LOG_FILE))) return null;
  const reader = await openEvidenceReader({ dir });
  try {
    const { sha256, records } = await reader.head();
    return { sha256, records };
  } finally {
    await reader.close();
  }
}

async function withKeyFile<T>(key: SigningKey, use: (path: string) => Promise<T>): Promise<T> {
  if (key.kind === 'file') return use(key.path);
  const dir = await mkdtemp(join(tmpdir(), 'sluice-key-'));
  try {
    const path = join(dir, 'key.pub');
    await writeFile(path, `${key.line}\n`);
    return await use(path);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function sign(input: CommandInput, path: string, payload: string): Promise<string> {
  const result = await execa('ssh-keygen', ['-Y', 'sign', '-q', '-n', WORD_NAMESPACE, '-f', path], {
    input: payload,
    stderr: ['pipe', 'inherit'],
    stripFinalNewline: false,
    // Without a controlling terminal ssh-keygen cannot ask for a passphrase.
    detached: input.global.noInput,
    timeout: SIGN_MS_MAX,
    cancelSignal: input.signal,
    reject: false,
  });
  if (result.exitCode === 0) return result.stdout;
  const isAbsent = result.code === 'ENOENT';
  const said = isAbsent ? 'ssh-keygen is not installed' : result.stderr.trim();
  const message = `The message could not be signed with ${path}: ${said.slice(0, REASON_CHARS_MAX)}`;
  const fix = isAbsent
    ? 'Install OpenSSH.'
    : 'Name a private key, or a public key whose private half is in ssh-agent (`ssh-add -l`).';
  throw new Fault({ code: 'USAGE', facts: { message, fix } });
}
