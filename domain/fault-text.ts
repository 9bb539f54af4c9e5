import type { FaultCode } from './fault.ts';
import type { Facts } from './judgement.ts';

/** What a person reads: what happened, and the next thing to do. */
export interface FaultText {
  readonly message: string;
  readonly fix: string;
}

type Texts = Readonly<Record<FaultCode, (facts: Facts) => FaultText>>;

const text = (message: string, fix: string): FaultText => ({ message, fix });

/** Bad input always says what was expected and what was found. */
const expectedFound = (facts: Facts): string =>
  `expected ${facts['expected']}, found ${facts['found']}`;

/** The one table of what Sluice says about faults. `docs/errors.md` is checked against it. */
const TEXTS: Texts = {
  POLICY_INVALID: (f) =>
    text(
      `The policy is invalid: ${expectedFound(f)}.`,
      `${f['fix'] ?? 'Correct that line of sluice.yaml.'}`,
    ),
  POLICY_NOT_FOUND: (f) =>
    text(
      `There is no policy at ${f['path']}.`,
      'Run `sluice init` in your repository, or name the folder with -C.',
    ),
  POLICY_TOO_LARGE: (f) =>
    text(
      `The policy has ${f['bytes']} bytes; at most ${f['bytesMax']} are read.`,
      'Move the items to a tracker document and name it with `backlog:`.',
    ),
  POLICY_CHANGED: (f) =>
    text(
      `The policy has changed since the program started (pinned ${f['pinned']}, now ${f['found']}).`,
      'Nothing changes until a release lead accepts it; restore the file or start a new program.',
    ),
  BACKLOG_INVALID: (f) =>
    text(
      `The backlog is invalid: ${expectedFound(f)}.`,
      `${f['fix'] ?? 'Correct that line of the backlog.'}`,
    ),
  BACKLOG_CYCLE: (f) =>
    text(
      `The items depend on each other in a circle: ${f['cycle']}.`,
      'Remove one of these dependencies.',
    ),
  BACKLOG_UNKNOWN_DEPENDENCY: (f) =>
    text(
      `${f['item']} depends on ${f['dependency']}, which is not in the backlog.`,
      `Add the item, or correct the id${f['suggestion'] ? ` (did you mean ${f['suggestion']}?)` : ''}.`,
    ),
  BACKLOG_DUPLICATE_ID: (f) =>
    text(
      `The id ${f['id']} is used twice, first on line ${f['firstLine']}.`,
      'Give each item an id of its own.',
    ),
  BACKLOG_TOO_LARGE: (f) =>
    text(
      `The backlog has ${f['items']} items; at most ${f['itemsMax']} fit one program.`,
      'Split it into several programs.',
    ),
  FORBIDDEN_COMMAND: (f) =>
    text(
      `The command \`${f['command']}\` can discard work: ${f['reason']}.`,
      'Remove it; gates run in a worktree of their own and need no clean-up.',
    ),
  TRACKER_INVALID: (f) =>
    text(
      `The tracker cannot be read: ${expectedFound(f)}.`,
      `${f['fix'] ?? 'Correct that line of the document.'}`,
    ),
  USAGE: (f) => text(`${f['message']}`, `${f['fix'] ?? 'See `sluice --help`.'}`),
  NOT_A_REPOSITORY: (f) =>
    text(
      `${f['path']} is not inside a Git work tree.`,
      'Run `git init`, or name the repository with -C.',
    ),
  REPOSITORY_UNSUPPORTED: (f) =>
    text(`This repository cannot be used: ${f['reason']}.`, `${f['fix']}`),
  CHECKOUT_NOT_IN_REPOSITORY: (f) =>
    text(
      `${f['checkout']} is not a work tree of the program's repository.`,
      'Submit from the repository or from one of its linked work trees.',
    ),
  PROGRAM_EXISTS: (f) =>
    text(
      `The program ${f['program']} is already running.`,
      'Watch it with `sluice board`, or give the new one another name.',
    ),
  PROGRAM_NOT_FOUND: (f) =>
    text(`There is no program ${f['program']}.`, 'Start it with `sluice start`.'),
  ITEM_NOT_FOUND: (f) =>
    text(
      `There is no item ${f['item']} ${f['detail'] ?? 'in this program'}.`,
      `${f['fix'] ?? 'List the items with `sluice board`.'}`,
    ),
  RECORD_NOT_FOUND: (f) =>
    text(
      `There is no evidence record ${f['record']}.`,
      'List the records with `sluice evidence list`.',
    ),
  TEMPORAL_UNREACHABLE: (f) =>
    text(
      `Temporal does not answer at ${f['address']}.`,
      'Start it with `sluice dev`, or check TEMPORAL_ADDRESS.',
    ),
  TEMPORAL_CLI_NOT_FOUND: (f) =>
    text(
      `Temporal's CLI was not found and could not be installed: ${f['reason']}.`,
      'Install it from Temporal, put it on PATH or name it with SLUICE_TEMPORAL_CLI; with Go installed, Sluice builds it by itself.',
    ),
  WORKER_NOT_RUNNING: (f) =>
    text(
      `No worker answers on the task queue ${f['taskQueue']}.`,
      'Start one with `sluice dev` or `sluice worker`; nothing was lost.',
    ),
  GIT_FAILED: (f) =>
    text(
      `git ${f['command']} failed with exit code ${f['exitCode']}: ${f['stderr']}`,
      'Run `sluice doctor`; the step is tried again.',
    ),
  GIT_TOO_OLD: (f) =>
    text(`Git ${f['found']} is too old; ${f['needed']} is needed.`, 'Install a newer Git.'),
  DISK_FULL: (f) =>
    text(
      `There is no room to write ${f['path']}.`,
      'Free some disk space; the step is tried again.',
    ),
  STORE_LOCKED: (f) =>
    text(
      `The evidence store is locked by process ${f['pid']}.`,
      'Wait for it to finish; the step is tried again.',
    ),
  LANE_BUSY: (f) =>
    text(
      `Gate worktree ${f['lane']} is in use by another run.`,
      'Wait for it to finish; the step is tried again.',
    ),
  RUNNER_LOST: () =>
    text(
      'The process that runs gates ended unexpectedly.',
      'The gate is run again; see the log of the worker if this repeats.',
    ),
  SPAWN_FAILED: (f) =>
    text(
      `The command could not be started: ${f['reason']}.`,
      'Check limits of processes and memory; the step is tried again.',
    ),
  WAIT_TIMED_OUT: (f) =>
    text(
      `Still waiting for ${f['for']} after ${f['seconds']} s.`,
      'Wait again with a longer --timeout.',
    ),
  SERVER_NOT_PREPARED: (f) =>
    text(`The Temporal namespace ${f['namespace']} lacks ${f['missing']}.`, `${f['fix']}`),
  LOG_BROKEN: (f) =>
    text(
      `The evidence log is broken at record ${f['record']}: ${f['reason']}.`,
      'Restore `.sluice/evidence` from a copy; see `sluice evidence verify`.',
    ),
  RECORD_INVALID: (f) =>
    text(
      `Evidence record ${f['record']} cannot be read: ${f['reason']}.`,
      'Restore `.sluice/evidence` from a copy; see `sluice evidence verify`.',
    ),
  SIGNATURE_INVALID: (f) =>
    text(
      `The signature of evidence record ${f['record']} does not verify.`,
      'The record was changed or signed by another key; see `sluice evidence verify`.',
    ),
  BLOB_MISSING: (f) =>
    text(`The stored output ${f['sha256']} is missing.`, 'Restore `.sluice/evidence` from a copy.'),
  BLOB_DIGEST_MISMATCH: (f) =>
    text(
      `The stored output ${f['sha256']} does not match its digest.`,
      'It was changed after it was stored; restore it from a copy.',
    ),
  KEY_MISSING: (f) =>
    text(
      `The orchestrator's key is missing at ${f['path']}.`,
      'Restore it from a copy; a new key cannot continue this log.',
    ),
  IMPOSSIBLE_STATE: (f) =>
    text(
      `Sluice reached a state that should be impossible: ${f['what']}.`,
      'Please report this with the workflow history.',
    ),
};

/** The text of a fault. `facts` are the named values that its sentence mentions. */
export function faultText(code: FaultCode, facts: Facts): FaultText {
  return TEXTS[code](facts);
}
