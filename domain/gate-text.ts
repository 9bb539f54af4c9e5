import type { RejectionCode } from './rejection.ts';
import { type RejectionText, said as text } from './said.ts';

/** The part of the one table of refusals that is about what a gate's command, its report and its tests came to. */
export const GATE_TEXTS = {
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
  CANARY_NOT_CAUGHT: text(
    'The test {canary} was made to fail, and the gate did not say so (exit code {exitCode}, failing cases {failed|none listed}).',
    'Find what swallows failures (configuration of the runner, scripts, the command itself, or a canary that it does not run), repair it and unblock; until then no result since the last canary proves much.',
  ),
  COMMAND_FAILED: text(
    'The command failed with exit code {exitCode}.',
    'Read its output (`sluice logs`) and repair the cause; then signal green, or run `sluice retry baseline`.',
  ),
} satisfies Partial<Record<RejectionCode, RejectionText>>;
