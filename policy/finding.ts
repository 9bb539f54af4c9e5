import type { Facts } from '../domain/judgement.ts';
import type { InputProblem } from '../domain/input-problem.ts';

/** Keys and indexes from the top of the document to a value in it. */
export type DocumentPath = readonly (string | number)[];

/** A mistake at a path of the document; its line and column are looked up last. */
export interface Finding {
  readonly code: InputProblem['code'];
  readonly path: DocumentPath;
  /** Whether to point at the key or at the value. */
  readonly at: 'key' | 'value';
  readonly expected: string;
  readonly found: string;
  readonly fix: string;
  readonly facts?: Facts;
}

/** Something worth a look at a path of the document. */
export interface PathWarning {
  readonly path: DocumentPath;
  readonly message: string;
}

/** What a check of the document came to. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly warnings: readonly PathWarning[];
}
