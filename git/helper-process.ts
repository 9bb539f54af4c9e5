import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A small process beside this one that does work where this one's size would be in the way. */
export interface HelperProcess<Request> {
  /** Sends a request, to a new process when there is none. One that cannot be sent shows as lost. */
  send(request: Request): void;
  /** Null while no process is needed. */
  readonly pid: number | null;
  /** Ends the process at once; what it was asked for is lost. */
  kill(): void;
  /** Closes the channel, on which the process puts its work away, and waits for its end. */
  close(): Promise<void>;
}

export interface HelperOptions<Reply> {
  /** Path of the program, as JavaScript. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** `advanced` carries bytes (Node's child_process, "Advanced serialization"). */
  readonly serialization?: 'json' | 'advanced';
  onReply(reply: Reply): void;
  /** The process is gone: no reply comes to what was sent until now. The next request starts a new one. */
  onLost(): void;
}

/** Starts nothing yet: the first request does. */
export function helperProcess<Request extends object, Reply>(
  options: HelperOptions<Reply>,
): HelperProcess<Request> {
  let current: ChildProcess | null = null;

  function start(): ChildProcess {
    const child = forkHelper(options);
    child.on('message', (reply) => options.onReply(reply as Reply));
    const lost = (): void => {
      if (current !== child) return;
      current = null;
      options.onLost();
    };
    child.once('exit', lost);
    child.once('error', lost);
    return child;
  }

  return {
    send(request) {
      current ??= start();
      // When the process is gone, `exit` tells.
      current.send(request, () => undefined);
    },
    get pid() {
      return current?.pid ?? null;
    },
    kill: () => void current?.kill('SIGKILL'),
    async close() {
      const child = current;
      if (child === null) return;
      const exited = once(child, 'exit');
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** It gets no options of this process's Node, which may load code into it, and no environment. */
function forkHelper({
  entry,
  args = [],
  serialization,
}: Omit<HelperOptions<never>, 'onReply' | 'onLost'>): ChildProcess {
  const { PATH, TMPDIR } = process.env;
  return fork(entry, args, {
    cwd: '/',
    env: { ...(PATH === undefined ? {} : { PATH }), ...(TMPDIR === undefined ? {} : { TMPDIR }) },
    // Each spawn copies the page tables of all of its memory: garbage must not pile up.
    execArgv: ['--max-semi-space-size=1'],
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(serialization === undefined ? {} : { serialization }),
  });
}
