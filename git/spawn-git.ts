import { type ChildProcess, spawn } from 'node:child_process';
import { GIT_OUTPUT_BYTES_MAX, GIT_TIMEOUT_MS } from './git-invocation.ts';
import type { GitEnd, GitInvocation } from './git-invocation.ts';

/** How long Git has to remove its lock files after SIGTERM. */
const KILL_AFTER_MS = 5_000;

/** Starts Git as a child of this process and reads all that it prints. Aborting `signal` ends it. */
export function spawnGit(invocation: GitInvocation, signal?: AbortSignal): Promise<GitEnd> {
  return new Promise((resolve) => {
    const { argv, cwd, env, stdin } = invocation;
    const input = stdin.byteLength > 0 ? 'pipe' : 'ignore';
    try {
      const child = spawn('git', argv, { cwd, env, stdio: [input, 'pipe', 'pipe'] });
      collect(child, resolve, signal);
      // Git may end without having read everything; what it then answers counts.
      child.stdin?.on('error', () => undefined).end(stdin);
    } catch (error) {
      resolve(notStarted(error));
    }
  });
}

function collect(
  child: ChildProcess,
  resolve: (end: GitEnd) => void,
  signal: AbortSignal | undefined,
): void {
  let failure = '';
  let force: NodeJS.Timeout | undefined;
  const stop = (reason: string): void => {
    if (failure !== '') return;
    failure = reason;
    child.kill('SIGTERM');
    force = setTimeout(() => void child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  const late = setTimeout(() => stop(`not finished within ${GIT_TIMEOUT_MS} ms`), GIT_TIMEOUT_MS);
  const tooMuch = (): void => stop(`more than ${GIT_OUTPUT_BYTES_MAX} bytes of output`);
  const abort = (): void => stop('stopped');
  const stdout = gather(child.stdout, tooMuch);
  const stderr = gather(child.stderr, tooMuch);
  const done = (end: Pick<GitEnd, 'exitCode' | 'failure'>): void => {
    clearTimeout(late);
    clearTimeout(force);
    signal?.removeEventListener('abort', abort);
    resolve({ ...end, stdout: stdout(), stderr: stderr() });
  };
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) abort();
  child.once('error', (error) => done(notStarted(error)));
  child.once('exit', () => {
    if (failure !== '') letGo(child);
  });
  child.once('close', (exitCode, killedBy) => {
    const why = failure === '' && exitCode === null ? `ended by ${killedBy}` : failure;
    done({ exitCode: why === '' ? exitCode : null, failure: why });
  });
}

/** What a stopped Git had started may keep the pipes open: nobody waits for that. */
function letGo(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Keeps the chunks of a stream up to the limit and joins them when asked. */
function gather(stream: ChildProcess['stdout'], tooMuch: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > GIT_OUTPUT_BYTES_MAX) return tooMuch();
    chunks.push(chunk);
  });
  return () => Buffer.concat(chunks);
}

function notStarted(error: unknown): GitEnd {
  const failure = error instanceof Error ? error.message : String(error);
  return { exitCode: null, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), failure };
}
