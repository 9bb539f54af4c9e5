import { z } from 'zod';
import {
  MEASURES_MAX,
  POINTER_CHARS_MAX,
  RELATIVE_TOLERANCE_MAX,
  SAMPLES_MAX,
} from './policy-limits.ts';
import { ActorName, lineOf, mapping, shorterList, wholeNumber } from './scalar.schema.ts';

const POINTER =
  'a JSON Pointer such as /p95/ms, whose steps begin with "/" ("~1" stands for "/", "~0" for "~")';
const UNIT_CHARS_MAX = 30;
/** Beyond this a tolerance is none. */
const ABSOLUTE_TOLERANCE_MAX = 1e15;

const ABSOLUTE = 'a number from 0 on, in the unit of the measure';
const RELATIVE = `a share of the base from 0 to ${RELATIVE_TOLERANCE_MAX}, such as 0.05 for 5 %`;

const Measure = mapping(
  {
    json: z
      .string({ error: POINTER })
      .max(POINTER_CHARS_MAX, POINTER)
      .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, POINTER)
      .optional()
      .describe('Where the number is in JSON on stdout, or at $SLUICE_REPORT with report: exit.'),
    pattern: z
      .string({ error: 'a regular expression' })
      .optional()
      .describe('RE2 expression over the lines of stdout; its one named group is the number.'),
    unit: lineOf('a unit such as ms', UNIT_CHARS_MAX).describe('What the number counts.'),
    better: z
      .enum(['lower', 'higher'], { error: '"lower" or "higher"' })
      .describe('Which direction is an improvement.'),
    tolerance: mapping(
      {
        relative: z
          .number({ error: RELATIVE })
          .min(0, RELATIVE)
          .max(RELATIVE_TOLERANCE_MAX, RELATIVE)
          .optional()
          .describe('Share of the base. Default: 0.05.'),
        absolute: z
          .number({ error: ABSOLUTE })
          .min(0, ABSOLUTE)
          .max(ABSOLUTE_TOLERANCE_MAX, ABSOLUTE)
          .optional()
          .describe('In the unit. Default: 0.'),
      },
      'a mapping with "relative" and "absolute"',
    )
      .optional()
      .describe('How far off the base a value may be; it must exceed both to count.'),
    samples: wholeNumber(1, SAMPLES_MAX)
      .optional()
      .describe('Runs on the base tree whose median is the base. Default: 3.'),
    owner: ActorName.describe('Who has to mend a regression.'),
  },
  'a mapping with "json" or "pattern", "unit", "better" and "owner"',
);
export type MeasureFields = z.infer<typeof Measure>;

/** One number that a gate yields, or several. */
export const Measures = z
  .union(
    [
      Measure,
      z
        .array(Measure, { error: 'a list of measures' })
        .min(1, 'at least one measure')
        .max(MEASURES_MAX, shorterList(MEASURES_MAX)),
    ],
    { error: 'a measure, or a list of them' },
  )
  .meta({ id: 'measure' });
