import { Fault } from '../domain/fault.ts';
import { type LogLevelName, WorkerEnvironment } from './configuration.schema.ts';

/** How a worker runs. */
export interface WorkerConfiguration {
  /** A folder of the repository. */
  readonly repository: string;
  readonly fast: boolean;
  readonly registersAttributes: boolean;
  /** The queue of workflows and short activities; gates have `gateTaskQueue` of it. */
  readonly taskQueue: string;
  /** Gate commands that run at once. */
  readonly gatesMax: number;
  /** Short activities that run at once. */
  readonly controlActivitiesMax: number;
  /** Workflows kept in memory; the SDK derives it from the heap where it is undefined. */
  readonly cachedWorkflowsMax: number | undefined;
  /** How long running activities may go on when the worker stops, before they are cancelled. */
  readonly drainMs: number;
  readonly logLevel: LogLevelName;
  /** Port of Prometheus metrics on the loopback interface, or undefined for none. */
  readonly metricsPort: number | undefined;
}

const SECOND_MS = 1_000;

/** Reads the `SLUICE_…` variables; an empty one counts as not set. Throws the fault USAGE. */
export function readWorkerConfiguration(env: NodeJS.ProcessEnv): WorkerConfiguration {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = WorkerEnvironment.safeParse(set);
  if (!parsed.success) throw usageFault(parsed.error.issues, env);
  const values = parsed.data;
  return {
    repository: values.SLUICE_REPOSITORY,
    fast: values.SLUICE_FAST === '1',
    registersAttributes: values.SLUICE_REGISTER_ATTRIBUTES === '1',
    taskQueue: values.SLUICE_TASK_QUEUE,
    gatesMax: values.SLUICE_GATES_MAX,
    controlActivitiesMax: values.SLUICE_CONTROL_ACTIVITIES_MAX,
    cachedWorkflowsMax: values.SLUICE_CACHED_WORKFLOWS_MAX,
    drainMs: values.SLUICE_DRAIN_SECONDS * SECOND_MS,
    logLevel: values.SLUICE_LOG_LEVEL,
    metricsPort: values.SLUICE_METRICS_PORT,
  };
}

function usageFault(
  issues: readonly { readonly path: PropertyKey[]; readonly message: string }[],
  env: NodeJS.ProcessEnv,
): Fault {
  const problems = issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} is "${env[name] ?? ''}" (${message})`;
  });
  return new Fault({
    code: 'USAGE',
    facts: {
      message: `The worker's settings cannot be used: ${problems.join('; ')}.`,
      fix: 'Correct these environment variables.',
    },
  });
}
