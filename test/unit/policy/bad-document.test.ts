import { expect, test } from 'vitest';
import { PolicyDocument } from '../../../policy/policy.schema.ts';
import { policyText, problem, problemsOf, type BadPolicy } from './policy-text.ts';

const NAME =
  'a name of letters, digits, ".", "_" and "-" that begins with a letter or digit, at most 64 characters';

const CASES: readonly BadPolicy[] = [
  [
    'an empty file',
    '',
    problem(
      '1:1',
      'a mapping with "version", "program", "roles", "gates" and "items" or "backlog"',
      'an empty value',
      '`sluice init` writes a policy to begin with.',
    ),
  ],
  [
    'a list',
    '- a\n',
    problem(
      '1:1',
      'a mapping with "version", "program", "roles", "gates" and "items" or "backlog"',
      'a list',
      '`sluice init` writes a policy to begin with.',
    ),
  ],
  [
    'a flow that is not closed',
    'version: 1\ngates: { verify: make\n',
    problem(
      '3:1',
      'valid YAML',
      'Flow map in block collection must be sufficiently indented and end with a }',
      'Indent this line like its neighbours.',
    ),
  ],
  [
    'a tab as indentation',
    'roles:\n\timplementers: []\n',
    problem('2:1', 'valid YAML', 'Tabs are not allowed as indentation', 'Indent with spaces.'),
  ],
  [
    'a key given twice',
    policyText({ program: 'a\nprogram: b' }),
    problem('3:1', 'each key once', '"program" for the second time', 'Remove one of the two.'),
  ],
  [
    'a key that is a list',
    policyText({ '[a]': '1' }),
    problem('6:1', 'a plain key', 'a list, mapping or alias', 'Use text as the key.'),
  ],
  [
    'a second document',
    `${policyText()}---\na: 1\n`,
    problem('6:1', 'one YAML document', 'a second one', 'Remove "---" and what follows.'),
  ],
  [
    'an alias of nothing',
    policyText({ program: '*x' }),
    problem(
      '2:10',
      'an alias of an anchor that stands above it',
      '"*x"',
      'Name such an anchor, or put the text in quotes.',
    ),
  ],
  [
    'a tag',
    policyText({ program: '!secret x' }),
    problem(
      '2:10',
      'valid YAML',
      'Unresolved tag: !secret',
      'Remove the tag, or put the text in quotes.',
    ),
  ],
  [
    'an unknown key',
    policyText({ lane: '2' }),
    problem(
      '6:1',
      `one of ${Object.keys(PolicyDocument.shape).join(', ')}`,
      'the unknown key "lane"',
      'Did you mean "lanes"?',
    ),
  ],
  [
    'an unknown key unlike all',
    policyText({ __proto: '2' }),
    problem(
      '6:1',
      `one of ${Object.keys(PolicyDocument.shape).join(', ')}`,
      'the unknown key "__proto"',
      'Remove it.',
    ),
  ],
  [
    'no version',
    policyText({ version: null }),
    problem('1:1', 'the number 1', 'nothing', 'Add "version:" with the number 1.'),
  ],
  [
    'another version',
    policyText({ version: '2' }),
    problem('1:10', 'the number 1', 'the number 2', 'Write the number 1.'),
  ],
  [
    'neither items nor backlog',
    policyText({ items: null }),
    problem(
      '1:1',
      '"items:" or "backlog:"',
      'neither',
      'Add "items:" with a list of items, or "backlog:" with the path of a tracker document.',
    ),
  ],
  [
    'a program with a space',
    policyText({ program: 'my program' }),
    problem('2:10', NAME, '"my program"', `Write ${NAME}.`),
  ],
  [
    'a program that is a number',
    policyText({ program: '17' }),
    problem('2:10', NAME, 'the number 17', 'If it is meant as text, put it in quotes: "17".'),
  ],
  [
    'a backlog outside the repository',
    policyText({ backlog: '../plan.md' }),
    problem(
      '6:10',
      'a path inside the repository, without a leading "/" and without ".."',
      '"../plan.md"',
      'Write a path inside the repository, without a leading "/" and without "..".',
    ),
  ],
  [
    'a branch that Git refuses',
    policyText({ branch: 'a..b' }),
    problem(
      '6:9',
      'the name of a branch, such as main',
      '"a..b"',
      'Write the name of a branch, such as main.',
    ),
  ],
  [
    'a misspelled word',
    policyText({ isolation: 'in_place' }),
    problem('6:12', 'one of worktree, in-place', '"in_place"', 'Did you mean "in-place"?'),
  ],
  [
    'a word unlike all',
    policyText({ onBlocked: 'panic' }),
    problem('6:12', 'one of wait, continue', '"panic"', 'Write one of wait, continue.'),
  ],
  [
    'no lanes',
    policyText({ lanes: '0' }),
    problem(
      '6:8',
      'a whole number from 1 to 64',
      'the number 0',
      'Write a whole number from 1 to 64.',
    ),
  ],
  [
    'half a lane',
    policyText({ lanes: '1.5' }),
    problem(
      '6:8',
      'a whole number from 1 to 64',
      'the number 1.5',
      'Write a whole number from 1 to 64.',
    ),
  ],
  [
    'two lanes in one checkout',
    policyText({ lanes: '2', isolation: 'in-place' }),
    problem(
      '6:8',
      '1 with "isolation: in-place", because there is only one checkout',
      'the number 2',
      'Write "lanes: 1", or "isolation: worktree".',
    ),
  ],
  [
    'a pattern that excludes everything',
    policyText({ exclude: '[docs/plan.md, "**"]' }),
    problem(
      '6:25',
      'a path or pattern that leaves out some files, not all',
      '"**"',
      'Name the documents that are not part of the work.',
    ),
  ],
  [
    'a variable with a value',
    policyText({ passEnv: '[CI=1]' }),
    problem(
      '6:11',
      'the name of an environment variable, such as CI',
      '"CI=1"',
      'Write the name of an environment variable, such as CI.',
    ),
  ],
  [
    'a limit of none',
    policyText({ limits: '{ attempts: 0 }' }),
    problem(
      '6:21',
      'a whole number from 1 to 1000',
      'the number 0',
      'Write a whole number from 1 to 1000.',
    ),
  ],
];

test.each(CASES)('says where %s is and what to do', (_fact, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems);
});
