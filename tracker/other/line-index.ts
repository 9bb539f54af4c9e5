/** Tells the line of an offset without counting from the start each time. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (const match of text.matchAll(/\r\n|\n|\r/g)) {
      this.#starts.push(match.index + match[0].length);
    }
  }

  /** The line, 1-based, that the offset is on. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** The spans of all lines, without their endings. */
  *lines(text: string): Generator<{ line: number; start: number; end: number }> {
    for (const [index, start] of this.#starts.entries()) {
      const next = this.#starts[index + 1] ?? text.length;
      const end = start + text.slice(start, next).replace(/[\r\n]+$/, '').length;
      yield { line: index + 1, start, end };
    }
  }
}
