import { join } from 'node:path';
import type { RunRecord } from '../../domain/evidence-record.ts';
import { Fault } from '../../domain/fault.ts';
import type { StreamFacts } from '../../domain/run-outcome.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { LIST_LIMIT_MAX, openEvidenceReader } from '../../evidence/log-reader.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { printBlob } from '../print-blob.ts';
import { itemArgument } from '../send.ts';
import { inSession, type Session } from '../session.ts';

/** Runs of the program itself are named by their stage. */
const PROGRAM_STAGES: Readonly<Record<string, RunRecord['stage']>> = {
  baseline: 'BASELINE',
  certification: 'CERTIFICATION',
  promotion: 'PROMOTION',
};

interface FoundRun {
  readonly sha256: string;
  readonly run: RunRecord;
}

/** `sluice logs`: the stored output of a gate run, from the files alone. */
export async function logs(input: CommandInput): Promise<CommandOutput> {
  const target = itemArgument(input);
  const choice = choiceOf(input);
  return inSession(input, async (session) => {
    const { sha256, run } = await findRun(session, target, choice);
    if (!input.global.json) await printStreams(input, session, run);
    const { gate, stage, attempt, result, code, argv, outcome } = run;
    const data = {
      item: run.stage === PROGRAM_STAGES[target] ? null : target,
      record: sha256,
      gate,
      stage,
      attempt,
      result,
      code,
      argv,
      end: outcome.end,
      startedAt: new Date(outcome.startedAtMs).toISOString(),
      durationMs: outcome.durationMs,
      sandbox: outcome.sandbox ?? null,
      stdout: outcome.stdout,
      stderr: outcome.stderr,
    };
    return { kind: 'logs', data, text: '' };
  });
}

interface RunChoice {
  readonly gate: string | null;
  readonly attempt: number | null;
}

function choiceOf({ options }: CommandInput): RunChoice {
  const { gate, attempt } = options;
  const number = typeof attempt === 'string' ? Number(attempt) : null;
  if (number !== null && (!Number.isInteger(number) || number < 1)) {
    const message = `--attempt "${String(number)}" is not a whole number from 1 on.`;
    throw new Fault({ code: 'USAGE', facts: { message, fix: 'Write for example --attempt 2.' } });
  }
  return { gate: typeof gate === 'string' ? gate : null, attempt: number };
}

async function findRun(session: Session, target: string, choice: RunChoice): Promise<FoundRun> {
  const runs = await runsOf(session, target);
  const found = runs.findLast(
    ({ run }) =>
      (choice.gate === null ||
        run.gate === choice.gate ||
        run.stage === choice.gate.toUpperCase()) &&
      (choice.attempt === null || run.attempt === choice.attempt),
  );
  if (found !== undefined) return found;
  const names = [...new Set(runs.map(({ run }) => `${run.gate}#${run.attempt}`))].join(', ');
  const message = `No such gate run of ${target} is recorded${names === '' ? '' : `; there are ${names}`}.`;
  const fix =
    names === '' ? 'List the items with `sluice board`.' : 'Name one with --gate and --attempt.';
  throw new Fault({ code: 'USAGE', facts: { message, fix } });
}

/** The newest runs of an item, or of the program at one of its stages, oldest first. */
async function runsOf(
  { stateDir, program }: Session,
  target: string,
): Promise<readonly FoundRun[]> {
  const reader = await openEvidenceReader({ dir: join(stateDir, 'evidence') });
  try {
    const stage = PROGRAM_STAGES[target];
    const filter = { program, item: stage === undefined ? target : null };
    const { total } = await reader.list({ ...filter, offset: 0, limit: 0 });
    const offset = Math.max(0, total - LIST_LIMIT_MAX);
    const { records } = await reader.list({ ...filter, offset, limit: LIST_LIMIT_MAX });
    return records.flatMap(({ sha256, record: { body } }) =>
      body.type === 'run' && (stage === undefined || body.stage === stage)
        ? [{ sha256, run: body }]
        : [],
    );
  } finally {
    await reader.close();
  }
}

/** Standard output first, then standard error; headings go to stderr, so that bytes stay bytes. */
async function printStreams(input: CommandInput, session: Session, run: RunRecord): Promise<void> {
  const { stdout, stderr } = input.options;
  const blobs = await openBlobStore(join(session.stateDir, 'evidence'));
  const both = stdout === stderr;
  const chosen: readonly (readonly [string, StreamFacts])[] = [
    ...(both || stdout === true ? [['stdout', run.outcome.stdout] as const] : []),
    ...(both || stderr === true ? [['stderr', run.outcome.stderr] as const] : []),
  ];
  for (const [name, facts] of chosen) {
    const cut = facts.truncated ? `, the middle of ${facts.totalBytes} bytes is left out` : '';
    const { gate, attempt, result } = run;
    input.terminal.err(`${gate}#${attempt} ${result}, ${name}: ${facts.storedBytes} bytes${cut}\n`);
    await printBlob(blobs, facts.storedSha256);
  }
}
