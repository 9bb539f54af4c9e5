import { expect, test } from 'vitest';
import { faultOfProblem } from '../../../domain/input-problem.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyText, problemsOf } from './policy-text.ts';

type Case = readonly [fact: string, text: string, ...problems: string[]];

const problem = (where: string, expected: string, found: string, fix: string): string =>
  `${where.includes(' ') ? where : `${where} POLICY_INVALID`}\nexpected ${expected}\nfound ${found}\nfix: ${fix}`;

const NAME =
  'a name of letters, digits, ".", "_" and "-" that begins with a letter or digit, at most 64 characters';
const ID =
  'an id of letters, digits, ".", "_" and "-" that begins with a letter or digit, at most 64 characters, such as P0-003';
const DURATION = 'a duration above zero and up to 366d, such as 90s, 20m, 4h or 1d';
const TITLE = 'a title, one line of at most 300 characters without control characters';
const COMMAND = 'a command, at most 10000 characters without control characters';
const ACTOR = 'an actor such as human:ana, agent:codex or service:ci';
const HARMLESS = 'a command that cannot discard work or rewrite history';
const NO_CLEANUP = 'Remove it; gates run in a worktree of their own and need no clean-up.';
const ITEM = 'an item: a mapping with "id" and "title"';
const ITEM_KEYS = 'one of id, title, priority, profile, dependsOn, tests, expect, targeted, verify';
const GATE_KEYS = 'one of id, run, timeout, report, output';

const items = (list: string): string => policyText({ items: list });
const gates = (mapping: string): string => policyText({ gates: mapping });
const roles = (mapping: string): string => policyText({ roles: mapping });
const verify = (list: string): string => gates(`{ verify: ${list} }`);

const CASES: readonly Case[] = [
  // The document.
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
      'one of version, program, backlog, branch, roles, baseline, prepare, gates, lanes, isolation, onBlocked, commandsFromTracker, limits, exclude, passEnv, secrets, items',
      'the unknown key "lane"',
      'Did you mean "lanes"?',
    ),
  ],
  [
    'an unknown key unlike all',
    policyText({ __proto: '2' }),
    problem(
      '6:1',
      'one of version, program, backlog, branch, roles, baseline, prepare, gates, lanes, isolation, onBlocked, commandsFromTracker, limits, exclude, passEnv, secrets, items',
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

  // Roles.
  [
    'an actor without a kind',
    roles('{ implementers: [codex], reviewers: [agent:b], releaseLeads: [human:c] }'),
    problem('3:25', ACTOR, '"codex"', `Write ${ACTOR}.`),
  ],
  [
    'an actor of an unknown kind',
    roles('{ implementers: [bot:a], reviewers: [agent:b], releaseLeads: [human:c] }'),
    problem('3:25', ACTOR, '"bot:a"', `Write ${ACTOR}.`),
  ],
  [
    'no reviewers key',
    roles('{ implementers: [agent:a], releaseLeads: [human:c] }'),
    problem('3:1', 'a list of actors', 'nothing', 'Add "reviewers:" with a list of actors.'),
  ],
  [
    'no release lead',
    roles('{ implementers: [agent:a], reviewers: [agent:b], releaseLeads: [] }'),
    problem('3:71', 'at least one actor', '0 entries', 'Write at least one actor.'),
  ],
  [
    'an actor named twice in a role',
    roles('{ implementers: [agent:a], reviewers: [agent:b, agent:B], releaseLeads: [human:c] }'),
    problem(
      '3:56',
      'each actor once in a role, whatever the letter case',
      'agent:B for the second time',
      'Remove it.',
    ),
  ],
  [
    'a reviewer who is the only implementer',
    roles('{ implementers: [agent:a], reviewers: [agent:A], releaseLeads: [human:c] }'),
    problem(
      '3:35',
      'at least 1 reviewer for the work of some implementer, who may not review it',
      'agent:A for agent:a',
      'Add reviewers, or need fewer approvals.',
    ),
  ],
  [
    'a quorum larger than the reviewers',
    policyText({ gates: '{ verify: make, review: { approvals: 2 } }' }),
    problem(
      '3:35',
      'at least 2 reviewers for the work of some implementer, who may not review it',
      '1 reviewer',
      'Add reviewers, or need fewer approvals.',
    ),
  ],

  // Gates.
  [
    'no verify',
    gates('{}'),
    problem(
      '4:1',
      'a gate or a list of gates',
      'nothing',
      'Add "verify:" with a gate or a list of gates.',
    ),
  ],
  [
    'a misspelled key of a gate',
    verify('{ run: make, timout: 5m }'),
    problem('4:31', GATE_KEYS, 'the unknown key "timout"', 'Did you mean "timeout"?'),
  ],
  [
    'a misspelled key of a gate in a list',
    verify('[make, { runs: make }]'),
    problem(
      '4:25',
      'a command: text, or a list of words',
      'nothing',
      'Add "run:" with a command: text, or a list of words.',
    ),
    problem('4:27', GATE_KEYS, 'the unknown key "runs"', 'Did you mean "run"?'),
  ],
  [
    'a duration without a unit',
    verify('{ run: make, timeout: 20 }'),
    problem('4:40', DURATION, 'the number 20', `Write ${DURATION}.`),
  ],
  [
    'a duration of nothing',
    verify('{ run: make, timeout: 0s }'),
    problem('4:40', DURATION, '"0s"', `Write ${DURATION}.`),
  ],
  [
    'a duration above a year',
    verify('{ run: make, timeout: 367d }'),
    problem('4:40', DURATION, '"367d"', `Write ${DURATION}.`),
  ],
  [
    'a decimal size',
    verify('{ run: make, output: 1GB }'),
    problem(
      '4:39',
      'a size such as 64KiB, 512MiB or 1GiB',
      '"1GB"',
      'Write a size such as 64KiB, 512MiB or 1GiB.',
    ),
  ],
  [
    'an unknown report',
    verify('{ run: make, report: junit5 }'),
    problem('4:39', 'one of junit, tap, go-test-json, exit', '"junit5"', 'Did you mean "junit"?'),
  ],
  ['a blank command', verify('" "'), problem('4:18', COMMAND, '" "', `Write ${COMMAND}.`)],
  [
    'a command with a terminal escape',
    verify(String.raw`"make \e[31m"`),
    problem('4:18', COMMAND, '"make ?[31m"', `Write ${COMMAND}.`),
  ],
  [
    'a command without words',
    verify('{ run: [] }'),
    problem(
      '4:25',
      'at least the name of a program',
      '0 entries',
      'Write at least the name of a program.',
    ),
  ],
  [
    'a gate that is a number',
    verify('3'),
    problem(
      '4:18',
      'a gate or a list of gates',
      'the number 3',
      'Write a gate or a list of gates.',
    ),
  ],
  [
    'an id of two gates',
    verify('[{ id: a, run: make }, { id: a, run: make }]'),
    problem(
      '4:47',
      'an id that no other gate has',
      '"a" for the second time',
      'Give each gate an id of its own.',
    ),
  ],
  [
    'an id that a gate has by default',
    policyText({ baseline: '{ id: verify, run: make }' }),
    problem(
      '4:18',
      'an id that no other gate has',
      '"verify" for the second time',
      'Give each gate an id of its own.',
    ),
  ],
  [
    'a review gate named twice',
    gates('{ verify: make, review: { gates: [P0, P1, P0] } }'),
    problem(
      '4:50',
      'an id that no other gate has',
      '"P0" for the second time',
      'Give each gate an id of its own.',
    ),
  ],
  [
    'a review without gates',
    gates('{ verify: make, review: { gates: [] } }'),
    problem('4:41', 'at least one review gate', '0 entries', 'Write at least one review gate.'),
  ],
  [
    'an unknown trigger',
    gates('{ red: { run: x, report: tap, trigger: now }, verify: make }'),
    problem('4:47', 'one of submitted, at-once', '"now"', 'Write one of submitted, at-once.'),
  ],
  [
    'a command that discards work',
    verify('[make, "git -C x reset --hard && make"]'),
    problem(
      '4:25 FORBIDDEN_COMMAND',
      HARMLESS,
      '`git -C x reset --hard`: it overwrites or removes files that are not committed',
      NO_CLEANUP,
    ),
  ],
  [
    'a list of words that discards work',
    verify('{ run: [git, clean, -fd] }'),
    problem(
      '4:25 FORBIDDEN_COMMAND',
      HARMLESS,
      '`git clean -fd`: it overwrites or removes files that are not committed',
      NO_CLEANUP,
    ),
  ],
  [
    'a baseline that rewrites history',
    policyText({ baseline: '[git push -f]' }),
    problem(
      '6:12 FORBIDDEN_COMMAND',
      HARMLESS,
      '`git push -f`: it rewrites or removes history',
      NO_CLEANUP,
    ),
  ],

  // Items.
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

test('reports all problems at once, in the order of the file, whatever kind they are', () => {
  const text = policyText({
    roles: '{ implementers: [agent:a], reviewers: [agent:a], releaseLeads: [human:c] }',
    gates: '{ verify: git clean -f, red: { run: x, timeout: 5 } }',
    lanes: 'two',
    items: '[{ id: A, title: t, dependsOn: [B] }, { id: A, title: u }]',
  });
  expect(problemsOf(text).map((each) => each.split('\n')[0])).toEqual([
    '3:35 POLICY_INVALID',
    '4:18 FORBIDDEN_COMMAND',
    '4:56 POLICY_INVALID',
    '5:40 BACKLOG_UNKNOWN_DEPENDENCY',
    '5:52 BACKLOG_DUPLICATE_ID',
    '6:8 POLICY_INVALID',
  ]);
});

test('shows the line with a caret below the place', () => {
  const parsed = parsePolicy(policyText({ lanes: 'two' }), 'sluice.yaml');
  expect(parsed).toMatchObject({ problems: [{ excerpt: 'lanes: two\n       ^' }] });
});

test('shows a part of a long line, and no control characters', () => {
  const text = policyText({ items: `[{ id: A, title: "${'x'.repeat(200)}\u0085" }]` });
  const parsed = parsePolicy(text, 'sluice.yaml');
  expect(parsed).toMatchObject({
    problems: [{ excerpt: `items: [{ id: A, title: "${'x'.repeat(59)}…\n${' '.repeat(24)}^` }],
  });
});

test('counts columns the same with Windows line endings and a byte order mark', () => {
  const text = `\uFEFF${policyText({ lanes: 'two' }).replaceAll('\n', '\r\n')}`;
  const parsed = parsePolicy(text, 'sluice.yaml');
  expect(parsed).toMatchObject({
    problems: [{ line: 6, column: 8, excerpt: 'lanes: two\n       ^' }],
  });
});

test('a problem can be thrown as a fault that names its place', () => {
  const parsed = parsePolicy(policyText({ lanes: 'two' }), 'ops/sluice.yaml');
  const [first] = parsed.kind === 'invalid' ? parsed.problems : [];
  if (first === undefined) throw new Error('expected a problem');
  expect(faultOfProblem(first)).toMatchObject({
    code: 'POLICY_INVALID',
    where: 'ops/sluice.yaml:6:8',
    message: 'The policy is invalid: expected a whole number from 1 to 64, found "two".',
    fix: 'Write a whole number from 1 to 64.',
  });
});
