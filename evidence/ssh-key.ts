import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

const KEY_TYPE = 'ssh-ed25519';
/** An ed25519 public key has 32 bytes (RFC 8032). */
const KEY_BYTES = 32;

/** One string of the SSH wire format: a 32-bit big-endian length, then the bytes (RFC 4251 §5). */
function sshString(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
}

/** The public key in SSH wire format: type, then the 32 bytes of the key (RFC 8709 §4). */
export function sshKeyBlob(key: KeyObject): Buffer {
  const { x } = createPublicKeyOf(key).export({ format: 'jwk' });
  const raw = Buffer.from(x ?? '', 'base64url');
  if (raw.byteLength !== KEY_BYTES) throw new TypeError('Expected an ed25519 key.');
  return Buffer.concat([sshString(Buffer.from(KEY_TYPE)), sshString(raw)]);
}

/** The fingerprint that `ssh-keygen -l` prints: `SHA256:` and unpadded base64. It is our keyid. */
export function sshFingerprint(key: KeyObject): string {
  const digest = createHash('sha256').update(sshKeyBlob(key)).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

/** The line of a `.pub` file or of `allowed_signers`, without the principal. */
export function sshPublicLine(key: KeyObject, comment: string): string {
  return `${KEY_TYPE} ${sshKeyBlob(key).toString('base64')} ${comment}`;
}

function createPublicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}
