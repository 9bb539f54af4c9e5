import { refused, type InputProblem, type Read } from '../input-problem.ts';
import type { Span } from '../markdown/source-text.ts';

/** Nested deeper than this is refused: no tracker is, and recursion must be bounded. */
export const JSON_DEPTH_MAX = 64;

interface JsonScalar extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}
interface JsonArray extends Span {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}
export interface JsonObject extends Span {
  readonly kind: 'object';
  /** The last value of each key, as JSON.parse keeps it. */
  readonly members: ReadonlyMap<string, JsonNode>;
}
/** A JSON value (RFC 8259) with its place in the text, so that one value can be changed alone. */
export type JsonNode = JsonScalar | JsonArray | JsonObject;

interface Scan {
  readonly text: string;
  /** Offset at which reading ends. */
  readonly end: number;
  offset: number;
  depth: number;
  /** The first problem; it also ends the scan. */
  problem: InputProblem | null;
}

const SPACE = /[ \t\r\n]*/y;
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads one JSON value, or says with line and column what is wrong. Reads the whole text, or only the
 * given part of it (a line of JSON Lines); places count from the start of the text either way.
 */
export function parseJsonSource(text: string, part?: Span): Read<JsonNode> {
  const { start, end } = part ?? { start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length };
  const scan: Scan = { text, end, offset: start, depth: 0, problem: null };
  const node = readValue(scan);
  skipSpace(scan);
  if (scan.offset < end) stopAt(scan, 'the end of the value');
  return scan.problem === null ? { kind: 'read', value: node } : refused(scan.problem);
}

/** Line and column (both 1-based) of an offset. */
export function jsonPosition(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/** The text of a member that is a string; a number is read as its digits; otherwise null. */
export function textMember(node: JsonObject, key: string): string | null {
  const member = node.members.get(key);
  if (member?.kind !== 'scalar' || member.value === null) return null;
  return typeof member.value === 'boolean' ? null : String(member.value);
}

export function arrayMember(node: JsonObject, key: string): readonly JsonNode[] {
  const member = node.members.get(key);
  return member?.kind === 'array' ? member.items : [];
}

function readValue(scan: Scan): JsonNode {
  skipSpace(scan);
  const char = charAt(scan);
  if (char === '{') return nested(scan, readObject);
  if (char === '[') return nested(scan, readArray);
  if (char === '"') return readString(scan);
  const start = scan.offset;
  const literal = char === undefined ? null : take(scan, LITERAL);
  if (literal === null || literal === '') return stopAt(scan, 'a JSON value');
  return { kind: 'scalar', value: JSON.parse(literal), start, end: scan.offset };
}

function nested(scan: Scan, read: (scan: Scan) => JsonNode): JsonNode {
  scan.depth += 1;
  if (scan.depth > JSON_DEPTH_MAX) return stopAt(scan, `at most ${JSON_DEPTH_MAX} levels`);
  const node = read(scan);
  scan.depth -= 1;
  return node;
}

function readObject(scan: Scan): JsonObject {
  const start = scan.offset;
  const members = new Map<string, JsonNode>();
  scan.offset += 1;
  if (!ends(scan, '}')) {
    do {
      skipSpace(scan);
      const key = charAt(scan) === undefined ? stopAt(scan, 'a key').value : readString(scan).value;
      expectChar(scan, ':');
      members.set(String(key), readValue(scan));
    } while (continues(scan, '}'));
  }
  return { kind: 'object', members, start, end: scan.offset };
}

function readArray(scan: Scan): JsonArray {
  const start = scan.offset;
  const items: JsonNode[] = [];
  scan.offset += 1;
  if (!ends(scan, ']')) {
    do items.push(readValue(scan));
    while (continues(scan, ']'));
  }
  return { kind: 'array', items, start, end: scan.offset };
}

function readString(scan: Scan): JsonScalar {
  const start = scan.offset;
  const end = stringEnd(scan.text, start);
  if (end === -1) return stopAt(scan, 'a string that ends on its line');
  try {
    const value = String(JSON.parse(scan.text.slice(start, end)));
    scan.offset = end;
    return { kind: 'scalar', value, start, end };
  } catch {
    return stopAt(scan, 'a string with valid escapes');
  }
}

/** Offset after the closing quote, or -1. A loop, since a pattern overflows on a huge string. */
function stringEnd(text: string, start: number): number {
  if (text[start] !== '"') return -1;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') return at + 1;
    if (char < ' ') return -1;
    if (char === '\\') at += 1;
  }
  return -1;
}

/** After a member: true where a comma follows, false where the closing bracket does. */
function continues(scan: Scan, close: string): boolean {
  if (ends(scan, close)) return false;
  expectChar(scan, ',');
  return scan.problem === null;
}

function ends(scan: Scan, close: string): boolean {
  skipSpace(scan);
  if (charAt(scan) !== close) return false;
  scan.offset += 1;
  return true;
}

function expectChar(scan: Scan, char: string): void {
  skipSpace(scan);
  if (charAt(scan) === char) scan.offset += 1;
  else stopAt(scan, `\`${char}\``);
}

function charAt(scan: Scan): string | undefined {
  return scan.offset < scan.end ? scan.text[scan.offset] : undefined;
}

function skipSpace(scan: Scan): void {
  take(scan, SPACE);
  scan.offset = Math.min(scan.offset, scan.end);
}

function take(scan: Scan, pattern: RegExp): string | null {
  pattern.lastIndex = scan.offset;
  const match = pattern.exec(scan.text);
  if (match === null) return null;
  scan.offset += match[0].length;
  return match[0];
}

/** Keeps the first problem and ends the scan; the value returned is never seen. */
function stopAt(scan: Scan, expected: string): JsonScalar {
  const char = charAt(scan);
  scan.problem ??= {
    ...jsonPosition(scan.text, scan.offset),
    expected,
    found: char === undefined ? 'the end of the file' : JSON.stringify(char),
    fix: 'Correct the JSON here, or restore the file from Git.',
  };
  const { end } = scan;
  scan.offset = end;
  return { kind: 'scalar', value: null, start: end, end };
}
