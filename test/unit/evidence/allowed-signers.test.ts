import { describe, expect, test } from 'vitest';
import { parseAllowedSigners } from '../../../evidence/word/allowed-signers.ts';
import { wireString } from '../../../evidence/word/ssh-wire.ts';

const TYPE = 'ssh-ed25519';
const blob = Buffer.concat([wireString(Buffer.from(TYPE)), wireString(Buffer.alloc(32, 7))]);
const KEY = `${TYPE} ${blob.toString('base64')}`;

describe('an allowed_signers file', () => {
  test('lists names, options and keys', () => {
    const text = `# people\nhuman:ana,human:bo namespaces="a,b",valid-after=20260101,valid-before="20270101Z" ${KEY} x\n`;
    expect(parseAllowedSigners(text)).toEqual({
      kind: 'ok',
      signers: [
        {
          principals: ['human:ana', 'human:bo'],
          namespaces: ['a', 'b'],
          validAfterMs: Date.UTC(2026, 0, 1),
          validBeforeMs: Date.UTC(2027, 0, 1),
          isAuthority: false,
          key: blob,
        },
      ],
    });
  });

  // ssh-keygen skips what it does not understand; a person would lose their voice without a word.
  test.each([
    ['no key', 'human:ana ssh-ed25519'],
    ['a key of another type than it says', `human:ana ssh-rsa ${KEY.split(' ')[1]}`],
    ['an unknown option', `human:ana touch-required ${KEY}`],
    ['a date that there is not', `human:ana valid-before="20260231" ${KEY}`],
    ['an empty list of namespaces', `human:ana namespaces="" ${KEY}`],
    ['an option that does not end', `human:ana namespaces="a ${KEY}`],
  ])('with %s is refused with its line', (_name, line) => {
    expect(parseAllowedSigners(`# first\n${line}\n`)).toMatchObject({ kind: 'invalid', line: 2 });
  });
});
