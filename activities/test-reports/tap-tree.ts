import { LINE_LENGTH_MAX, REPORT_CASES_MAX, REPORT_NESTING_MAX } from './report-bounds.ts';
import { parseTapLine, type TapLine } from './tap-line.ts';

/** One test point with what belongs to it. */
export interface TapPoint {
  readonly ok: boolean;
  readonly name: string;
  readonly directive: 'skip' | 'todo' | null;
  /** Its line ends with `{`. */
  readonly brace: boolean;
  /** The points of its subtest, or null where it has none. */
  children: readonly TapPoint[] | null;
  /** Lines of its YAML block, relative to the block's indent. */
  readonly diagnostics: string[];
  /** Comments and other lines since the point before: node:test puts a file's error output there. */
  readonly before: readonly string[];
  /** The same up to the next point: bats and mocha explain failures there. */
  readonly after: readonly string[];
}

/** TAP that cannot be trusted: cut, without its plan, bailed out, or not TAP. */
export interface TapProblem {
  readonly reason: string;
  readonly line: number;
}

interface Level {
  readonly indent: number;
  readonly points: TapPoint[];
  plan: number | null;
  /** The point whose `{` opened this level (vitest); null where its point follows (TAP 14). */
  readonly opener: TapPoint | null;
  /** Points of a closed subtest that waits for its point. */
  pending: readonly TapPoint[] | null;
  /** The point that a YAML block, a `{` subtest or a comment may still belong to. */
  last: TapPoint | null;
  notes: string[];
}

/** Lines between two test points that are kept to explain them. */
const NOTES_MAX = 500;
/** Spaces by which TAP 14 indents a subtest. */
const SUBTEST_INDENT = 4;

/**
 * Builds the tree of test points. Every level must state its plan and keep to it: a plan that is
 * missing or not reached is what a cut report looks like.
 */
export function buildTapTree(text: string): readonly TapPoint[] | TapProblem {
  const lines = text.split('\n');
  if (lines.pop() !== '') return { reason: 'the last line is cut', line: lines.length + 1 };
  const builder = new TapTreeBuilder();
  for (const [index, line] of lines.entries()) {
    const reason = builder.take(line.slice(0, LINE_LENGTH_MAX).replace(/\r$/, ''));
    if (reason !== null) return { reason, line: index + 1 };
  }
  const reason = builder.finish();
  return reason === null ? builder.points : { reason, line: lines.length };
}

class TapTreeBuilder {
  readonly #levels: Level[] = [newLevel(0, null)];
  /** Indent of the open YAML block. */
  #yaml: { readonly indent: number; readonly point: TapPoint } | null = null;
  #count = 0;

  get points(): readonly TapPoint[] {
    return this.#level(0).points;
  }

  /** Takes one line; returns why the report cannot be trusted, or null. */
  take(text: string): string | null {
    if (this.#yaml !== null) {
      this.#takeYaml(text, this.#yaml);
      return null;
    }
    const indent = text.length - text.trimStart().length;
    return this.#takeLine(indent, parseTapLine(text.slice(indent)));
  }

  finish(): string | null {
    if (this.#yaml !== null) return 'the report ends inside a YAML block';
    if (this.#levels.length > 1) return 'the report ends inside a subtest';
    return closingProblem(this.#level(0));
  }

  #takeYaml(text: string, yaml: { readonly indent: number; readonly point: TapPoint }): void {
    const end = `${' '.repeat(yaml.indent)}...`;
    if (text.trimEnd() === end) this.#yaml = null;
    else
      yaml.point.diagnostics.push(text.slice(0, yaml.indent).trimStart() + text.slice(yaml.indent));
  }

  #takeLine(indent: number, line: TapLine): string | null {
    const level = this.#level();
    switch (line.kind) {
      case 'bail-out':
        return `the run bailed out${line.reason === '' ? '' : `: ${line.reason}`}`;
      case 'yaml':
        if (level.last !== null && indent > level.indent)
          this.#yaml = { indent, point: level.last };
        return null;
      case 'comment':
        if (line.text.startsWith('Subtest')) level.last = null;
        else keepNote(level, line.text);
        return null;
      case 'brace':
        return level.opener !== null && indent < level.indent ? this.#closeLevel() : null;
      case 'plan':
      case 'point':
        return this.#moveTo(indent) ?? this.#takeTest(line);
      case 'other':
        keepNote(level, line.text);
        return null;
    }
  }

  #takeTest(line: Extract<TapLine, { kind: 'plan' | 'point' }>): string | null {
    const level = this.#level();
    if (line.kind === 'plan') {
      if (level.plan !== null) return 'a second plan';
      level.plan = line.count;
      return null;
    }
    this.#count += 1;
    if (this.#count > REPORT_CASES_MAX) return 'the report has too many test points';
    const notes: string[] = [];
    const { ok, name, directive, brace } = line;
    const children = level.pending;
    const before = level.notes;
    level.last = { ok, name, directive, brace, children, diagnostics: [], before, after: notes };
    level.notes = notes;
    level.pending = null;
    level.points.push(level.last);
    return null;
  }

  /** Opens or closes levels until the current one has this indent. */
  #moveTo(indent: number): string | null {
    while (indent < this.#level().indent) {
      const reason = this.#closeLevel();
      if (reason !== null) return reason;
    }
    const level = this.#level();
    if (indent === level.indent) return null;
    if (indent !== level.indent + SUBTEST_INDENT) return 'a test line with an impossible indent';
    if (this.#levels.length > REPORT_NESTING_MAX) return 'subtests are nested too deeply';
    const opener = level.last?.brace === true ? level.last : null;
    this.#levels.push(newLevel(indent, opener));
    return null;
  }

  #closeLevel(): string | null {
    const closed = this.#levels.pop();
    if (closed === undefined) return 'a subtest ends that never began';
    const parent = this.#level();
    if (closed.opener === null) parent.pending = closed.points;
    else closed.opener.children = closed.points;
    return closingProblem(closed);
  }

  #level(index = -1): Level {
    return this.#levels.at(index) ?? newLevel(0, null);
  }
}

function keepNote(level: Level, note: string): void {
  if (level.notes.length < NOTES_MAX && note !== '') level.notes.push(note);
}

function newLevel(indent: number, opener: TapPoint | null): Level {
  return { indent, points: [], plan: null, opener, pending: null, last: null, notes: [] };
}

function closingProblem(level: Level): string | null {
  if (level.plan === null) return 'there is no plan';
  if (level.pending !== null) return 'a subtest has no test point of its own';
  if (level.plan === level.points.length) return null;
  return `${level.plan} tests were planned, ${level.points.length} reported`;
}
