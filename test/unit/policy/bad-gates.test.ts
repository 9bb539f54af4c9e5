import { expect, test } from 'vitest';
import { policyText, problem, problemsOf, type BadPolicy } from './policy-text.ts';

const DURATION = 'a duration above zero and up to 366d, such as 90s, 20m, 4h or 1d';
const COMMAND = 'a command, at most 10000 characters without control characters';
const HARMLESS = 'a command that cannot discard work or rewrite history';
const NO_CLEANUP = 'Remove it; gates run in a worktree of their own and need no clean-up.';
const GATE_KEYS = 'one of id, run, timeout, report, output, sandbox, measure';

const gates = (mapping: string): string => policyText({ gates: mapping });
const verify = (list: string): string => gates(`{ verify: ${list} }`);

const CASES: readonly BadPolicy[] = [
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
    'a command that hides its failure, under a strict policy',
    policyText({ strict: 'true', gates: '{ verify: "npm test || true" }' }),
    problem(
      '4:18 MASKED_FAILURE',
      'a command that fails when what it runs fails, as `strict: true` demands',
      '`|| true`: it turns a failure into success',
      'Remove what hides the failure.',
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
];

test.each(CASES)('says where %s is and what to do', (_fact, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems);
});
