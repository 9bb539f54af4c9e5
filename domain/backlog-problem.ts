import type { InputProblem } from './input-problem.ts';

/** A mistake in how the items of a backlog refer to each other. */
export interface BacklogProblem extends InputProblem {
  /** Which item, by its place in the document, and which of its dependencies, if one is to blame. */
  readonly at: { readonly item: number; readonly dependency: number | null };
}
