import type { RejectionCode } from '../rejection.ts';
import { type RejectionText, said as text } from '../said.ts';

/** The part of the one table of refusals that is about verdicts, findings and the talk of a review. */
export const REVIEW_TEXTS = {
  PROTECTED_CHANGED_UNAPPROVED: text(
    'The change touches what decides how tests are run ({files}), and {actor} did not or may not mark the gate `protected`.',
    'A person who is a reviewer and did not work on the item looks at these files and marks `--gate protected=PASS`; or the implementer leaves them as they were.',
  ),
  CHANGES_REQUESTED: text(
    '{actor|The reviewer} requested changes; findings: {findings|see below}.',
    'Work through the findings, then signal green again.',
  ),
  SELF_REVIEW: text(
    '{actor} worked on this item{detail|} and cannot review it.',
    'Ask a reviewer who did not submit or write any of its changes.',
  ),
  REVIEW_GATE_MISSING: text(
    'The review does not mark {missing}.',
    'Mark each review gate PASS, FAIL, or NA with a reason.',
  ),
  REVIEW_GATE_UNKNOWN: text(
    'There is no review gate {unknown}; the policy has {known}.',
    'Mark only the review gates of the policy.',
  ),
  NA_WITHOUT_REASON: text(
    'Review gate {gate} is marked NA without a reason.',
    'Say why it does not apply, or mark it PASS or FAIL.',
  ),
  APPROVED_WITH_FAILED_GATE: text(
    'The verdict is APPROVED although review gate {gate} is marked FAIL.',
    'Request changes, or mark the gate PASS if it holds.',
  ),
  FINDINGS_MISSING: text(
    'CHANGES_REQUESTED needs at least one finding.',
    'Say what has to change, with `path:line` where it helps.',
  ),
  ALREADY_VOTED: text(
    '{actor} has given a verdict on this tree already{detail|}.',
    'Another reviewer is needed; each counts once for a tree.',
  ),
  REVIEW_GATE_NOT_YOURS: text(
    '{actor} may not mark {gates}; approvers of {mine|no gate} only.',
    'Mark only your own review gates; the policy names the approvers of each in `gates.review`.',
  ),
  ALL_GATES_NA: text(
    'Every review gate would be NA, so nobody reviewed anything.',
    'Mark at least one gate PASS, or have a release lead set `allNa: allow` in `gates.review`.',
  ),
  APPROVED_WITH_OPEN_FINDING: text(
    'The verdict is APPROVED although {findings} are open, of a severity that blocks.',
    'Settle each (`sluice review ITEM --fixed-finding F1`, or `--accept-finding F1 --reason "…"`), or request changes.',
  ),
  FINDING_UNKNOWN: text(
    'There is no finding {finding}; the item has {known|none}.',
    'Look at the findings with `sluice show`, then name one of them.',
  ),
  TOO_MANY_FINDINGS: text(
    'The item would have {count} findings; at most {max} are kept.',
    'Gather what belongs together in one finding, or have the item split.',
  ),
  REVIEW_EXPIRED: text(
    'The review expired at {expiredAt}, because nobody answered in time: it takes no verdict.',
    'A release lead asks for it again: `sluice retry ITEM --from REVIEW --reason "…"`, or gives it to somebody with `sluice review ITEM --reassign ACTOR`.',
  ),
  NOT_ASSIGNED: text(
    'The review is assigned to {assignee}, who can give every mark that is missing.',
    'Let them review it, or have them or a release lead reassign it (`sluice review ITEM --reassign ACTOR`).',
  ),
  NOTHING_TO_WITHDRAW: text(
    '{actor} has no verdict that can still be withdrawn.',
    'A verdict can be withdrawn until the item is committed or submitted again; see `sluice show`.',
  ),
  TOO_MUCH_TALK: text(
    '{waiting} records of the item wait to be kept already.',
    'Send it again when the gate that runs has ended.',
  ),
} satisfies Partial<Record<RejectionCode, RejectionText>>;
