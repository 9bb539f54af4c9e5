import { Fault } from '../domain/fault.ts';

/** What is wrong with a document, where, and what to do: a value, so that a caller can collect it. */
export interface InputProblem {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly expected: string;
  readonly found: string;
  readonly fix: string;
}

export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: InputProblem };

export function refused(problem: InputProblem): Read<never> {
  return { kind: 'refused', problem };
}

/** The fault to throw where a document that must be read is refused. */
export function trackerFault(problem: InputProblem, path?: string): Fault {
  const { line, column, expected, found, fix } = problem;
  const place = `${line}:${column}`;
  return new Fault({
    code: 'TRACKER_INVALID',
    facts: { expected, found, fix },
    where: path === undefined ? place : `${path}:${place}`,
  });
}
