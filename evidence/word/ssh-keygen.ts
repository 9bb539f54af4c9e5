import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { WORD_NAMESPACE } from '../../domain/word/signed-word.ts';
import type { SignatureClaim } from './check-signature.ts';

/** Longest check; it takes some milliseconds. */
const CHECK_MS_MAX = 20_000;
const REASON_CHARS_MAX = 300;

export type KeygenVerdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'bad'; readonly reason: string }
  | { readonly kind: 'absent' };

/**
 * Checks a signature with the real `ssh-keygen -Y verify`; `absent` where OpenSSH is not installed.
 * Times are UTC, so that a file means the same on every machine.
 */
export async function checkWithKeygen(
  allowedSigners: string,
  claim: SignatureClaim,
): Promise<KeygenVerdict> {
  const dir = await mkdtemp(join(tmpdir(), 'sluice-word-'));
  try {
    const signersPath = join(dir, 'allowed_signers');
    const signaturePath = join(dir, 'word.sig');
    await writeFile(signersPath, allowedSigners);
    await writeFile(signaturePath, claim.sshsig);
    const files = ['-f', signersPath, '-s', signaturePath];
    const who = ['-I', claim.principal, '-n', WORD_NAMESPACE];
    const time = `-Overify-time=${timeText(claim.atMs)}`;
    const result = await execa('ssh-keygen', ['-Y', 'verify', ...files, ...who, time], {
      input: claim.payload,
      env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C' },
      extendEnv: false,
      timeout: CHECK_MS_MAX,
      reject: false,
    });
    if (result.code === 'ENOENT') return { kind: 'absent' };
    if (result.exitCode === 0) return { kind: 'good' };
    const said = result.stderr.replaceAll(dir, '').trim().slice(0, REASON_CHARS_MAX);
    return { kind: 'bad', reason: said === '' ? 'ssh-keygen refused it' : said };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** `YYYYMMDDHHMMSS`, in UTC. */
function timeText(atMs: number): string {
  return new Date(atMs).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}
