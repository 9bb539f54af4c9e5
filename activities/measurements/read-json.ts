import { valuesAt } from './json-values.ts';
import { finiteNumber } from './number-text.ts';
import { excerptOf, PLACES_NAMED_MAX, type Reading } from './reading.ts';

/** Lists and mappings inside each other; more is no report that somebody reads. */
const JSON_DEPTH_MAX = 200;

/**
 * Looks for the one number that a JSON Pointer names: in `text` as a whole where it is JSON, otherwise
 * in those of its lines that are, because runners print lines of their own around a report.
 */
export function readJson(pointer: string, text: string): Reading {
  const documents = documentsOf(text);
  const found = documents.flatMap((each) => valuesAt(each, pointer));
  const [only] = found;
  if (only === undefined) {
    const reason = documents.length === 0 ? 'there is no JSON' : `no JSON has ${pointer}`;
    return { kind: 'missing', reason };
  }
  if (found.length > 1) {
    return { kind: 'ambiguous', values: found.slice(0, PLACES_NAMED_MAX).map(excerptOf) };
  }
  const value = finiteNumber(only);
  return value === null ? { kind: 'invalid', found: excerptOf(only) } : { kind: 'value', value };
}

function documentsOf(text: string): readonly string[] {
  return isDocument(text) ? [text] : text.split('\n').filter(isDocument);
}

/** A list or a mapping: a bare number or word is what any program may print. */
function isDocument(text: string): boolean {
  if (!/^\s*[[{]/.test(text) || depthOf(text) > JSON_DEPTH_MAX) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An upper bound: brackets inside strings count too. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
