// Starts the embedded server of a folder and lives until it is killed, as `sluice dev` does.
import { startEmbeddedServer } from '../../client/server/embedded-server.ts';

const options = JSON.parse(process.argv[2] ?? '') as { stateDir: string; cliPath: string };
const ports = { grpc: 0, http: 0, ui: 0, metrics: 0 };
const { record } = await startEmbeddedServer({ ...options, ports, fast: true, webUi: false });
process.send?.(record);
