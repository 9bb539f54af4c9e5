import { createServer, type Server } from 'node:net';
import type { ServerPorts } from './server-flags.ts';

const LOOPBACK = '127.0.0.1';

/** Temporal's own ports, which its CLI and documentation assume. */
const CUSTOMARY: ServerPorts = { grpc: 7233, http: 7243, ui: 8233, metrics: 0 };

/**
 * Free ports on the loopback interface: Temporal's customary ones where nobody listens, others
 * elsewhere. All are held until all are known, so that no two are the same.
 */
export async function freePorts(preferred: ServerPorts = CUSTOMARY): Promise<ServerPorts> {
  const held: Server[] = [];
  try {
    const hold = async (port: number): Promise<number> => {
      const server = (await listen(port)) ?? (await listen(0));
      if (server === undefined) throw new Error('No port is free on the loopback interface.');
      held.push(server);
      return portOf(server);
    };
    return {
      grpc: await hold(preferred.grpc),
      http: await hold(preferred.http),
      ui: await hold(preferred.ui),
      metrics: await hold(preferred.metrics),
    };
  } finally {
    await Promise.all(held.map((server) => new Promise((done) => server.close(done))));
  }
}

/** A listening server, or undefined where the port is taken. Port 0 takes any. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
