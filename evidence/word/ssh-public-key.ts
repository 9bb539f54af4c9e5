import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { WireError, WireReader } from './ssh-wire.ts';

/** The least that OpenSSH accepts. */
const RSA_BITS_MIN = 1024;
const USER_PRESENT = 1;
const CERTIFICATE = /-cert-v01@openssh\.com$/;

const CURVES = {
  nistp256: { jwk: 'P-256', bytes: 32, hash: 'sha256' },
  nistp384: { jwk: 'P-384', bytes: 48, hash: 'sha384' },
  nistp521: { jwk: 'P-521', bytes: 66, hash: 'sha512' },
} as const;
type Curve = (typeof CURVES)[keyof typeof CURVES];

/** What `ssh-keygen -l` prints of a key in wire format. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Whether a key in wire format is a certificate, which names another key that vouches for it. */
export function isCertificate(key: Uint8Array): boolean {
  return CERTIFICATE.test(new WireReader(key).text());
}

/**
 * Whether `signature` (wire format) of `bytes` was made by `key` (wire format). Knows ed25519, the
 * NIST curves, RSA with SHA-2, and the same ed25519 and P-256 on FIDO tokens, which must have been
 * touched. Sources: RFC 8709, RFC 5656, RFC 8332, PROTOCOL.u2f of OpenSSH.
 * @throws WireError for a key or a signature that is none of these.
 */
export function verifySshSignature(key: Buffer, signature: Buffer, bytes: Buffer): boolean {
  const keys = new WireReader(key);
  const type = keys.text();
  const signed = new WireReader(signature);
  const scheme = signed.text();
  if (type === 'ssh-rsa') return verifyRsa(keys, { scheme, signed }, bytes);
  if (scheme !== type) throw new WireError(`its key is ${type}, its signature ${scheme}`);
  switch (type) {
    case 'ssh-ed25519':
      return verify(null, bytes, ed25519Key(keys), last(signed));
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521': {
      const { curve, object } = ecdsaKey(keys);
      keys.end();
      return verifyEcdsa(object, curve, { bytes, signature: last(signed) });
    }
    case 'sk-ssh-ed25519@openssh.com': {
      const object = ed25519Key(keys, false);
      const { touched, inner } = touchedBytes(keys, signed, bytes);
      return verify(null, touched, object, inner);
    }
    case 'sk-ecdsa-sha2-nistp256@openssh.com': {
      const { curve, object } = ecdsaKey(keys);
      const { touched, inner } = touchedBytes(keys, signed, bytes);
      return verifyEcdsa(object, curve, { bytes: touched, signature: inner });
    }
    default:
      throw new WireError(`keys of type ${type} are not known`);
  }
}

function last(reader: WireReader): Buffer {
  const bytes = reader.bytes();
  reader.end();
  return bytes;
}

function ed25519Key(keys: WireReader, isWhole = true): KeyObject {
  const x = keys.bytes().toString('base64url');
  if (isWhole) keys.end();
  return jwkKey({ kty: 'OKP', crv: 'Ed25519', x });
}

function ecdsaKey(keys: WireReader): { readonly curve: Curve; readonly object: KeyObject } {
  const name = keys.text();
  const curve = Object.entries(CURVES).find(([each]) => each === name)?.[1];
  const point = keys.bytes();
  if (curve === undefined || point[0] !== 4 || point.length !== 1 + 2 * curve.bytes) {
    throw new WireError('its key is no point of a NIST curve');
  }
  const x = point.subarray(1, 1 + curve.bytes).toString('base64url');
  const y = point.subarray(1 + curve.bytes).toString('base64url');
  return { curve, object: jwkKey({ kty: 'EC', crv: curve.jwk, x, y }) };
}

function jwkKey(key: Readonly<Record<string, string>>): KeyObject {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    throw new WireError('its key is not valid');
  }
}

function verifyEcdsa(
  key: KeyObject,
  curve: Curve,
  { bytes, signature }: { readonly bytes: Buffer; readonly signature: Buffer },
): boolean {
  const reader = new WireReader(signature);
  const numbers = [reader.number(), reader.number()];
  reader.end();
  if (numbers.some((each) => each.length > curve.bytes)) return false;
  const padded = numbers.map((each) =>
    Buffer.concat([Buffer.alloc(curve.bytes - each.length), each]),
  );
  const options = { key, dsaEncoding: 'ieee-p1363' } as const;
  return verify(curve.hash, bytes, options, Buffer.concat(padded));
}

function verifyRsa(
  keys: WireReader,
  { scheme, signed }: { readonly scheme: string; readonly signed: WireReader },
  bytes: Buffer,
): boolean {
  const e = keys.number().toString('base64url');
  const modulus = keys.number();
  keys.end();
  if (modulus.length * 8 < RSA_BITS_MIN) throw new WireError('its RSA key is too short');
  if (scheme !== 'rsa-sha2-256' && scheme !== 'rsa-sha2-512') {
    throw new WireError(`signatures of type ${scheme} are not safe`);
  }
  const key = jwkKey({ kty: 'RSA', n: modulus.toString('base64url'), e });
  return verify(scheme === 'rsa-sha2-256' ? 'sha256' : 'sha512', bytes, key, last(signed));
}

/** What a FIDO token has signed: the application, its flags and counter, and the bytes' digest. */
function touchedBytes(
  keys: WireReader,
  signed: WireReader,
  bytes: Buffer,
): { readonly touched: Buffer; readonly inner: Buffer } {
  const application = keys.bytes();
  keys.end();
  const inner = signed.bytes();
  const flags = signed.take(1);
  const counter = signed.take(4);
  signed.end();
  if (((flags[0] ?? 0) & USER_PRESENT) === 0) throw new WireError('nobody touched the token');
  const sha256 = (each: Buffer): Buffer => createHash('sha256').update(each).digest();
  return { touched: Buffer.concat([sha256(application), flags, counter, sha256(bytes)]), inner };
}
