import { z } from 'zod';
import { ACTOR_PATTERN } from '../domain/actor.ts';
import { ITEM_ID_PATTERN } from '../domain/backlog-id.ts';
import { DURATION_PATTERN, parseDuration } from '../domain/duration.ts';
import { SAFE_LINE_PATTERN } from '../domain/safe-text.ts';
import { BYTE_SIZE_PATTERN } from './byte-size.ts';
import { LINE_CHARS_MAX, LIST_ENTRIES_MAX, TITLE_CHARS_MAX } from './policy-limits.ts';

/*
 * Every message in these schemas is a phrase that says what was expected: `shape-finding.ts` puts it
 * into "expected …, found …".
 */

/** Text that matches `pattern`; `expected` is said for text that does not and for anything else. */
function textLike(pattern: RegExp, expected: string): z.ZodString {
  return z.string({ error: expected }).regex(pattern, expected);
}

/** A mapping with exactly these keys; for an unknown key the message lists the known ones. */
export function mapping<T extends z.ZodRawShape>(shape: T, expected: string) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : expected),
  });
}

/** A list of at most `LIST_ENTRIES_MAX` entries. */
export function listOf<T extends z.ZodType>(entry: T, expected: string) {
  return z.array(entry, { error: expected }).max(LIST_ENTRIES_MAX, shorterList(LIST_ENTRIES_MAX));
}

export function shorterList(entriesMax: number): string {
  return `at most ${entriesMax} entries`;
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`;
  return z.int({ error: expected }).min(least, expected).max(most, expected);
}

/** One line of text with something in it, that is safe to show. */
export function lineOf(expected: string, charsMax = LINE_CHARS_MAX) {
  const phrase = `${expected}, one line of at most ${charsMax} characters without control characters`;
  return z
    .string({ error: phrase })
    .max(charsMax, phrase)
    .regex(/\S/, phrase)
    .regex(SAFE_LINE_PATTERN, phrase);
}

const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Not absolute, no `..` step, no backslash. */
const RELATIVE_PATTERN = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/;
const BRANCH_PATTERN =
  /^(?!-)(?!.*(?:\.\.|\/\/|@\{|\.lock$|[/.]$))[A-Za-z0-9_][A-Za-z0-9._/@+#=-]{0,199}$/;

export const Name = textLike(
  NAME_PATTERN,
  'a name of letters, digits, ".", "_" and "-" that begins with a letter or digit, at most 64 characters',
);
export const ItemId = textLike(
  ITEM_ID_PATTERN,
  'an id of letters, digits, ".", "_" and "-" that begins with a letter or digit, at most 64 characters, such as P0-003',
);
export const ActorName = textLike(
  ACTOR_PATTERN,
  'an actor such as human:ana, agent:codex or service:ci',
);
const DURATION = 'a duration above zero and up to 366d, such as 90s, 20m, 4h or 1d';
export const Duration = textLike(DURATION_PATTERN, DURATION).refine(
  (text) => (parseDuration(text) ?? 0) > 0,
  DURATION,
);
export const ByteSize = textLike(BYTE_SIZE_PATTERN, 'a size such as 64KiB, 512MiB or 1GiB');
export const PriorityWord = textLike(/^[Pp][0-9]$/, 'a priority from P0 (most urgent) to P9');
export const BranchName = textLike(BRANCH_PATTERN, 'the name of a branch, such as main');
export const VariableName = textLike(
  /^[A-Za-z_][A-Za-z0-9_]{0,127}$/,
  'the name of an environment variable, such as CI',
);
export const Title = lineOf('a title', TITLE_CHARS_MAX);
export const RelativePath = lineOf('a path inside the repository').regex(
  RELATIVE_PATTERN,
  'a path inside the repository, without a leading "/" and without ".."',
);
