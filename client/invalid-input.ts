import type { InputProblem } from '../domain/input-problem.ts';

/** A document with mistakes: all of them are shown at once, in the order of the document. */
export class InvalidInput extends Error {
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(`${problems.length} problems`);
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}
