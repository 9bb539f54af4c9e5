import type { RejectionCode } from './rejection.ts';
import { type RejectionText, said as text } from './said.ts';

/** The part of the one table of refusals that is about waivers, their proofs and their ends. */
export const WAIVER_TEXTS = {
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
} satisfies Partial<Record<RejectionCode, RejectionText>>;
