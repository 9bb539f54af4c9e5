import type { ChildProcess } from 'node:child_process';

/** Characters kept from the end of stderr. */
const STDERR_CHARS_MAX = 8_192;

export interface BoundedRun {
  /** The exit code, or null when the process was ended by a signal or could not start. */
  readonly exitCode: number | null;
  /** The end of what it wrote to stderr. */
  readonly stderr: string;
}

export interface RunBounds {
  readonly timeoutMs: number;
  /** Hears each line of stderr as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Waits for a child process whose stderr is a pipe; ends it with SIGKILL when the time is over. */
export async function runBounded(child: ChildProcess, bounds: RunBounds): Promise<BoundedRun> {
  let stderr = '';
  let partial = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CHARS_MAX);
    const lines = (partial + text).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) bounds.onLine?.(line);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), bounds.timeoutMs);
  try {
    return await new Promise((resolve) => {
      child.once('error', (error) => resolve({ exitCode: null, stderr: error.message }));
      child.once('close', (exitCode) => resolve({ exitCode, stderr }));
    });
  } finally {
    clearTimeout(timer);
  }
}
