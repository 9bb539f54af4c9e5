import { type KeyObject, sign } from 'node:crypto';
import { sshKeyBlob } from '../ssh-key.ts';
import { signedBytes, SSHSIG_MAGIC, SSHSIG_VERSION } from './ssh-signature.ts';
import { wireString } from './ssh-wire.ts';

/** As ssh-keygen breaks the lines. */
const LINE_CHARS = 70;
const HASH = 'sha512';

/**
 * The armoured SSH signature that `ssh-keygen -Y sign` makes of a message with an ed25519 key, to the
 * byte: ed25519 has no randomness. Source: PROTOCOL.sshsig of OpenSSH, RFC 8709 §6.
 */
export function makeSshSignature(
  message: Uint8Array,
  { privateKey, namespace }: { readonly privateKey: KeyObject; readonly namespace: string },
): string {
  const bytes = signedBytes(message, { namespace, hash: HASH });
  const signature = [Buffer.from('ssh-ed25519'), sign(null, bytes, privateKey)].map(wireString);
  const version = Buffer.alloc(4);
  version.writeUInt32BE(SSHSIG_VERSION);
  const parts = [
    sshKeyBlob(privateKey),
    Buffer.from(namespace),
    Buffer.alloc(0),
    Buffer.from(HASH),
    Buffer.concat(signature),
  ];
  const blob = Buffer.concat([SSHSIG_MAGIC, version, ...parts.map(wireString)]);
  const lines = blob.toString('base64').match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}
