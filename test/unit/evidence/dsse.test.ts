import { describe, expect, test } from 'vitest';
import { preAuthEncoding, signEnvelope, verifyEnvelope } from '../../../evidence/dsse.ts';
import { newKey } from '../../support/evidence-keys.ts';

describe('DSSE envelope', () => {
  test('encodes the test vector of the DSSE protocol', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(encoded.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  test('counts bytes, not characters', () => {
    const encoded = preAuthEncoding('é', Buffer.from('ö€'));
    expect(encoded.toString()).toBe('DSSEv1 2 é 5 ö€');
  });

  test('encodes an empty payload', () => {
    expect(preAuthEncoding('', Buffer.alloc(0)).toString()).toBe('DSSEv1 0  0 ');
  });

  test('verifies what it signed, and signs the same payload the same way', () => {
    const key = newKey();
    const envelope = signEnvelope(Buffer.from('{}'), key);
    expect(verifyEnvelope(envelope, key.publicKey)).toBe(true);
    expect(signEnvelope(Buffer.from('{}'), key)).toEqual(envelope);
  });

  test('refuses another payload, another type and another key', () => {
    const key = newKey();
    const envelope = signEnvelope(Buffer.from('{}'), key);
    const payload = Buffer.from('[]').toString('base64');
    expect(verifyEnvelope({ ...envelope, payload }, key.publicKey)).toBe(false);
    expect(verifyEnvelope({ ...envelope, payloadType: 'text/plain' }, key.publicKey)).toBe(false);
    expect(verifyEnvelope(envelope, newKey().publicKey)).toBe(false);
  });
});
