import { Fault } from '../../domain/fault.ts';

import type { Span } from './source-text.ts';

/** Puts `text` in the place of a span; an empty span is an insertion. */
export interface SpanEdit extends Span {
  readonly text: string;
}

/**
 * Applies edits to a text: everything outside of the spans stays as it is. Edits may come in any
 * order; insertions at one place keep theirs. Throws IMPOSSIBLE_STATE where two edits overlap, since
 * each format must plan one edit for one place.
 */
export function applyEdits(text: string, edits: readonly SpanEdit[]): string {
  const parts: string[] = [];
  let offset = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < offset || edit.end < edit.start || edit.end > text.length) {
      throw new Fault({
        code: 'IMPOSSIBLE_STATE',
        facts: { what: `two edits of a tracker overlap at offset ${edit.start}` },
      });
    }
    parts.push(text.slice(offset, edit.start), edit.text);
    offset = edit.end;
  }
  parts.push(text.slice(offset));
  return parts.join('');
}
