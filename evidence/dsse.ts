import { type KeyObject, sign, verify } from 'node:crypto';

/** Media type of an in-toto Statement inside a DSSE envelope. */
export const IN_TOTO_PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** A DSSE envelope as it is written, with exactly one signature. */
export interface Envelope {
  /** Standard base64 of the signed bytes. */
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly [{ readonly keyid: string; readonly sig: string }];
}

export interface Signer {
  /** SSH fingerprint of the public key: what `ssh-keygen -l` prints and cosign expects. */
  readonly keyid: string;
  readonly privateKey: KeyObject;
}

/**
 * The bytes that a DSSE signature covers: `DSSEv1 LEN(type) type LEN(body) body`, where lengths are
 * ASCII decimals of bytes. Source: DSSE protocol v1.0.2, "Pre-Authentication Encoding".
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const typeBytes = Buffer.byteLength(payloadType);
  const head = Buffer.from(`DSSEv1 ${typeBytes} ${payloadType} ${payload.byteLength} `);
  return Buffer.concat([head, payload]);
}

/** Signs a payload with ed25519; the same payload and key always give the same envelope. */
export function signEnvelope(payload: Uint8Array, signer: Signer): Envelope {
  const encoded = preAuthEncoding(IN_TOTO_PAYLOAD_TYPE, payload);
  const sig = sign(null, encoded, signer.privateKey).toString('base64');
  return {
    payload: Buffer.from(payload).toString('base64'),
    payloadType: IN_TOTO_PAYLOAD_TYPE,
    signatures: [{ keyid: signer.keyid, sig }],
  };
}

/** Whether the envelope's signature was made by `publicKey` over exactly its payload and type. */
export function verifyEnvelope(envelope: Envelope, publicKey: KeyObject): boolean {
  const payload = Buffer.from(envelope.payload, 'base64');
  const signature = Buffer.from(envelope.signatures[0].sig, 'base64');
  return verify(null, preAuthEncoding(envelope.payloadType, payload), publicKey, signature);
}

/**
 * The one way in which an envelope is written: no white space, fixed order of members, padded
 * base64. A line that reads the same but is written otherwise has been edited.
 */
export function envelopeLine(envelope: Envelope): string {
  const { payload, payloadType, signatures } = envelope;
  const [{ keyid, sig }] = signatures;
  return JSON.stringify({ payload, payloadType, signatures: [{ keyid, sig }] });
}
