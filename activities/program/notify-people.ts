import { randomUUID } from 'node:crypto';
import { Fault } from '../../domain/fault.ts';
import {
  NOTIFY_OUTPUT_BYTES_MAX,
  NOTIFY_TIMEOUT_MS,
  type NoticeRequest,
} from '../../domain/notice.ts';
import type { Policy } from '../../domain/policy.ts';
import type { RunEnd, RunOutcome } from '../../domain/run-outcome.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import type { ActivityDeps } from '../deps.ts';
import { commandArgv } from '../runner/command-argv.ts';
import { buildGateEnvironment } from '../runner/gate-environment.ts';

/** How much of what the command said last is shown when it failed. */
const LAST_WORDS_CHARS_MAX = 200;

/**
 * Runs the policy's `notify` command for one notice, in the repository. What the notice is about
 * reaches it as variables, never in its command line. Throws NOTIFY_FAILED when it does not exit 0
 * in time, and what `GateRunner.run` throws; a policy without a command is nothing to do.
 */
export async function notifyPeople(
  deps: ActivityDeps,
  policy: Policy,
  work: { readonly request: NoticeRequest; readonly signal: AbortSignal },
): Promise<void> {
  const { notify: command, passEnv, secrets } = policy;
  if (command === undefined) return;
  const { env, secretValues } = buildGateEnvironment({
    from: deps.environment,
    passEnv,
    secrets,
    sluice: noticeVariables(work.request),
  });
  const outcome = await deps.runner.run(
    {
      argv: commandArgv(command),
      cwd: deps.repository.root,
      env,
      timeoutMs: NOTIFY_TIMEOUT_MS,
      outputBytesMax: NOTIFY_OUTPUT_BYTES_MAX,
      secrets: secretValues,
      runId: randomUUID(),
    },
    { signal: work.signal },
  );
  const { end } = outcome;
  if (end.kind === 'exited' && end.exitCode === 0) return;
  // Temporal takes an activity for cancelled only when it throws the signal's own reason.
  if (end.kind === 'cancelled') throw work.signal.reason;
  const how = `${howItEnded(end)}${await lastWords(deps, outcome)}`;
  throw new Fault({ code: 'NOTIFY_FAILED', facts: { how } });
}

/** What the command may know: documented in docs/policy.md. */
function noticeVariables(request: NoticeRequest): Readonly<Record<string, string>> {
  const { program, item, stage, attempt, tree, notice, since, text, command } = request;
  return {
    SLUICE_PROGRAM: program,
    SLUICE_ITEM_ID: item.id,
    SLUICE_ITEM_TITLE: item.title,
    SLUICE_STAGE: stage,
    SLUICE_ATTEMPT: String(attempt),
    SLUICE_TREE: tree,
    SLUICE_NOTICE_ID: `${program}/${item.id}/${notice.id}`,
    SLUICE_NOTICE_KIND: notice.kind,
    SLUICE_NOTICE_TO: notice.to.join(' '),
    SLUICE_NOTICE_COUNT: String(notice.count),
    SLUICE_NOTICE_SINCE: since,
    SLUICE_NOTICE_TEXT: text,
    SLUICE_NOTICE_COMMAND: command,
  };
}

function howItEnded(end: RunEnd): string {
  switch (end.kind) {
    case 'exited':
      return `it exited with ${end.exitCode}`;
    case 'signalled':
      return `it was ended by ${end.signal}`;
    case 'timed-out':
      return `it took longer than ${end.afterMs / 1_000} s`;
    case 'cancelled':
      return 'it was cancelled';
    case 'not-found':
    case 'not-executable':
      return end.message;
    case 'not-contained':
      return end.reason;
  }
}

/** The last line that the command wrote, for people who look into why it failed. */
async function lastWords({ blobs }: ActivityDeps, { stderr, stdout }: RunOutcome): Promise<string> {
  for (const { storedSha256, storedBytes } of [stderr, stdout]) {
    if (storedBytes === 0) continue;
    const text = (await blobs.read(storedSha256)).toString('utf8').trimEnd();
    const line = text.slice(text.lastIndexOf('\n') + 1).trim();
    if (line !== '') return `: ${maskUnsafe(line.slice(-LAST_WORDS_CHARS_MAX))}`;
  }
  return '';
}
