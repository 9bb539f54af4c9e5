import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { createDurably } from './durable-file.ts';
import type { Signer } from './dsse.ts';
import { sshFingerprint, sshPublicLine } from './ssh-key.ts';

const PRIVATE_FILE = 'orchestrator.pem';
/** What `openssl` and `cosign` read. */
export const PUBLIC_PEM_FILE = 'orchestrator.pub.pem';
/** What `ssh-keygen` and `allowed_signers` read. */
const PUBLIC_SSH_FILE = 'orchestrator.pub';
/** Lets `git verify-commit` check checkpoints: the key may sign for Git, and for nothing else. */
export const COMMIT_SIGNERS_FILE = 'orchestrator.allowed_signers';
const COMMENT = 'sluice-orchestrator';
const FOLDER_MODE = 0o700;
const PRIVATE_MODE = 0o600;
const PUBLIC_MODE = 0o644;

/** The ed25519 key that signs every record of one evidence log. */
export interface OrchestratorKey extends Signer {
  readonly publicKey: KeyObject;
}

/**
 * Loads the key, or makes it where there is neither a key nor a log that one signed. A lost key is
 * never replaced: KEY_MISSING; one that cannot be read, or whose public half was exchanged, is
 * KEY_INVALID. Several processes may call this at once; all get the same key.
 */
export async function openOrchestratorKey(options: {
  readonly dir: string;
  /** Whether the log already has records. */
  readonly logHasRecords: boolean;
}): Promise<OrchestratorKey> {
  const { dir, logHasRecords } = options;
  const path = join(dir, PRIVATE_FILE);
  const saved = await readIfThere(path);
  if (saved === null && logHasRecords) throw new Fault({ code: 'KEY_MISSING', facts: { path } });
  const key = keyOf(path, saved ?? (await createKey(dir, path)));
  const { publicKey } = key;
  const publicPem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  await publish(join(dir, PUBLIC_PEM_FILE), publicPem);
  await publish(join(dir, PUBLIC_SSH_FILE), `${sshPublicLine(publicKey, COMMENT)}\n`);
  await publish(join(dir, COMMIT_SIGNERS_FILE), commitSignersLine(publicKey));
  return key;
}

/** The line of `allowed_signers` with which Git checks checkpoint commits. */
export function commitSignersLine(publicKey: KeyObject): string {
  return `sluice@localhost namespaces="git" ${sshPublicLine(publicKey, COMMENT)}\n`;
}

/** The public key that stands beside the orchestrator's, for verifying without the private one. */
export async function readOrchestratorPublicKey(dir: string): Promise<KeyObject> {
  const path = join(dir, PUBLIC_PEM_FILE);
  const pem = await readIfThere(path);
  if (pem === null) throw new Fault({ code: 'KEY_MISSING', facts: { path } });
  return parsed(path, () => createPublicKey(pem));
}

function keyOf(path: string, pem: string): OrchestratorKey {
  const privateKey = parsed(path, () => createPrivateKey(pem));
  const publicKey = createPublicKey(privateKey);
  return { keyid: sshFingerprint(publicKey), privateKey, publicKey };
}

function parsed(path: string, parse: () => KeyObject): KeyObject {
  const key = attempt(parse);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new Fault({ code: 'KEY_INVALID', facts: { path, reason: 'it is no ed25519 key in PEM' } });
}

function attempt(parse: () => KeyObject): KeyObject | null {
  try {
    return parse();
  } catch {
    return null;
  }
}

/** Makes a key, or loads the one that another process made first. */
async function createKey(dir: string, path: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: FOLDER_MODE });
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const created = await createDurably(path, pem, PRIVATE_MODE);
  return created ? pem : readFile(path, 'utf8');
}

async function publish(path: string, text: string): Promise<void> {
  if (await createDurably(path, text, PUBLIC_MODE)) return;
  if ((await readFile(path, 'utf8')) === text) return;
  const reason = 'it does not belong to the private key beside it';
  throw new Fault({ code: 'KEY_INVALID', facts: { path, reason } });
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
