import type { Facts } from '../judgement.ts';

/** Where a value is not what it should be: the path, what was expected and what was found. */
export interface ShapeProblem {
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

/** Either the value in its type, or the first problem. Messages are parsed without a library
 * because this runs inside workflows, where a schema library costs memory for each of them. */
export type Shaped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ShapeProblem };

/** Reads a value at a path. */
export type Shape<T> = (value: unknown, where: string) => Shaped<T>;

const FOUND_TEXT_MAX = 80;

export function problemFacts(problem: ShapeProblem): Facts {
  return { where: problem.where, expected: problem.expected, found: problem.found };
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > FOUND_TEXT_MAX ? `${text.slice(0, FOUND_TEXT_MAX)}…` : text;
}

export function wrong<T>(where: string, expected: string, value: unknown): Shaped<T> {
  return { ok: false, problem: { where, expected, found: describe(value) } };
}

const right = <T>(value: T): Shaped<T> => ({ ok: true, value });

/** Control characters could forge lines in logs and escape sequences in terminals. */
const CONTROL = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Text of 1 to `max` characters without control characters; tabs and newlines are allowed. */
export function text(max: number): Shape<string> {
  return (value, where) => {
    const expected = `text of 1 to ${max} characters`;
    if (typeof value !== 'string' || value.trim() === '' || value.length > max) {
      return wrong(where, expected, value);
    }
    return CONTROL.test(value)
      ? wrong(where, 'text without control characters', value)
      : right(value);
  };
}

export function matching<T extends string>(
  test: (value: string) => value is T,
  expected: string,
): Shape<T> {
  return (value, where) =>
    typeof value === 'string' && test(value) ? right(value) : wrong(where, expected, value);
}

export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return (value, where) => {
    const found = values.find((each) => each === value);
    return found === undefined ? wrong(where, `one of ${values.join(', ')}`, value) : right(found);
  };
}

export function integer(min: number, max: number): Shape<number> {
  return (value, where) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? right(value)
      : wrong(where, `a whole number from ${min} to ${max}`, value);
}

/** Absent and null are the same: null. */
export function optional<T>(shape: Shape<T>): Shape<T | null> {
  return (value, where) =>
    value === undefined || value === null ? right(null) : shape(value, where);
}

export function list<T>(shape: Shape<T>, max: number): Shape<readonly T[]> {
  return (value, where) => {
    const entries = value ?? [];
    if (!Array.isArray(entries) || entries.length > max) {
      return wrong(where, `a list of at most ${max}`, value);
    }
    const shaped = entries.map((entry: unknown, place) => shape(entry, `${where}[${place}]`));
    const bad = shaped.find((each) => !each.ok);
    return bad ?? right(shaped.flatMap((each) => (each.ok ? [each.value] : [])));
  };
}

export function dictionary<T>(shape: Shape<T>, max: number): Shape<Readonly<Record<string, T>>> {
  return (value, where) => {
    const fields = value ?? {};
    if (!isFields(fields) || Object.keys(fields).length > max) {
      return wrong(where, `an object of at most ${max} entries`, value);
    }
    const shaped = Object.entries(fields).map(
      ([name, entry]) => [name, shape(entry, `${where}.${name}`)] as const,
    );
    for (const [, each] of shaped) if (!each.ok) return each;
    return right(
      Object.fromEntries(shaped.flatMap(([n, each]) => (each.ok ? [[n, each.value]] : []))),
    );
  };
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with exactly these fields; an unknown one is a mistake that should not pass silently. */
export function record<T extends object>(shapes: {
  readonly [K in keyof T]: Shape<T[K]>;
}): Shape<T> {
  return (value, where) => {
    if (!isFields(value)) return wrong(where, 'an object', value);
    const names = Object.keys(shapes) as (keyof T & string)[];
    const unknown = Object.keys(value).find((name) => !(name in shapes));
    if (unknown !== undefined) {
      return wrong(`${where}.${unknown}`, `one of the fields ${names.join(', ')}`, value[unknown]);
    }
    const result: Partial<T> = {};
    for (const name of names) {
      const shaped = shapes[name](value[name], `${where}.${name}`);
      if (!shaped.ok) return shaped;
      result[name] = shaped.value;
    }
    return right(result as T);
  };
}
