import { createHash } from 'node:crypto';
import { WireError, WireReader, wireString } from './ssh-wire.ts';

export const SSHSIG_MAGIC = Buffer.from('SSHSIG');
export const SSHSIG_VERSION = 1;
const ARMOUR =
  /^-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+?)\r?\n-----END SSH SIGNATURE-----\s*$/;
const HASHES = ['sha256', 'sha512'] as const;

/** A signature as `ssh-keygen -Y sign` makes it. */
export interface SshSignature {
  /** The public key in wire format. */
  readonly key: Buffer;
  readonly namespace: string;
  readonly hash: (typeof HASHES)[number];
  /** Type and bytes, in wire format. */
  readonly signature: Buffer;
}

/**
 * Reads an armoured SSH signature. Source: PROTOCOL.sshsig of OpenSSH.
 * @throws WireError where it is none.
 */
export function parseSshSignature(armoured: string): SshSignature {
  const [, base64] = ARMOUR.exec(armoured) ?? [];
  if (base64 === undefined) throw new WireError('it has no armour of an SSH signature');
  const reader = new WireReader(Buffer.from(base64.replaceAll(/[\r\n]/g, ''), 'base64'));
  if (
    !reader.take(SSHSIG_MAGIC.length).equals(SSHSIG_MAGIC) ||
    reader.uint32() !== SSHSIG_VERSION
  ) {
    throw new WireError('it is no SSH signature of version 1');
  }
  const key = reader.bytes();
  const namespace = reader.text();
  reader.bytes();
  const named = reader.text();
  const hash = HASHES.find((each) => each === named);
  if (hash === undefined) throw new WireError(`its hash ${named} is unknown`);
  const signature = reader.bytes();
  reader.end();
  return { key, namespace, hash, signature };
}

/** The bytes that the key has signed for a message. */
export function signedBytes(
  message: Uint8Array,
  { namespace, hash }: Pick<SshSignature, 'namespace' | 'hash'>,
): Buffer {
  const digest = createHash(hash).update(message).digest();
  const reserved = Buffer.alloc(0);
  const parts = [Buffer.from(namespace), reserved, Buffer.from(hash), digest];
  return Buffer.concat([SSHSIG_MAGIC, ...parts.map(wireString)]);
}
