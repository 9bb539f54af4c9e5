import { z } from 'zod';
import { TASK_QUEUE_DEFAULT } from '../domain/task-queue.ts';

/** Gate commands at once, unless configured: each may use a core and more. */
const GATES_DEFAULT = 4;
const GATES_MAX = 256;
/** Short activities at once: enough for 50 items in flight, with room for their records. */
const CONTROL_ACTIVITIES_DEFAULT = 100;
const CONTROL_ACTIVITIES_MAX = 2_000;
/** Seconds that running gates have to finish when the worker stops; then they are cancelled and run again elsewhere. */
const DRAIN_SECONDS_DEFAULT = 5;
const DRAIN_SECONDS_MAX = 24 * 3_600;
const CACHED_WORKFLOWS_MAX = 100_000;
const PORT_MAX = 65_535;
const TASK_QUEUE_CHARS_MAX = 200;

const count = (minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum);

/** The environment variables that a worker reads, besides Temporal's own. */
export const WorkerEnvironment = z.object({
  /** A folder of the repository whose programs this worker runs. */
  SLUICE_REPOSITORY: z.string().min(1).default('.'),
  /** `1` leaves out fsync of evidence: for demonstrations only. */
  SLUICE_FAST: z.enum(['0', '1']).default('0'),
  /** `1` lets the worker register missing search attributes, on a server that is Sluice's own. */
  SLUICE_REGISTER_ATTRIBUTES: z.enum(['0', '1']).default('0'),
  SLUICE_TASK_QUEUE: z
    .string()
    .regex(/^[\w./-]+$/)
    .max(TASK_QUEUE_CHARS_MAX)
    .default(TASK_QUEUE_DEFAULT),
  SLUICE_GATES_MAX: count(1, GATES_MAX).default(GATES_DEFAULT),
  SLUICE_CONTROL_ACTIVITIES_MAX: count(1, CONTROL_ACTIVITIES_MAX).default(
    CONTROL_ACTIVITIES_DEFAULT,
  ),
  SLUICE_CACHED_WORKFLOWS_MAX: count(1, CACHED_WORKFLOWS_MAX).optional(),
  SLUICE_DRAIN_SECONDS: count(0, DRAIN_SECONDS_MAX).default(DRAIN_SECONDS_DEFAULT),
  SLUICE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  SLUICE_METRICS_PORT: count(1, PORT_MAX).optional(),
});
export type WorkerEnvironment = z.infer<typeof WorkerEnvironment>;

export type LogLevelName = WorkerEnvironment['SLUICE_LOG_LEVEL'];
