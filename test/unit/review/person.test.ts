import { describe, expect, test } from 'vitest';
import { distinctPersons, samePerson, wroteAs } from '../../../domain/review/person.ts';

const IDENTITIES = {
  'human:ana': ['ana@x.org', 'Ana Lopez'],
  'human:annie': ['ANA@x.org'],
  'agent:codex': ['human:annie-bot'],
  'human:bo': ['bo@x.org'],
};

describe('one person', () => {
  test.each([
    ['a name in other letters', ['human:ANA', 'human:ana'], true],
    ['a second actor with the same mail address', ['human:annie', 'human:ana'], true],
    ['an actor that the other one lists', ['human:annie-bot', 'agent:codex'], true],
    ['somebody else', ['human:bo', 'human:ana'], false],
    ['the same name of another kind', ['agent:ana', 'human:ana'], false],
  ] as const)('is, or is not, %s', (_fact, [a, b], expected) => {
    expect(samePerson(IDENTITIES, a, b)).toBe(expected);
    expect(samePerson(IDENTITIES, b, a)).toBe(expected);
  });

  test('is found over several steps', () => {
    const chain = { 'human:a': ['1@x'], 'human:b': ['1@x', '2@x'], 'human:c': ['2@x'] };
    expect(samePerson(chain, 'human:a', 'human:c')).toBe(true);
    expect(distinctPersons(chain, ['human:c', 'human:d', 'human:a'])).toEqual([
      'human:c',
      'human:d',
    ]);
  });
});

describe('the author of a commit', () => {
  test.each([
    ['by a listed mail address', ['human:ana', 'A. L. <Ana@X.org>'], true],
    ['by a listed Git name', ['human:ana', 'ana lopez <al@home.net>'], true],
    ['by the mail address of a second actor', ['human:annie', 'Somebody <ana@x.org>'], true],
    ['by a name that is spelled like the actor', ['human:cy.young', 'Cy Young <c@y.org>'], true],
    ['by the name in a mail address', ['human:cy', 'C <cy@y.org>'], true],
    [
      'by the name in a hidden GitHub address',
      ['human:cy', 'C <7+cy@users.noreply.github.com>'],
      true,
    ],
    ['by the name of an agent', ['agent:claude', 'Claude <noreply@anthropic.com>'], true],
    ['not when the address is listed for somebody else', ['human:cy', 'Cy <bo@x.org>'], false],
    ['not when nothing fits', ['human:bo', 'Cy <cy@y.org>'], false],
    ['not when there is no name at all', ['human:bo', ' <>'], false],
  ] as const)('is an actor: %s', (_fact, [actor, author], expected) => {
    expect(wroteAs(IDENTITIES, actor, author)).toBe(expected);
  });
});
