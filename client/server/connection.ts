import type { Connection } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { Fault } from '../../domain/fault.ts';
import type { ServerLocation } from './server-location.ts';

/** How long a verb waits for a connection before it says that Temporal does not answer. */
export const CONNECT_MS_MAX = 3_000;

/**
 * A connection for clients only; the library is loaded here, so that quick verbs never wait for it.
 * The caller closes it. Throws the fault TEMPORAL_UNREACHABLE.
 */
export async function connectClient(location: ServerLocation): Promise<Connection> {
  const client = await import('@temporalio/client');
  return orUnreachable(location, () =>
    client.Connection.connect({ ...location.connectionOptions, connectTimeout: CONNECT_MS_MAX }),
  );
}

/**
 * A connection for a worker, which a client in the same process should share: only then can a
 * workflow start eagerly. The caller closes it. Throws the fault TEMPORAL_UNREACHABLE.
 */
export async function connectNative(location: ServerLocation): Promise<NativeConnection> {
  const worker = await import('@temporalio/worker');
  return orUnreachable(location, () =>
    withinConnectTime(worker.NativeConnection.connect(location.connectionOptions)),
  );
}

async function orUnreachable<T>(location: ServerLocation, connect: () => Promise<T>): Promise<T> {
  try {
    return await connect();
  } catch (cause) {
    throw new Fault({
      code: 'TEMPORAL_UNREACHABLE',
      facts: { address: location.address },
      cause,
    });
  }
}

/** The native connection has no deadline of its own; one that comes late is closed again. */
async function withinConnectTime(connecting: Promise<NativeConnection>): Promise<NativeConnection> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      connecting.then((connection) => connection.close()).catch(() => undefined);
      reject(new Error(`No connection within ${CONNECT_MS_MAX} ms.`));
    }, CONNECT_MS_MAX);
  });
  try {
    return await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
  }
}
