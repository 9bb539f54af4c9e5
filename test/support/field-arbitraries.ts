import * as fc from 'fast-check';
import type { Facts } from '../../domain/judgement.ts';
import { REJECTION_CODES } from '../../domain/rejection.ts';
import { anyText } from './any-text.ts';

const YEAR_9999_MS = 253_402_300_799_999;

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'.split('')),
    minLength: length,
    maxLength: length,
  });
export const sha256 = hex(64);
export const gitId = fc.oneof(hex(40), hex(64));
export const text = anyText();
export const count = fc.nat();
export const timeMs = fc.integer({ min: 0, max: YEAR_9999_MS });
export const actor = fc
  .tuple(
    fc.constantFrom('human' as const, 'agent' as const, 'service' as const),
    fc.string({ unit: fc.constantFrom('a', 'z', 'A', 'Z', '0', '9'), minLength: 1, maxLength: 8 }),
  )
  .map(([kind, name]) => `${kind}:${name}` as const);
export const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });
/** JSON has no negative zero and no infinity. */
export const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
const fact = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.array(text));
export const facts: fc.Arbitrary<Facts> = fc.dictionary(text, fact, { noNullPrototype: true });
export const snapshot = fc.record({ commit: gitId, tree: gitId, base: gitId });
export const code = fc.constantFrom(...REJECTION_CODES);

export const solo = fc.constant(true as const);

/** A record with members that it may have or lack. */
export function withOptional<T, U>(
  base: fc.Arbitrary<T>,
  optional: { [K in keyof U]: fc.Arbitrary<U[K]> },
): fc.Arbitrary<T & Partial<U>> {
  const more = fc.record(optional, { requiredKeys: [] }) as fc.Arbitrary<Partial<U>>;
  return fc.tuple(base, more).map(([required, extra]) => ({ ...required, ...extra }));
}
