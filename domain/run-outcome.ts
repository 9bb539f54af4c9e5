import type { SandboxFacts, SandboxLevel } from './sandbox.ts';

/** How a command ended. Each way is its own case: nothing is folded into a boolean. */
export type RunEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'not-executable'; readonly message: string }
  /** The machine cannot contain it as the policy demands, so it was not started. */
  | {
      readonly kind: 'not-contained';
      readonly reached: SandboxLevel;
      readonly minimum: SandboxLevel;
      readonly reason: string;
    };

/** One output stream of a command as it was stored. */
export interface StreamFacts {
  /** sha256 (hex) of the stored bytes: the name of the blob. */
  readonly storedSha256: string;
  readonly storedBytes: number;
  /** sha256 (hex) and count of all bytes that the command wrote, before redaction. */
  readonly totalSha256: string;
  readonly totalBytes: number;
  /** Bytes were left out between head and tail. */
  readonly truncated: boolean;
  /** The stream's end was seen before the drain limit. */
  readonly endSeen: boolean;
  /** How many secrets were replaced before storing. */
  readonly redactions: number;
}

/** How strongly the process tree was contained; the record says which was in force. */
export type Isolation = 'pid-namespace' | 'process-group';

/** What one execution of one command came to. */
export interface RunOutcome {
  readonly end: RunEnd;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly stdout: StreamFacts;
  readonly stderr: StreamFacts;
  readonly isolation: Isolation;
  /** Absent where nothing was started, and in records from before there were sandboxes. */
  readonly sandbox?: SandboxFacts;
  /** Processes that were still alive after the command ended and had to be killed. */
  readonly leftoverProcesses: number;
}
