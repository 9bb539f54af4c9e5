import type { Connection } from '@temporalio/client';
import { Fault } from '../../domain/fault.ts';
import type { ServerLocation } from './server-location.ts';

/** How long a verb waits for a connection before it says that Temporal does not answer. */
const CONNECT_MS_MAX = 3_000;

/**
 * A connection for clients only; the library is loaded here, so that quick verbs never wait for it.
 * The caller closes it. Throws the fault TEMPORAL_UNREACHABLE.
 */
export async function connectClient(location: ServerLocation): Promise<Connection> {
  const client = await import('@temporalio/client');
  const { address, connectionOptions } = location;
  try {
    return await client.Connection.connect({
      ...connectionOptions,
      connectTimeout: CONNECT_MS_MAX,
    });
  } catch (cause) {
    throw new Fault({ code: 'TEMPORAL_UNREACHABLE', facts: { address }, cause });
  }
}
