import { RE2JS } from 're2js';
import { finiteNumber } from './number-text.ts';
import { excerptOf, PLACES_NAMED_MAX, type Reading } from './reading.ts';

/**
 * Looks for the one number that `pattern` names in `text`. RE2 takes time linear in the text, so that
 * no pattern and no output can hold the worker up. `^` and `$` are the ends of lines.
 */
export function readPattern(pattern: string, text: string): Reading {
  const regex = RE2JS.compile(pattern, RE2JS.MULTILINE);
  const [group] = Object.keys(regex.namedGroups());
  const matcher = regex.matcher(text);
  const found: string[] = [];
  while (found.length < PLACES_NAMED_MAX && matcher.find()) {
    found.push(matcher.group(group) ?? '');
  }
  const [only] = found;
  if (only === undefined)
    return { kind: 'missing', reason: 'nothing on stdout matches its pattern' };
  if (found.length > 1) return { kind: 'ambiguous', values: found.map(excerptOf) };
  const value = finiteNumber(only);
  return value === null ? { kind: 'invalid', found: excerptOf(only) } : { kind: 'value', value };
}
