import { expect, test } from 'vitest';
import { policyText, problem, problemsOf, type BadPolicy } from './policy-text.ts';

const ID =
  'an id of letters, digits, ".", "_" and "-" that begins with a letter or digit, at most 64 characters, such as P0-003';
const TITLE = 'a title, one line of at most 300 characters without control characters';
const HARMLESS = 'a command that cannot discard work or rewrite history';
const NO_CLEANUP = 'Remove it; gates run in a worktree of their own and need no clean-up.';
const ITEM = 'an item: a mapping with "id" and "title"';
const ITEM_KEYS = 'one of id, title, priority, profile, dependsOn, tests, expect, targeted, verify';

const items = (list: string): string => policyText({ items: list });

const CASES: readonly BadPolicy[] = [
  [
    'no items',
    items('[]'),
    problem('5:8', 'at least one item', '0 entries', 'Write at least one item.'),
  ],
  ['an item that is text', items('[A]'), problem('5:9', ITEM, '"A"', `Write ${ITEM}.`)],
  [
    'an item without a title',
    items('[{ id: A }]'),
    problem('5:9', TITLE, 'nothing', `Add "title:" with ${TITLE}.`),
  ],
  [
    'a misspelled key of an item',
    items('[{ id: A, title: t, dependson: B }]'),
    problem('5:28', ITEM_KEYS, 'the unknown key "dependson"', 'Did you mean "dependsOn"?'),
  ],
  [
    'an id that is a number',
    items('[{ id: 17, title: t }]'),
    problem('5:15', ID, 'the number 17', 'If it is meant as text, put it in quotes: "17".'),
  ],
  [
    'an id with a slash',
    items('[{ id: a/b, title: t }]'),
    problem('5:15', ID, '"a/b"', `Write ${ID}.`),
  ],
  [
    'an id that Git refuses in a ref',
    items('[{ id: a..b, title: t }]'),
    problem('5:15', ID, '"a..b"', `Write ${ID}.`),
  ],
  [
    'an id of 65 characters',
    items(`[{ id: ${'a'.repeat(65)}, title: t }]`),
    problem('5:15', ID, `"${'a'.repeat(60)}…"`, `Write ${ID}.`),
  ],
  [
    'a title of two lines',
    items(String.raw`[{ id: A, title: "a\nb" }]`),
    problem('5:25', TITLE, '"a?b"', `Write ${TITLE}.`),
  ],
  [
    'a title that turns the text around',
    items('[{ id: A, title: "a\u202Eb" }]'),
    problem('5:25', TITLE, '"a?b"', `Write ${TITLE}.`),
  ],
  [
    'a title of 301 characters',
    items(`[{ id: A, title: ${'a'.repeat(301)} }]`),
    problem('5:25', TITLE, `"${'a'.repeat(60)}…"`, `Write ${TITLE}.`),
  ],
  [
    'a priority in words',
    items('[{ id: A, title: t, priority: high }]'),
    problem(
      '5:38',
      'a priority from P0 (most urgent) to P9',
      '"high"',
      'Write a priority from P0 (most urgent) to P9.',
    ),
  ],
  [
    'a priority that is a number',
    items('[{ id: A, title: t, priority: 0 }]'),
    problem(
      '5:38',
      'a priority from P0 (most urgent) to P9',
      'the number 0',
      'Write a priority from P0 (most urgent) to P9.',
    ),
  ],
  [
    'an unknown profile',
    items('[{ id: A, title: t, profile: tdd2 }]'),
    problem('5:37', 'one of tdd, packet, chore', '"tdd2"', 'Did you mean "tdd"?'),
  ],
  [
    'tdd without a RED gate',
    items('[{ id: A, title: t, profile: tdd }]'),
    problem(
      '5:37',
      'a profile whose gates the policy has: "gates:" has no "red:"',
      '"tdd"',
      'Add "red:" to "gates:", or choose another profile.',
    ),
  ],
  [
    'a packet without targeted tests',
    items('[{ id: A, title: t, profile: packet }]'),
    problem(
      '5:37',
      'a profile whose gates the policy has: "gates:" has no "targeted:"',
      '"packet"',
      'Add "targeted:" to "gates:", or choose another profile.',
    ),
  ],
  [
    'an item whose own command discards work',
    items('[{ id: A, title: t, verify: [make, git stash] }]'),
    problem(
      '5:43 FORBIDDEN_COMMAND',
      HARMLESS,
      '`git stash`: it overwrites or removes files that are not committed',
      NO_CLEANUP,
    ),
  ],
  [
    'an id used twice',
    items('[{ id: A, title: t }, { id: A, title: u }]'),
    problem(
      '5:36 BACKLOG_DUPLICATE_ID',
      'an id that no other item has',
      'A, which line 5 has already',
      'Give each item an id of its own.',
    ),
  ],
  [
    'an unknown dependency',
    items('[{ id: P0-001, title: t }, { id: B, title: u, dependsOn: [P0-01] }]'),
    problem(
      '5:66 BACKLOG_UNKNOWN_DEPENDENCY',
      'the id of an item of this backlog',
      'P0-01, which B depends on and which does not exist',
      'Did you mean P0-001?',
    ),
  ],
  [
    'an unknown dependency that is not in a list',
    items('[{ id: B, title: u, dependsOn: nowhere }]'),
    problem(
      '5:39 BACKLOG_UNKNOWN_DEPENDENCY',
      'the id of an item of this backlog',
      'nowhere, which B depends on and which does not exist',
      'Add the item, or correct the id.',
    ),
  ],
  [
    'a circle',
    items('[{ id: A, title: t, dependsOn: [B] }, { id: B, title: u, dependsOn: [A] }]'),
    problem(
      '5:40 BACKLOG_CYCLE',
      'dependencies that do not come back to where they began',
      'the circle A → B → A',
      'Remove one of these dependencies.',
    ),
  ],
];

test.each(CASES)('says where %s is and what to do', (_fact, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems);
});
