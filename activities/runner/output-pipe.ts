import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, constants, openSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Fault } from '../../domain/fault.ts';
import type { StoredStream } from './stored-stream.ts';

/** Pipes are made in batches, as each call of mkfifo(1) costs as much as a small gate. */
const PIPES_PER_BATCH = 64;

/** What one read can return: the capacity of a pipe (pipe(7)). */
const READ_BYTES = 64 * 1024;

/** A pipe for one stream of one gate. */
export interface OutputPipe {
  /** For the gate; close it here as soon as the gate has its own copy. */
  readonly writeFd: number;
  closeWriteEnd(): void;
  /** Starts to move what the gate writes into `sink`. */
  drainInto(sink: StoredStream): PipeDrain;
}

export interface PipeDrain {
  /** Resolves when every write end is closed and all is read; rejects when the sink failed. */
  readonly ended: Promise<void>;
  readonly endSeen: boolean;
  /** Reads no further. */
  stop(): void;
}

/**
 * Makes pipes as FIFOs in `directory`, without names as soon as they are open. Node itself gives
 * children sockets, on which `echo … > /dev/stderr` fails (ENXIO); gates expect pipes, as everywhere.
 * Throws `SPAWN_FAILED` when no FIFO can be made.
 */
export function createPipeSource(directory: string): () => Promise<OutputPipe> {
  let batch: Promise<string[]> = Promise.resolve([]);
  const idleBuffers: Buffer[] = [];
  return async () => {
    batch = batch.then((names) => (names.length > 0 ? names : makeFifos(directory)));
    const name = (await batch).pop();
    return openPipe(name ?? (await oneFifo(directory)), idleBuffers);
  };
}

async function oneFifo(directory: string): Promise<string> {
  const [name] = await makeFifos(directory, 1);
  if (name === undefined) throw new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what: 'no FIFO' } });
  return name;
}

async function makeFifos(directory: string, count = PIPES_PER_BATCH): Promise<string[]> {
  const names = Array.from({ length: count }, () => join(directory, randomUUID()));
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', '--', ...names]);
  } catch (error) {
    const reason = `mkfifo failed: ${error instanceof Error ? error.message : String(error)}`;
    throw new Fault({ code: 'SPAWN_FAILED', facts: { reason }, cause: error });
  }
  return names;
}

async function openPipe(path: string, idleBuffers: Buffer[]): Promise<OutputPipe> {
  // The reader comes first and must not wait for a writer; then the writer finds a reader.
  const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeFd = openSync(path, constants.O_WRONLY);
  await unlink(path);
  let writeEndOpen = true;
  return {
    writeFd,
    closeWriteEnd() {
      if (writeEndOpen) closeSync(writeFd);
      writeEndOpen = false;
    },
    drainInto: (sink) => drain(readFd, sink, idleBuffers),
  };
}

/** `idleBuffers` are those of pipes that have closed, for the next ones. */
function drain(readFd: number, sink: StoredStream, idleBuffers: Buffer[]): PipeDrain {
  const buffer = idleBuffers.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES);
  let endSeen = false;
  let socket: Socket | null = null;
  const ended = new Promise<void>((resolve, reject) => {
    // Every read goes into one buffer: new ones for each read would grow the runner's memory.
    const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
      fd: readFd,
      readable: true,
      writable: false,
      onread: {
        buffer,
        callback(bytesRead) {
          sink.push(buffer.subarray(0, bytesRead));
          if (!sink.congested) return true;
          sink.drained().then(() => pipe.resume(), reject);
          return false;
        },
      },
    };
    const pipe = new Socket(options);
    socket = pipe;
    pipe.once('end', () => {
      endSeen = true;
      resolve();
    });
    pipe.once('error', reject);
    pipe.once('close', () => idleBuffers.push(buffer));
  });
  return {
    ended,
    get endSeen() {
      return endSeen;
    },
    stop: () => socket?.destroy(),
  };
}
