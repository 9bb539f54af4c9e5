/** Every kind of finding, in the order in which the documentation lists them. */
export type FindingCode =
  | 'DONE_WITH_OPEN_BOX'
  | 'APPROVED_WITHOUT_COMMIT'
  | 'COMMIT_PLACEHOLDER'
  | 'COMMIT_UNKNOWN'
  | 'COMMAND_WITHOUT_EXIT_CODE'
  | 'COMMAND_TIMED_OUT'
  | 'COMMAND_TRUNCATED'
  | 'COMMAND_SUMMARY_ONLY'
  | 'EXIT_CODE_NOT_WAIVED'
  | 'GATE_NOT_PASSED'
  | 'REVIEWER_IS_IMPLEMENTER'
  | 'COMPLETE_WITHOUT_COUNTS'
  | 'COMPLETE_WITHOUT_COMMIT'
  | 'PASSING_ABOVE_WRITTEN'
  | 'TOTAL_MISMATCH'
  | 'DEFERRED_WITHOUT_REASON'
  | 'DEPENDENCY_UNKNOWN'
  | 'DEPENDENCY_CYCLE'
  | 'DUPLICATE_ID'
  | 'BOARD_DISAGREES'
  | 'VERDICT_WITHOUT_REVIEW';

/** A place in the document, both 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The rule that a finding breaks: the document's own where it states one, else the built-in one. */
interface BrokenRule {
  readonly code: FindingCode;
  /** Line on which the document states the rule; null for a built-in rule. */
  readonly line: number | null;
  readonly text: string;
}

/** What a check saw: the finding's code, what the document says there, and whose it is. */
export interface Observation extends Place {
  readonly code: FindingCode;
  readonly item: string | null;
  /** What is there, as one sentence that quotes the document. */
  readonly message: string;
}

/** One finding, ready to be shown: what, which rule, why it matters and what to do. */
export interface Finding extends Observation {
  readonly rule: BrokenRule;
  readonly why: string;
  readonly fix: string;
}
