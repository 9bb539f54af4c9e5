import { createPublicKey, type KeyObject } from 'node:crypto';
import { fingerprintOf } from './word/ssh-public-key.ts';
import { wireString } from './word/ssh-wire.ts';

const KEY_TYPE = 'ssh-ed25519';
/** An ed25519 public key has 32 bytes (RFC 8032). */
const KEY_BYTES = 32;

/** The public key in SSH wire format: type, then the 32 bytes of the key (RFC 8709 §4). */
export function sshKeyBlob(key: KeyObject): Buffer {
  const { x } = createPublicKeyOf(key).export({ format: 'jwk' });
  const raw = Buffer.from(x ?? '', 'base64url');
  if (raw.byteLength !== KEY_BYTES) throw new TypeError('Expected an ed25519 key.');
  return Buffer.concat([wireString(Buffer.from(KEY_TYPE)), wireString(raw)]);
}

/** The fingerprint that `ssh-keygen -l` prints: `SHA256:` and unpadded base64. It is our keyid. */
export function sshFingerprint(key: KeyObject): string {
  return fingerprintOf(sshKeyBlob(key));
}

/** The line of a `.pub` file or of `allowed_signers`, without the principal. */
export function sshPublicLine(key: KeyObject, comment: string): string {
  return `${KEY_TYPE} ${sshKeyBlob(key).toString('base64')} ${comment}`;
}

function createPublicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}
