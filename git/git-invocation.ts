/** Longest run of one command: moving a lane of a very large repository takes minutes. */
export const GIT_TIMEOUT_MS = 600_000;
/** Largest output read: about 100,000 changed paths of 300 bytes with their object ids. */
export const GIT_OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** One start of Git, complete: nothing of the starting process's own surroundings is added. */
export interface GitInvocation {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Empty for none. */
  readonly stdin: Uint8Array;
}

/** How Git ended. */
export interface GitEnd {
  /** Null when it did not end by itself: not started, out of time, too much output, killed. */
  readonly exitCode: number | null;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Why there is no exit code, for people; empty when there is one. */
  readonly failure: string;
}

/** Runs Git once; rejects only when who runs it is lost. */
export type RunInvocation = (invocation: GitInvocation) => Promise<GitEnd>;
