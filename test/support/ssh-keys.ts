import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether OpenSSH is installed here; without it there is nothing to sign with. */
export const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

export interface SshKeyPair {
  /** File of the private key; `.pub` is beside it. */
  readonly path: string;
  /** `ssh-ed25519 AAAA…`. */
  readonly line: string;
  readonly fingerprint: string;
  /** The armoured signature of a text. */
  sign(text: string, namespace?: string): string;
}

/** A key pair in a folder, made by the real ssh-keygen; its name must be new there. */
export function sshKey(dir: string, name: string, ...type: readonly string[]): SshKeyPair {
  const path = join(dir, name);
  const kind = type.length > 0 ? type : ['-t', 'ed25519'];
  const phrase = kind.includes('-N') ? [] : ['-N', ''];
  execFileSync('ssh-keygen', ['-q', ...kind, ...phrase, '-C', 'test', '-f', path]);
  const [algorithm = '', blob = ''] = readFileSync(`${path}.pub`, 'utf8').split(' ');
  const listed = execFileSync('ssh-keygen', ['-l', '-f', `${path}.pub`]).toString();
  return {
    path,
    line: `${algorithm} ${blob}`,
    fingerprint: listed.split(' ')[1] ?? '',
    sign: (text, namespace = 'sluice-word@v1') =>
      execFileSync('ssh-keygen', ['-Y', 'sign', '-q', '-n', namespace, '-f', path], {
        input: text,
        stdio: ['pipe', 'pipe', 'ignore'],
      }).toString(),
  };
}
