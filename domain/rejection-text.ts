import { BUDGET_TEXTS } from './budget-text.ts';
import type { Facts } from './judgement.ts';
import type { RejectionCode } from './rejection.ts';
import { REGISTER_TEXTS } from './register/register-text.ts';
import { type RejectionText, said as text } from './said.ts';
import { fillTemplate } from './template.ts';

/** The one table of what Sluice says when it refuses, as templates of `template.ts`. */
const TEXTS: Readonly<Record<RejectionCode, RejectionText>> = {
  TIMED_OUT: text(
    'The command did not end within {afterMs} ms and was stopped.',
    'Make it faster or raise `timeout` of this gate; what it printed so far proves nothing.',
  ),
  KILLED_BY_SIGNAL: text(
    'The command was ended by signal {signal}.',
    'Look for a crash or for lack of memory in its output, then submit again.',
  ),
  COMMAND_NOT_FOUND: text(
    'The command was not found: {reason}.',
    'Install it, correct its name in the policy, or let `prepare` install it.',
  ),
  COMMAND_NOT_EXECUTABLE: text(
    'The command was found but could not be executed: {reason}.',
    'Make the file executable (`git update-index --chmod=+x FILE`) and check its first line.',
  ),
  COMMAND_CANCELLED: text(
    'The command was cancelled after {durationMs} ms.',
    'Submit again when the program is to go on.',
  ),
  SANDBOX_TOO_WEAK: text(
    'The policy demands the containment level {minimum}, and this worker reaches {reached} ({reason|no reason known}).',
    'Run `sluice doctor` on the machine of the worker and follow it, use another worker, or change `sandbox` in the policy; the command was not run.',
  ),
  OUTPUT_TRUNCATED: text(
    'The {stream} of the command was cut: {storedBytes} of {totalBytes} bytes are kept.',
    'Print less, or raise `output` of this gate: a cut output cannot show why a test failed.',
  ),
  OUTPUT_END_NOT_SEEN: text(
    'The end of {stream} was not seen: a process that the command left behind kept it open.',
    'Make the command wait for its background processes, or stop them before it ends.',
  ),
  TREE_CHANGED_DURING_RUN: text(
    'The command changed tracked files: the tree was {treeBefore}, afterwards {treeAfter}.',
    'Write build output to ignored paths, or commit what the command generates.',
  ),
  PREPARE_FAILED: text(
    'Preparing the gate worktree failed{detail|}.',
    'Run the `prepare` command in a fresh clone and repair it; the gate itself did not run.',
  ),
  REPORT_MISSING: text(
    'The command wrote no test report (exit code {exitCode}).',
    'Make it write the report to "$SLUICE_REPORT", or declare `report: exit` for this gate.',
  ),
  REPORT_UNREADABLE: text(
    'The test report cannot be read: {reason} (line {line|unknown}).',
    'Check that `report` names the format that the command writes, and that nothing else writes to it.',
  ),
  REPORT_DISAGREES_WITH_EXIT: text(
    'The exit code is {exitCode}, but the report lists {failed} failing of {total} tests.',
    'Pass on the exit code of the test runner, and look for what failed outside of the tests.',
  ),
  NO_TESTS_RAN: text(
    'The report lists no test (exit code {exitCode}).',
    'Check the names in `tests` of the item and the pattern by which the command finds tests.',
  ),
  ALL_TESTS_SKIPPED: text(
    'All {skipped} tests were skipped.',
    'Remove the skip or todo marks from the tests of this item.',
  ),
  RED_DID_NOT_FAIL: text(
    'The tests pass before the work is done, so they prove nothing yet.',
    'Write a test that fails because the behaviour is missing; if the work is done already, ask a release lead.',
  ),
  RED_FAILED_TO_LOAD: text(
    '{test} could not be loaded, built or set up ({kind}): {reason}',
    'Repair it until the test runs and fails by assertion; where a name is missing on purpose, stub it or declare `expect: missing-symbol`.',
  ),
  RED_FAILED_BY_ERROR: text(
    '{test|The command} broke instead of failing by assertion ({kind|error}): {reason}',
    'Make the test fail at an expectation; where a name is missing on purpose, stub it or declare `expect: missing-symbol`.',
  ),
  RED_NAMED_TEST_DID_NOT_FAIL: text(
    'None of the named tests ({tests}) failed; these did: {failing}.',
    'Make a test of this item fail, or correct `tests` of the item.',
  ),
  RED_REPLAY_DID_NOT_FAIL: text(
    'The changed tests pass on the code from before the work, so they no longer prove it.',
    'Change the tests so that they fail without the work, then signal green again.',
  ),
  TESTS_CHANGED_SINCE_RED: text(
    'Test files changed since RED: {files}.',
    'Undo these changes, or declare them (`sluice green --tests-changed`) to have RED replayed and the reviewer told.',
  ),
  TARGETED_STILL_FAILS: text(
    '{count} tests fail: {tests}.',
    'Finish the work until they pass, then signal green again.',
  ),
  TARGETED_TEST_MISSING: text(
    '{count} tests that failed at RED are not in the report: {tests}.',
    'Run them again under the same names; a renamed test needs a new RED.',
  ),
  TARGETED_TEST_SKIPPED: text(
    '{count} tests that failed at RED are now skipped: {tests}.',
    'Remove the skip or todo marks and make them pass.',
  ),
  TARGETED_REGRESSION: text(
    '{count} tests that passed at RED no longer do: {tests}.',
    'Make them pass again under the same names, without skipping them.',
  ),
  COMMAND_FAILED: text(
    'The command failed with exit code {exitCode}.',
    'Read its output (`sluice logs`) and repair the cause; then signal green, or run `sluice retry baseline`.',
  ),
  ...BUDGET_TEXTS,
  PROTECTED_CHANGED_UNAPPROVED: text(
    'The change touches what decides how tests are run ({files}), and {actor} did not or may not mark the gate `protected`.',
    'A person who is a reviewer and did not work on the item looks at these files and marks `--gate protected=PASS`; or the implementer leaves them as they were.',
  ),
  CHANGES_REQUESTED: text(
    '{actor|The reviewer} requested changes; findings: {findings|see below}.',
    'Work through the findings, then signal green again.',
  ),
  MERGE_CONFLICT: text(
    'The branch moved to {tip}, and the approved change conflicts with it in {files}.',
    'Merge the branch into the checkout, resolve the conflicts and signal green again.',
  ),
  MALFORMED_MESSAGE: text(
    'The message is malformed at {where}: expected {expected}, found {found}.',
    'Correct that field and send it again; `docs/operations.md` shows each message.',
  ),
  WRONG_STAGE: text(
    'The item is in {stage} and waits on {waitingOn}.',
    'Look at `sluice show` for what it needs next, and send that.',
  ),
  STALE_ATTEMPT: text(
    'The message is about attempt {named}; the item is at attempt {current}.',
    'Look at the current attempt with `sluice show`, then send it for that one.',
  ),
  STALE_TREE: text(
    'The message is about tree {named}; the current tree is {current}.',
    'Look at the current tree with `sluice show`, then send it for that one.',
  ),
  NOT_ALLOWED: text(
    '{actor} may not {action}; allowed: {allowed|nobody}.',
    'Ask one of them, or have a release lead change `roles` in the policy.',
  ),
  UNKNOWN_ACTOR: text(
    '{actor} is not in any role of the policy.',
    'Check the spelling of --actor, or have a release lead add the actor to `roles`.',
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
  REASON_MISSING: text(
    'This needs a reason{detail|}.',
    'Send it again with --reason "…"; the reason is kept as evidence.',
  ),
  NOT_BLOCKED: text(
    'The item is not blocked or deferred{detail|}.',
    'Look at its state with `sluice show`.',
  ),
  ITEM_CLOSED: text(
    'The item is closed{detail|}; it takes no more messages.',
    'Plan a new item for further work.',
  ),
  PROGRAM_CLOSED: text(
    'The program has ended{detail|}; it takes no more messages.',
    'Start a new program for further work.',
  ),
  NOT_PAUSED: text('The program is not paused.', 'Nothing to do; see `sluice board`.'),
  ALREADY_PAUSED: text(
    'The program is paused already{detail|}.',
    'Resume it with `sluice resume` when it is to go on.',
  ),
  NOTHING_TO_RETRY: text(
    'There is nothing to retry{detail|}.',
    'Look at what the item waits for with `sluice show`.',
  ),
  WAIVER_NOT_POSSIBLE: text(
    'Gate {gate} cannot be waived; these can: {waivable|none}.',
    'RED proves the tests, a review and a checkpoint are decisions of people: none of them is ever waived.',
  ),
  NOTHING_TO_WAIVE: text(
    'Gate {gate} does not hold the item up{detail|}.',
    'Look at `sluice show` for the gate that failed, and at which tree and attempt.',
  ),
  WAIVER_OF_ERROR: text(
    'Gate {gate} could not be judged ({code}): nothing is known that could be waived.',
    'Repair what kept it from running; only a case that the policy names in `waivers.couldNotRun` can be waived.',
  ),
  WAIVER_BY_IMPLEMENTER: text(
    '{actor} worked on this item and cannot waive its gates.',
    'Ask one of the approvers who did not: {approvers|nobody}.',
  ),
  EXPIRY_WITHOUT_ZONE: text(
    'The end “{until|}” names no moment: a date, a time and a time zone or offset are needed.',
    'Write for example 2026-12-01T18:00+01:00, or 2026-12-01T17:00Z.',
  ),
  EXPIRY_PASSED: text(
    'The end {until} has passed already.',
    'Name a moment that is still to come, with its time zone.',
  ),
  EXPIRY_TOO_LATE: text(
    'The end {until} is later than the policy allows: {latest}.',
    'Name an earlier end and renew the waiver when it is due, or change `waivers.maxDuration`.',
  ),
  WINDOW_EMPTY: text(
    'The window ends at {until}, which is not after its begin {from}.',
    'Name an end that comes after --from.',
  ),
  WAIVER_PASSES_ON_BASE: text(
    'Gate {gate} passes on the tree that the work started from, so its failure is the item’s own.',
    'Repair it and signal green again; the run on the base tree is kept as evidence.',
  ),
  WAIVER_BASE_NOT_JUDGED: text(
    'Gate {gate} did not end on the base tree as it did here ({why}), so nothing shows that the failure was there before.',
    'Make the gate run on the branch’s own tree, then ask for the waiver again.',
  ),
  WAIVER_HIDES_OWN_FAILURE: text(
    '{count} tests fail here but not on the base tree: {tests}.',
    'Repair them: a waiver covers only tests that fail on the base tree under the same ids.',
  ),
  WAIVER_TESTS_NOT_NAMED: text(
    '{count} tests fail that the waiver does not name: {tests}.',
    'Repair them, or name them with --tests if they are out of scope as well.',
  ),
  WAIVER_OF_OWN_TEST: text(
    '{count} of the failing tests are the item’s own: {tests}.',
    'Make them pass: tests that an item names, or that failed at its RED, are never out of its scope.',
  ),
  WAIVER_WITHOUT_TEST_IDS: text(
    'Nothing says which tests of gate {gate} fail, so they cannot be compared with the base tree.',
    'Let the gate write a test report (`report:`), or repair what fails outside of the tests.',
  ),
  WAIVER_EXPIRED: text(
    'The waiver {waiver} of gate {gate} ended at {until}; the gate is open again.',
    'Repair the failure, or have an approver waive it again with `sluice waive`.',
  ),
  WORD_UNSIGNED: text(
    'A word of {actor} must be signed: the policy demands it of {demands}.',
    'Send it with `--sign KEY`, or set SLUICE_SIGNING_KEY; the key must stand beside {actor} in the file that `allowedSigners` names.',
  ),
  WORD_SIGNERS_UNKNOWN: text(
    'The message of {actor} is signed, but the policy names no `allowedSigners` to check it with.',
    'Send it without --sign, or name the file in the policy before the program starts.',
  ),
  WORD_SIGNED_FOR_OTHER: text(
    'The signature is for something else: {field} differs from what was signed{signed|}.',
    'Look at the item again and sign a new word; a signature counts only for the message, place and time it was made for.',
  ),
  WORD_REPLAYED: text(
    'This signed word has been counted before (nonce {nonce}).',
    'Sign a new one: each counts once.',
  ),
  WORD_SIGNATURE_INVALID: text(
    'The signature does not hold: {reason}.',
    'Sign with a key that the pinned `allowedSigners` lists for this actor, in the namespace sluice-word@v1, while it is valid.',
  ),
  WORD_HEAD_UNKNOWN: text(
    'The signer saw {sha256} as record {records} of the evidence, but the log has another there.',
    'Verify the evidence with `sluice evidence verify`: either the signer looked at another copy, or the log was written anew.',
  ),
  WORD_NOT_CHECKED: text(
    'The signature could not be checked: {reason}.',
    'See what the worker says, then send the word again.',
  ),
  TOO_MANY_WORDS: text(
    '{waiting} words wait for the check of a signature before them.',
    'Send it again in a moment.',
  ),
  ...REGISTER_TEXTS,
  TRACKER_DRIFT: text(
    '{path} line {line} says “{document|nothing}” for {field}; the program says “{sluice|nothing}”.',
    'Nothing was overwritten: see `sluice sync --dry-run`, then let `sluice sync` mend it, or accept it with `sluice sync --accept ITEM --reason "…"`.',
  ),
};

/** The text of a refusal. `facts` are those of the judgement or of the refused message. */
export function rejectionText(code: RejectionCode, facts: Facts): RejectionText {
  const { message, fix } = TEXTS[code];
  return { message: fillTemplate(message, facts), fix: fillTemplate(fix, facts) };
}
