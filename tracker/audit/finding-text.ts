import type { FindingCode } from './finding.ts';

/** What Sluice says about one kind of finding, besides what it saw. */
export interface FindingText {
  /** The built-in rule, as a sentence. */
  readonly rule: string;
  readonly why: string;
  readonly fix: string;
}

const text = (rule: string, why: string, fix: string): FindingText => ({ rule, why, fix });

/** The one table of what the audit says. */
const TEXTS: Readonly<Record<FindingCode, FindingText>> = {
  DONE_WITH_OPEN_BOX: text(
    'An item is done only when every one of its boxes is ticked.',
    'An open box is work or a check that nobody claims to have finished.',
    'Finish the step and tick its box, or take the item out of its done status.',
  ),
  APPROVED_WITHOUT_COMMIT: text(
    'An approved item records the hash of its checkpoint commit.',
    'Without a hash nobody can tell which state was approved.',
    'Record the hash of the checkpoint commit.',
  ),
  COMMIT_PLACEHOLDER: text(
    'An approved item records the hash of its checkpoint commit, not a placeholder.',
    'A placeholder points to no commit, so nobody can tell which state was approved.',
    'Put the hash of the checkpoint commit in its place.',
  ),
  COMMIT_UNKNOWN: text(
    'A recorded commit is in the repository.',
    'Nobody can look at a commit that is not there; it may have been rewritten or mistyped.',
    'Correct the hash, or fetch the branch that has it.',
  ),
  COMMAND_WITHOUT_EXIT_CODE: text(
    'Every command in the evidence has an explicit exit code.',
    'Without its exit code nobody can tell whether the command passed.',
    'Run the command again and record its exit code.',
  ),
  COMMAND_TIMED_OUT: text(
    'A command that timed out is no evidence.',
    'What a command would have found after its time is unknown.',
    'Run the command to its end and record its exit code.',
  ),
  COMMAND_TRUNCATED: text(
    'The output of a command is recorded to its end.',
    'What was cut off may have been the failure.',
    'Run the command again and keep its whole output.',
  ),
  COMMAND_SUMMARY_ONLY: text(
    'A summary does not take the place of a command and its exit code.',
    'A claim that all is well cannot be checked.',
    'List each command that was run with its exit code.',
  ),
  EXIT_CODE_NOT_WAIVED: text(
    'A command with a non-zero exit code needs a recorded waiver.',
    'A failed command means that the item did not pass, unless someone answers for the exception.',
    'Make the command pass, or record who waives it, why and until when.',
  ),
  GATE_NOT_PASSED: text(
    'Every review gate of an approved item is PASS, or N/A with a reason.',
    'An item cannot be approved over a gate that did not pass.',
    'Review the gate and record PASS, or N/A with a reason.',
  ),
  REVIEWER_IS_IMPLEMENTER: text(
    'The reviewer is not the implementer.',
    'Nobody can review their own work independently.',
    'Have someone else review the item.',
  ),
  COMPLETE_WITHOUT_COUNTS: text(
    'A complete task records its test counts.',
    'Without counts nobody can tell whether tests were written or run.',
    'Record how many tests were written and how many pass; write N/A where there are none.',
  ),
  COMPLETE_WITHOUT_COMMIT: text(
    'A complete task records its commit.',
    'Without a hash nobody can tell which state is complete.',
    'Record the hash of the commit that completed the task.',
  ),
  PASSING_ABOVE_WRITTEN: text(
    'No more tests pass than were written.',
    'One of the two counts must be wrong.',
    'Count again and correct the wrong number.',
  ),
  TOTAL_MISMATCH: text(
    'A total is the sum of what it counts.',
    'One of the numbers must be wrong, so none of them can be relied on.',
    'Correct the total, or the number that is wrong.',
  ),
  DEFERRED_WITHOUT_REASON: text(
    'A deferred item has a reason.',
    'Without a reason nobody can tell when the item is due again.',
    'Record why the item is deferred and until when.',
  ),
  DEPENDENCY_UNKNOWN: text(
    'An item depends only on items of the tracker.',
    'An item that waits for something unknown can never start.',
    'Correct the id, or add the item.',
  ),
  DEPENDENCY_CYCLE: text(
    'Dependencies form no circle.',
    'Each of these items waits for another of them, so none can start.',
    'Remove one of these dependencies.',
  ),
  DUPLICATE_ID: text(
    'Each item has an id of its own.',
    'Evidence and decisions that name this id could be about either item.',
    'Give one of the items another id.',
  ),
  BOARD_DISAGREES: text(
    'The board says what the sections of its items say.',
    'One of the two is out of date, and readers cannot tell which.',
    'Correct the board, or the section.',
  ),
  VERDICT_WITHOUT_REVIEW: text(
    'A verdict rests on a recorded review.',
    'An approval without a reviewer and evidence is nobody’s word.',
    'Record who reviewed the item and what they checked, or take the verdict back.',
  ),
};

export function findingText(code: FindingCode): FindingText {
  return TEXTS[code];
}
