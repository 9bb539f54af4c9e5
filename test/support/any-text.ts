import * as fc from 'fast-check';

/**
 * Any code point but half surrogates, mostly printable ASCII. The same range as fast-check's `binary`,
 * whose tables cost each test file a second.
 */
const anyCharacter = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 1, arbitrary: fc.nat(0xff) },
    { weight: 1, arbitrary: fc.nat(0xd7ff) },
    { weight: 1, arbitrary: fc.integer({ min: 0xe000, max: 0x10ffff }) },
  )
  .map((codePoint) => String.fromCodePoint(codePoint));

/** Any text of Unicode, so also control characters and names of members that objects inherit. */
export function anyText(length: Omit<fc.StringConstraints, 'unit'> = {}): fc.Arbitrary<string> {
  return fc.string({ ...length, unit: anyCharacter });
}
