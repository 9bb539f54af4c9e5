import type { FaultCode } from '../domain/fault.ts';

/** What breaks the log itself: the evidence codes of `domain/fault.ts`. */
export type LogProblemCode = Extract<
  FaultCode,
  'LOG_BROKEN' | 'RECORD_INVALID' | 'SIGNATURE_INVALID' | 'BLOB_MISSING' | 'BLOB_DIGEST_MISMATCH'
>;

/** What an unbroken log says that must not be: the records contradict the rules. */
export const PROGRAM_PROBLEM_CODES = [
  'RUN_RECORDED_TWICE',
  'CHECKPOINT_RECORDED_TWICE',
  'CHECKPOINT_TREE_NOT_APPROVED',
  'CHECKPOINT_WITHOUT_VERIFY',
  'CHECKPOINT_GATE_NOT_PASSED',
  'REVIEWER_IS_IMPLEMENTER',
  'CERTIFICATION_UNFOUNDED',
  'WAIVER_UNFOUNDED',
  'WORD_NOT_GENUINE',
  'WORD_MISSING',
  'WORD_COUNTED_TWICE',
  'COMMIT_NOT_GENUINE',
] as const;
export type ProgramProblemCode = (typeof PROGRAM_PROBLEM_CODES)[number];

/** One thing that is wrong with the evidence. */
export interface EvidenceProblem {
  readonly code: LogProblemCode | ProgramProblemCode;
  /** Line number of the record in the log, from 1; null where the problem is about the whole. */
  readonly record: number | null;
  readonly message: string;
}
