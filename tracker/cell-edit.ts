import { maskUnsafe } from '../domain/safe-text.ts';

import type { SpanEdit } from './markdown/edit.ts';
import { toCellText } from './markdown/table.ts';
import type { Field } from './tracker-model.ts';

/**
 * The edit that puts a value into a field. In a table it keeps the padding: in an aligned column the
 * cell is as wide as its column while the value fits, on the side on which the author pads.
 */
export function editOfField(text: string, field: Field, value: string): SpanEdit {
  const { cell, span } = field;
  if (cell === null) return { ...span, text: oneLine(value) };
  const outer = text.slice(cell.span.start, cell.span.end);
  const raw = text.slice(span.start, span.end);
  const shown = toCellText(oneLine(value));
  return { ...cell.span, text: padded({ outer, raw, value: shown, column: cell.width }) };
}

/** Text of a person or an agent as one safe line. */
export function oneLine(value: string): string {
  return maskUnsafe(value.replaceAll(/\s+/g, ' ').trim());
}

function padded(cell: {
  readonly outer: string;
  readonly raw: string;
  readonly value: string;
  readonly column: number | null;
}): string {
  const { outer, raw, value, column } = cell;
  const before = outer.length - outer.trimStart().length;
  const after = raw === '' ? 0 : outer.length - outer.trimEnd().length;
  if (column === null) {
    const space = raw === '' || before > 0 ? ' ' : '';
    return `${space}${value}${raw === '' || after > 0 ? ' ' : ''}`;
  }
  const right = raw !== '' && before > after;
  const edge = raw === '' || after > 0 ? ' ' : '';
  const width = column - edge.length;
  return right
    ? `${value.padStart(width)}${edge}`
    : `${raw === '' || before > 0 ? ' ' : ''}${value}`.padEnd(width) + edge;
}
