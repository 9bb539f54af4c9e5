import { z } from 'zod';
import { CANARY_CHARS_MAX, CANARY_EVERY_MAX } from './policy-limits.ts';
import { mapping, Name, RelativePath, wholeNumber } from './scalar.schema.ts';

const FILE = 'the path of a test file, without wildcards';
const CONTENT = `the text of a test that fails, at most ${CANARY_CHARS_MAX} characters`;

/** A test that must fail: now and then it shows that a failure would be seen. */
export const Canary = mapping(
  {
    every: wholeNumber(1, CANARY_EVERY_MAX).describe(
      'Every so many rounds, besides at baseline and certification.',
    ),
    gate: Name.optional().describe(
      'Id of the targeted or verify gate that must see it. Default: targeted, else verify.',
    ),
    file: RelativePath.regex(/^[^*?[\]{}]*[^*?[\]{}/]$/, FILE).describe(
      'Where the test is laid into the tree; also in SLUICE_ITEM_TESTS.',
    ),
    content: z
      .string({ error: CONTENT })
      .max(CANARY_CHARS_MAX, CONTENT)
      .regex(/\S/, CONTENT)
      .describe('The text of a test that always fails.'),
  },
  'a mapping with "every", "file" and "content"',
);
