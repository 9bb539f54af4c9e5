import type { SandboxFacts } from '../../domain/sandbox.ts';
import type { SandboxSpec } from './sandbox-spec.ts';

/** How the first process of a command ended, as the kernel said it. */
export type LeaderEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: string };

export interface ContainedCommand {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runId: string;
  readonly stdoutFd: number;
  readonly stderrFd: number;
  /** How it is to be contained beyond its processes; absent where they are all that matters. */
  readonly sandbox?: SandboxSpec | undefined;
}

/** A command and everything that it started. */
export interface ContainedProcess {
  /** Resolves when the first process has ended; rejects with `SPAWN_FAILED` when it never began. */
  readonly end: Promise<LeaderEnd>;
  /** What holds it. */
  readonly sandbox: SandboxFacts;
  /** Asks every process to end (SIGTERM). */
  terminate(): void;
  /** How many processes are alive, zombies not counted. */
  countAlive(): Promise<number>;
  /** Kills every process (SIGKILL); resolves when they are gone, or after a bounded wait. */
  kill(): Promise<void>;
  /** To be called instead of `kill` when nothing is alive. */
  release(): void;
}

/** A way to start commands so that nothing that they start outlives them, or the runner. */
export interface Containment {
  start(command: ContainedCommand): Promise<ContainedProcess>;
  /** Kills everything that was started through it. */
  close(): Promise<void>;
}

/** How long the kernel may take to tear down processes after SIGKILL before nobody waits for it. */
export const KILL_WAIT_MS = 5_000;
