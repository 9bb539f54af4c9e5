import { maskUnsafe } from '../domain/safe-text.ts';

/** Characters of a value that are quoted in a message. */
const QUOTED_CHARS_MAX = 60;

/** A value of a document in words, for "expected …, found …". */
export function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return `the ${typeof value === 'boolean' ? 'truth value' : 'number'} ${String(value)}`;
  return `a ${typeof value}`;
}

/** The text in double quotes, cut where it is long, without anything a terminal would obey. */
export function quoted(text: string): string {
  const cut = text.length > QUOTED_CHARS_MAX ? `${text.slice(0, QUOTED_CHARS_MAX)}…` : text;
  return `"${maskUnsafe(cut)}"`;
}
