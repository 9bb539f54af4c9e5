import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { Fault } from '../../domain/fault.ts';
import { readServerRecord, serverStateOf } from './server-record.ts';

const NAMESPACE_DEFAULT = 'default';
/** Temporal's own default, used when a profile is named that has no address. */
const ADDRESS_DEFAULT = 'localhost:7233';

/** Which server a verb talks to. */
export interface ServerLocation {
  /** `environment`: Temporal's variables or a profile name it. `embedded`: `sluice dev` runs it. */
  readonly source: 'environment' | 'embedded';
  readonly address: string;
  readonly namespace: string;
  /** Address, TLS, API key and metadata; fits both `Connection` and `NativeConnection`. */
  readonly connectionOptions: NativeConnectionOptions;
  readonly uiUrl: string | null;
}

/**
 * The server of Temporal's standard environment configuration where that names one, else the embedded
 * server of the repository whose `.sluice` folder is `stateDir`. Starts nothing and connects to nothing.
 * Throws the faults USAGE (bad configuration) and TEMPORAL_UNREACHABLE (no server runs).
 */
export async function locateServer(
  env: NodeJS.ProcessEnv,
  stateDir: string,
): Promise<ServerLocation> {
  return (await locateConfiguredServer(env)) ?? locateEmbeddedServer(stateDir);
}

/**
 * The server that TEMPORAL_ADDRESS, a profile or Temporal's configuration file names, or undefined:
 * then an embedded server may be started.
 */
export async function locateConfiguredServer(
  env: NodeJS.ProcessEnv,
): Promise<ServerLocation | undefined> {
  const named = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some(
    (name) => env[name],
  );
  if (!named && !existsSync(configurationPath(env))) return undefined;
  const { connectionOptions, namespace } = await loadConfiguration(env);
  if (!named && connectionOptions.address === undefined) return undefined;
  const address = connectionOptions.address ?? ADDRESS_DEFAULT;
  return {
    source: 'environment',
    address,
    namespace: namespace ?? NAMESPACE_DEFAULT,
    connectionOptions: { ...connectionOptions, address },
    uiUrl: null,
  };
}

function locateEmbeddedServer(stateDir: string): ServerLocation {
  const record = readServerRecord(stateDir);
  if (record === undefined || serverStateOf(record) === 'dead') {
    const address = record?.address ?? 'any address: no server runs for this repository';
    throw new Fault({ code: 'TEMPORAL_UNREACHABLE', facts: { address } });
  }
  return {
    source: 'embedded',
    address: record.address,
    namespace: NAMESPACE_DEFAULT,
    connectionOptions: { address: record.address },
    uiUrl: record.uiUrl,
  };
}

/** Imported only here: verbs on the embedded server never pay for it. */
async function loadConfiguration(env: NodeJS.ProcessEnv) {
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const variables = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  try {
    return loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(variables) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault({
      code: 'USAGE',
      facts: {
        message: `Temporal's environment configuration cannot be used: ${reason}.`,
        fix: 'Correct the TEMPORAL_ variables or the profile; see `temporal config list`.',
      },
      cause,
    });
  }
}

/** Where Temporal's tools keep `temporal.toml`; the same rule as in `@temporalio/envconfig`. */
function configurationPath(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env['HOME'] ?? homedir();
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library', 'Application Support'),
    win32: env['APPDATA'] ?? home,
  };
  const folder = folders[platform] ?? (env['XDG_CONFIG_HOME'] || join(home, '.config'));
  return join(folder, 'temporalio', 'temporal.toml');
}
