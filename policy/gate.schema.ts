import { z } from 'zod';
import { REPORT_FORMATS } from '../domain/test-report.ts';
import { Measures } from './measure.schema.ts';
import { COMMAND_CHARS_MAX, COMMAND_WORDS_MAX } from './policy-limits.ts';
import { Review } from './review.schema.ts';
import { Sandbox } from './sandbox.schema.ts';
import {
  ByteSize,
  Duration,
  listOf,
  mapping,
  Name,
  RelativePath,
  shorterList,
} from './scalar.schema.ts';

const COMMAND = `a command, at most ${COMMAND_CHARS_MAX} characters without control characters`;

/** Text for `bash -eo pipefail -c`. Tabs and line breaks are the only control characters. */
export const CommandText = z
  .string({ error: COMMAND })
  .max(COMMAND_CHARS_MAX, COMMAND)
  .regex(/\S/, COMMAND)
  .regex(/^[^\p{Cc}\p{Cs}]*(?:[\n\t][^\p{Cc}\p{Cs}]*)*$/u, COMMAND);

export const CommandWords = z
  .array(CommandText.or(z.literal('')), { error: 'a list of words' })
  .min(1, 'at least the name of a program')
  .max(COMMAND_WORDS_MAX, shorterList(COMMAND_WORDS_MAX));

const run = z
  .union([CommandText, CommandWords], { error: 'a command: text, or a list of words' })
  .describe(
    'Text is run by `bash --noprofile --norc -eo pipefail -c`; a list of words is run as it is, without a shell.',
  );

const gateFields = {
  id: Name.optional().describe(
    'Name of the gate in evidence and messages, unique within the policy.',
  ),
  run,
  timeout: Duration.optional().describe(
    'Wall time after which the whole process tree is killed. Default: 10m.',
  ),
  report: z
    .enum(REPORT_FORMATS)
    .optional()
    .describe(
      'Format of the test report written to $SLUICE_REPORT. Default: exit (exit code only).',
    ),
  output: ByteSize.optional().describe(
    'Output kept per stream; beyond it head and tail are. Default: 1GiB.',
  ),
  sandbox: Sandbox.optional().describe('How this gate is contained, where it differs.'),
  measure: Measures.optional().describe(
    'Numbers that the gate yields, held against the tree that the program started from.',
  ),
};

const GATE = 'a gate: a command, or a mapping with "run"';

export const GateObject = mapping(gateFields, GATE);
export type GateObject = z.infer<typeof GateObject>;
export const Gate = z.union([CommandText, GateObject], { error: GATE });
export type Gate = z.infer<typeof Gate>;

export const GateList = z.union([CommandText, GateObject, listOf(Gate, 'a list of gates')], {
  error: 'a gate or a list of gates',
});
export type GateList = z.infer<typeof GateList>;

const Patterns = z.union([RelativePath, listOf(RelativePath, 'a list of patterns')], {
  error: 'a pattern of paths such as "test/**", or a list of them',
});

export const RedGate = z.union(
  [
    CommandText,
    mapping(
      {
        ...gateFields,
        tests: Patterns.optional().describe(
          'Which files are tests: they are frozen once RED was seen.',
        ),
        trigger: z
          .enum(['submitted', 'at-once'])
          .optional()
          .describe('Wait for the implementer to submit RED, or run it when the item starts.'),
        replay: z
          .enum(['always', 'changed'])
          .optional()
          .describe(
            'Whether RED must fail again before every TARGETED, on the base tree with only the test files, or only after a declared change of tests. Default: changed.',
          ),
      },
      GATE,
    ),
  ],
  { error: GATE },
);
export type RedGate = z.infer<typeof RedGate>;
export type RedGateObject = Exclude<RedGate, string>;

export const Gates = mapping(
  {
    red: RedGate.optional().describe(
      'Runs the tests of an item before it is implemented: they must fail.',
    ),
    targeted: Gate.optional().describe(
      'Runs the tests of an item: they must pass. Default: the command of red.',
    ),
    verify: GateList.describe('The full verification: every command must exit 0.'),
    review: Review.optional(),
  },
  'a mapping with "red", "targeted", "verify" and "review"',
);
export type Gates = z.infer<typeof Gates>;
