import type { CST } from 'yaml';
import { POLICY_DEPTH_MAX } from './policy-limits.ts';

/**
 * Offset of the first collection that is nested deeper than `POLICY_DEPTH_MAX`, or null. Walks the
 * token tree without recursion: composing a document does recurse, so it must come after this.
 */
export function tooDeepAt(token: CST.Token): number | null {
  const open: (readonly [CST.Token, number])[] = [[token, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [current, depth] = next;
    if (depth > POLICY_DEPTH_MAX) return current.offset;
    if (current.type === 'document') {
      if (current.value) open.push([current.value, depth]);
    } else if ('items' in current) {
      for (const { key, value } of current.items) {
        if (key) open.push([key, depth + 1]);
        if (value) open.push([value, depth + 1]);
      }
    }
  }
  return null;
}
