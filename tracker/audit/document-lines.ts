import type { Field } from '../tracker-model.ts';

import type { Said } from './audit-model.ts';
import type { Place } from './finding.ts';

/** The lines of a document, to tell columns and to look at what a format does not keep. */
export class DocumentLines {
  readonly #lines: readonly { readonly start: number; readonly text: string }[];

  constructor(text: string) {
    const lines: { start: number; text: string }[] = [];
    let start = text.startsWith('\uFEFF') ? 1 : 0;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) {
      lines.push({ start, text: text.slice(start, match.index) });
      start = match.index + match[0].length;
    }
    lines.push({ start, text: text.slice(start) });
    this.#lines = lines;
  }

  /** The text of a line, without its ending; empty where there is no such line. */
  textOf(line: number): string {
    return this.#lines[line - 1]?.text ?? '';
  }

  /** The texts of the lines that match. */
  matching(pattern: RegExp): readonly string[] {
    return this.#lines.map((line) => line.text).filter((text) => pattern.test(text));
  }

  /** Characters of white space before the text of a line. */
  indentOf(line: number): number {
    return Math.max(0, this.textOf(line).search(/\S/));
  }

  /** Place of `found` on a line, or of the line's first character that is no space. */
  placeOf(line: number, found?: string): Place {
    const text = this.textOf(line);
    const at = found === undefined || found === '' ? -1 : text.indexOf(found);
    return { line, column: 1 + (at === -1 ? this.indentOf(line) : at) };
  }

  /** Place of an offset that is known to be on a line. */
  placeAt(line: number, offset: number): Place {
    const start = this.#lines[line - 1]?.start ?? offset;
    return { line, column: Math.max(1, 1 + offset - start) };
  }

  saidBy(field: Field): Said {
    return { text: field.text, ...this.placeAt(field.line, field.span.start) };
  }
}
