import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts';
import { locateConfiguredServer, locateServer, type ServerLocation } from './server-location.ts';
import { ensureTemporalCli } from './temporal-cli.ts';
import type { Progress } from './temporal-cli-source.ts';

export interface EnsureServerOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The repository's `.sluice` folder. */
  readonly stateDir: string;
  readonly fast: boolean;
  readonly onProgress: Progress;
}

export interface EnsuredServer {
  readonly location: ServerLocation;
  /** The embedded server if this call started it; the caller stops it. */
  readonly started: EmbeddedServer | undefined;
}

/**
 * A server to work with. One that the environment names is used as it is and none is started; else
 * the repository's embedded server is found or started. Throws the faults of those.
 */
export async function ensureServer(options: EnsureServerOptions): Promise<EnsuredServer> {
  const { env, stateDir, fast, onProgress } = options;
  const configured = await locateConfiguredServer(env);
  if (configured !== undefined) return { location: configured, started: undefined };
  const cli = await ensureTemporalCli({ env, onProgress });
  const server = await startEmbeddedServer({ stateDir, cliPath: cli.path, fast });
  const location = await locateServer(env, stateDir);
  return { location, started: server.status === 'started' ? server : undefined };
}
