import type { Note } from '../tracker-model.ts';

import type { FindingCode } from './finding.ts';

const DONE = /\b(?:done|complete[d]?|closed|finished|approved)\b/i;
const COMMIT = /\b(?:commit|hash)(?:es|s)?\b/i;
const RECORD = /\b(?:record|require|must|include|list|note|provide|update)\w*\b/i;

const all =
  (...patterns: readonly RegExp[]) =>
  (text: string): boolean =>
    patterns.every((pattern) => pattern.test(text));

const COMMIT_RULE = all(COMMIT, RECORD, DONE);
const SUM_RULE = all(/\b(?:totals?|sums?|add up)\b/i, /\b(?:match|equal|agree|add up|sum)\w*\b/i);
const BOX = /\b(?:check[ -]?box|box(?:es)?|checklist items?|ticked|unchecked|checked)/i;

/** Words that tell, for each kind of finding, which of a document's own rules is about it. */
const MEANS: Readonly<Record<FindingCode, (text: string) => boolean>> = {
  DONE_WITH_OPEN_BOX: all(BOX, DONE),
  APPROVED_WITHOUT_COMMIT: COMMIT_RULE,
  COMMIT_PLACEHOLDER: COMMIT_RULE,
  COMMIT_UNKNOWN: COMMIT_RULE,
  COMMAND_WITHOUT_EXIT_CODE: all(/\bexit[- ]?(?:code|status)/i),
  COMMAND_TIMED_OUT: all(/\btime[ds]?[ -]?out/i),
  COMMAND_TRUNCATED: all(/\btruncat/i),
  COMMAND_SUMMARY_ONLY: all(/\bsummar(?:y|ies)\b/i, /\b(?:evidence|output|command|claim|invalid)/i),
  EXIT_CODE_NOT_WAIVED: all(/\bwaive|\bexit(?:s|ed)?[ -]?(?:code )?(?:0|zero)\b|\bnon-?zero\b/i),
  GATE_NOT_PASSED: all(/\bgates?\b|\bP[0-2]\b/, /\b(?:pass|n\/a)/i),
  REVIEWER_IS_IMPLEMENTER: all(
    /\breview/i,
    /\b(?:independent\w*|other than|different|someone else|self-review|cannot be the|(?:is|be) not the|not be the|never the)\b/i,
  ),
  COMPLETE_WITHOUT_COUNTS: all(/\bcounts?\b/i, RECORD, DONE),
  COMPLETE_WITHOUT_COMMIT: COMMIT_RULE,
  PASSING_ABOVE_WRITTEN: all(/\bpassing\b/i, /\bwritten\b/i),
  TOTAL_MISMATCH: SUM_RULE,
  DEFERRED_WITHOUT_REASON: all(/\bdefer/i, /\b(?:reason|why|rationale|justif)/i),
  DEPENDENCY_UNKNOWN: all(/\bdepend/i, /\b(?:id|exist|known|list)/i),
  DEPENDENCY_CYCLE: all(/\bdepend/i, /\b(?:cycle|cyclic|circular|circle)/i),
  DUPLICATE_ID: all(/\bids?\b/i, /\b(?:unique|once|duplicate|reuse)/i),
  BOARD_DISAGREES: all(/\bboard\b/i, /\b(?:match|agree|sync|consistent|same)/i),
  VERDICT_WITHOUT_REVIEW: all(/\breview/i, /\b(?:evidence|before|required)\b/i),
};

/** The first rule of the document that is about this kind of finding, or null. */
export function statedRuleFor(code: FindingCode, stated: readonly Note[]): Note | null {
  return stated.find((rule) => MEANS[code](rule.text)) ?? null;
}
