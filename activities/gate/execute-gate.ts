import { randomUUID } from 'node:crypto';
import type { GateRunRequest } from '../../domain/gate-run.ts';
import type { CommandGate, Policy } from '../../domain/policy.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { ActivityDeps } from '../deps.ts';
import { commandArgv } from '../runner/command-argv.ts';
import { gateSandbox } from './gate-sandbox.ts';
import { buildGateEnvironment } from '../runner/gate-environment.ts';
import type { RunProgress } from '../runner/run-spec.ts';

/** How a run is watched and stopped. */
export interface RunControl {
  readonly signal: AbortSignal;
  onProgress(progress: RunProgress): void;
}

export interface GateCommand {
  readonly gate: CommandGate;
  readonly cwd: string;
  readonly reportPath: string;
  readonly snapshot: Snapshot;
}

export interface RanCommand {
  readonly argv: readonly string[];
  readonly environment: readonly string[];
  readonly outcome: RunOutcome;
}

/** Runs one command of a gate with the environment of the item. Values never enter the command line. */
export async function executeCommand(
  deps: ActivityDeps,
  context: {
    readonly policy: Policy;
    readonly request: GateRunRequest;
    readonly control: RunControl;
  },
  command: GateCommand,
): Promise<RanCommand> {
  const { policy, request, control } = context;
  const { gate, cwd, reportPath, snapshot } = command;
  const argv = commandArgv(gate.command);
  const { env, names, secretValues } = buildGateEnvironment({
    from: deps.environment,
    passEnv: policy.passEnv,
    secrets: policy.secrets,
    sluice: sluiceVariables(request, snapshot, reportPath),
  });
  const outcome = await deps.runner.run(
    {
      argv,
      cwd,
      env,
      timeoutMs: gate.timeoutMs,
      outputBytesMax: gate.outputBytesMax,
      secrets: secretValues,
      runId: randomUUID(),
      sandbox: await gateSandbox(deps.repository, policy, { gate, cwd, reportPath }),
    },
    control,
  );
  return { argv, environment: names, outcome };
}

/** What a command may know: documented in docs/policy.md. */
function sluiceVariables(
  request: GateRunRequest,
  snapshot: Snapshot,
  reportPath: string,
): Readonly<Record<string, string>> {
  const { program, item, stage, shownStage, key, rule } = request;
  const canary = rule.rule === 'canary' ? [rule.file] : [];
  return {
    SLUICE_PROGRAM: program,
    SLUICE_ITEM_ID: item?.id ?? '',
    SLUICE_ITEM_TITLE: item?.title ?? '',
    SLUICE_ITEM_TESTS: [...(item?.tests ?? []), ...canary].join(' '),
    SLUICE_STAGE: shownStage ?? stage,
    SLUICE_ATTEMPT: String(key.attempt),
    SLUICE_TREE: snapshot.tree,
    SLUICE_BASE: snapshot.base,
    SLUICE_REPORT: reportPath,
  };
}
