import type { FaultCode } from './fault.ts';
import type { Facts } from './judgement.ts';
import { fillTemplate } from './template.ts';

/** What a person reads: what happened, and the next thing to do. */
export interface FaultText {
  readonly message: string;
  readonly fix: string;
}

const text = (message: string, fix: string): FaultText => ({ message, fix });

/**
 * The one table of what Sluice says about faults, as templates of `template.ts`. Bad input always
 * says what was expected and what was found. `docs/errors.md` is checked against this table.
 */
const TEXTS: Readonly<Record<FaultCode, FaultText>> = {
  POLICY_INVALID: text(
    'The policy is invalid: expected {expected}, found {found}.',
    '{fix|Correct that line of sluice.yaml.}',
  ),
  POLICY_NOT_FOUND: text(
    'There is no policy at {path}.',
    'Run `sluice init` in your repository, or name the folder with -C.',
  ),
  POLICY_TOO_LARGE: text(
    'The policy has {bytes} bytes; at most {bytesMax} are read.',
    'Move the items to a tracker document and name it with `backlog:`.',
  ),
  BACKLOG_CYCLE: text(
    'The items depend on each other in a circle: {cycle}.',
    'Remove one of these dependencies.',
  ),
  BACKLOG_UNKNOWN_DEPENDENCY: text(
    '{item} depends on {dependency}, which is not in the backlog.',
    'Add the item, or correct the id{hint|}.',
  ),
  BACKLOG_DUPLICATE_ID: text(
    'The id {id} is used twice, first on line {firstLine}.',
    'Give each item an id of its own.',
  ),
  BACKLOG_TOO_LARGE: text(
    'The backlog has {items} items; at most {itemsMax} fit one program.',
    'Split it into several programs.',
  ),
  FORBIDDEN_COMMAND: text(
    'The command `{command}` can discard work: {reason}.',
    'Remove it; gates run in a worktree of their own and need no clean-up.',
  ),
  MASKED_FAILURE: text(
    'The command `{command}` can hide a failure: {reason}.',
    'Remove what hides it; with `strict: true` a gate must fail when what it runs fails.',
  ),
  TRACKER_INVALID: text(
    'The tracker cannot be read: expected {expected}, found {found}.',
    '{fix|Correct that line of the document.}',
  ),
  USAGE: text('{message}', '{fix|See `sluice --help`.}'),
  NOT_A_REPOSITORY: text(
    '{path} is not inside a Git work tree.',
    'Run `git init`, or name the repository with -C.',
  ),
  REPOSITORY_UNSUPPORTED: text('This repository cannot be used: {reason}.', '{fix}'),
  CHECKOUT_NOT_IN_REPOSITORY: text(
    "{checkout} is not a work tree of the program's repository.",
    'Submit from the repository or from one of its linked work trees.',
  ),
  PROGRAM_EXISTS: text(
    'The program {program} has been started already.',
    'See it with `sluice board`; for further work, give `program:` in sluice.yaml another name.',
  ),
  PROGRAM_NOT_FOUND: text('There is no program {program}.', 'Start it with `sluice start`.'),
  ITEM_NOT_FOUND: text(
    'There is no item {item} {detail|in this program}.',
    '{fix|List the items with `sluice board`.}',
  ),
  RECORD_NOT_FOUND: text(
    'There is no evidence record {record}.',
    'List the records with `sluice evidence list`.',
  ),
  TEMPORAL_UNREACHABLE: text(
    'Temporal does not answer at {address}.',
    'Start it with `sluice dev`, or check TEMPORAL_ADDRESS.',
  ),
  TEMPORAL_CLI_NOT_FOUND: text(
    "Temporal's CLI was not found and could not be installed: {reason}.",
    'Install it from Temporal, put it on PATH or name it with SLUICE_TEMPORAL_CLI; with Go installed, Sluice builds it by itself.',
  ),
  TEMPORAL_SERVER_FAILED: text(
    "Temporal's server did not start: {reason}.",
    'See {log}; the database beside it is kept.',
  ),
  WORKER_NOT_RUNNING: text(
    'No worker answers on the task queue {taskQueue}.',
    'Start one with `sluice dev` or `sluice worker`; nothing was lost.',
  ),
  GIT_FAILED: text(
    'git {command} failed with exit code {exitCode}: {stderr}',
    'Run `sluice doctor`; the step is tried again.',
  ),
  GIT_HELPER_LOST: text(
    'The process that starts Git ended unexpectedly.',
    'The step is tried again; see the log of the worker if this repeats.',
  ),
  GIT_TOO_OLD: text('Git {found} is too old; {needed} is needed.', 'Install a newer Git.'),
  DISK_FULL: text(
    'There is no room to write {path}.',
    'Free some disk space; the step is tried again.',
  ),
  STORE_LOCKED: text(
    'The evidence store is locked by process {pid}.',
    'Wait for it to finish; the step is tried again.',
  ),
  TRACKER_BUSY: text(
    '{path} is being written by somebody else all the time.',
    'Close programs that save it by themselves; the step is tried again.',
  ),
  LANE_BUSY: text(
    'Gate worktree {lane} is in use by another run.',
    'Wait for it to finish; the step is tried again.',
  ),
  RUNNER_LOST: text(
    'The process that runs gates ended unexpectedly.',
    'The gate is run again; see the log of the worker if this repeats.',
  ),
  NOTIFY_FAILED: text(
    'The notify command of the policy failed: {how}.',
    'Run it by hand with the variables of docs/policy.md, and correct it; nothing waits for it.',
  ),
  SPAWN_FAILED: text(
    'The command could not be started: {reason}.',
    'Check limits of processes and memory; the step is tried again.',
  ),
  WAIT_TIMED_OUT: text(
    'Still waiting for {for} after {seconds} s.',
    'Wait again with a longer --timeout.',
  ),
  SERVER_NOT_PREPARED: text('The Temporal namespace {namespace} lacks {missing}.', '{fix}'),
  LOG_BROKEN: text(
    'The evidence log is broken at record {record}: {reason}.',
    'Restore `.sluice/evidence` from a copy; see `sluice evidence verify`.',
  ),
  RECORD_INVALID: text(
    'Evidence record {record} cannot be read: {reason}.',
    'Restore `.sluice/evidence` from a copy; see `sluice evidence verify`.',
  ),
  SIGNATURE_INVALID: text(
    'The signature of evidence record {record} does not verify.',
    'The record was changed or signed by another key; see `sluice evidence verify`.',
  ),
  BLOB_MISSING: text(
    'The stored output {sha256} is missing.',
    'Restore `.sluice/evidence` from a copy.',
  ),
  BLOB_DIGEST_MISMATCH: text(
    'The stored output {sha256} does not match its digest.',
    'It was changed after it was stored; restore it from a copy.',
  ),
  KEY_MISSING: text(
    "The orchestrator's key is missing at {path}.",
    'Restore it from a copy; a new key cannot continue this log.',
  ),
  KEY_INVALID: text(
    'The key at {path} cannot be used: {reason}.',
    'Restore it from a copy; a new key cannot continue this log.',
  ),
  IMPOSSIBLE_STATE: text(
    'Sluice reached a state that should be impossible: {what}.',
    'Please report this with the workflow history.',
  ),
};

/** The text of a fault. `facts` are the named values that its sentences mention. */
export function faultText(code: FaultCode, facts: Facts): FaultText {
  const { message, fix } = TEXTS[code];
  return { message: fillTemplate(message, facts), fix: fillTemplate(fix, facts) };
}
