import { RE2JS, RE2JSException } from 're2js';
import { PATTERN_CHARS_MAX } from './policy-limits.ts';

/** The name of the pattern's one named group, or what is wrong with it. */
export type PatternReading =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'wrong'; readonly found: string };

/**
 * Reads a pattern as it will be run, by RE2: without look-around and back references, in time linear
 * in the text.
 */
export function readMeasurePattern(pattern: string): PatternReading {
  if (pattern.length > PATTERN_CHARS_MAX) return wrong(`${pattern.length} characters`);
  try {
    const names = Object.keys(RE2JS.compile(pattern, RE2JS.MULTILINE).namedGroups());
    const [name] = names;
    if (name !== undefined && names.length === 1) return { kind: 'named', name };
    return wrong(names.length === 0 ? 'no named group' : `the groups ${names.join(', ')}`);
  } catch (error) {
    if (error instanceof RE2JSException) return wrong(error.message.replace('`(?m)', '`'));
    throw error;
  }
}

function wrong(found: string): PatternReading {
  return { kind: 'wrong', found };
}
