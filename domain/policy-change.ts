import { textWithoutNulls } from './canonical-json.ts';
import type { Policy } from './policy.ts';

/** One place in which two policies differ; null for what is not there. */
export interface PolicyChange {
  /** Keys joined by dots, as the stored policy has them. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Characters of a value that are shown. */
const VALUE_CHARS_MAX = 300;

/** What one policy says that the other does not, key by key, in the order of the keys. */
export function policyChanges(before: Policy, after: Policy): readonly PolicyChange[] {
  return changesAt('', before, after);
}

function changesAt(path: string, before: unknown, after: unknown): readonly PolicyChange[] {
  if (textWithoutNulls(before) === textWithoutNulls(after)) return [];
  const [old, now] = [membersOf(before), membersOf(after)];
  if (old === null || now === null) {
    return [{ path, before: shown(before), after: shown(after) }];
  }
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.flatMap((key) =>
    changesAt(path === '' ? key : `${path}.${key}`, old.get(key), now.get(key)),
  );
}

/** Members of an object, and of a list that holds objects; null for what is shown as a whole. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  const isPlainList = Array.isArray(value) && value.every((each) => typeof each !== 'object');
  return isPlainList ? null : new Map(Object.entries(value));
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : textWithoutNulls(value);
  return text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}…` : text;
}
