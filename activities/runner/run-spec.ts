import type { SandboxSpec } from './sandbox-spec.ts';

/**
 * The environment variable that marks every process of one run, so that strays can be told from
 * other processes where there is no PID namespace.
 */
export const RUN_ID_VARIABLE = 'SLUICE_RUN_ID';

/** One command to run, complete: nothing is taken from the environment of the runner. */
export interface RunSpec {
  /** Program and arguments; no shell looks at them. */
  readonly argv: readonly string[];
  /** Absolute path of an existing directory. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Wall time after which the whole process tree is ended. */
  readonly timeoutMs: number;
  /** Most bytes stored per stream; the middle is left out beyond it. */
  readonly outputBytesMax: number;
  /** Values that never reach the store. */
  readonly secrets: readonly string[];
  /** Random and unique; reaches the command as `SLUICE_RUN_ID`. */
  readonly runId: string;
  /** Absent where only its processes are to be contained. */
  readonly sandbox?: SandboxSpec | undefined;
}

/** How far a running gate is: bytes that it has written so far. */
export interface RunProgress {
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
}
