import { Fault, type FAULT_CODES } from './fault.ts';
import type { Facts } from './judgement.ts';

/** Problems of one document that are reported at once; a document with more says so. */
export const INPUT_PROBLEMS_MAX = 50;

/** One mistake in a document that a person wrote: where it is, what it is and how to mend it. */
export interface InputProblem {
  readonly code: (typeof FAULT_CODES.input)[number];
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units; 1 where only the line is known. */
  readonly column: number;
  readonly expected: string;
  readonly found: string;
  readonly fix: string;
  /** The line with a caret below the place, or empty where the text is not at hand. */
  readonly excerpt: string;
  /** The values that the text of `code` mentions beyond expected, found and fix. */
  readonly facts: Facts;
}

/** `file:line:column`, as editors and terminals open it. */
export function whereOf(problem: Pick<InputProblem, 'file' | 'line' | 'column'>): string {
  return `${problem.file}:${problem.line}:${problem.column}`;
}

/** The fault that one problem amounts to, with its place, for callers that report a single error. */
export function faultOfProblem(problem: InputProblem): Fault {
  const { expected, found, fix, facts } = problem;
  return new Fault({
    code: problem.code,
    facts: { ...facts, expected, found, fix },
    where: whereOf(problem),
  });
}

/** Problems in the order of the document, at most `INPUT_PROBLEMS_MAX` of them. */
export function inDocumentOrder<P extends InputProblem>(problems: readonly P[]): readonly P[] {
  return [...problems]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .slice(0, INPUT_PROBLEMS_MAX);
}
