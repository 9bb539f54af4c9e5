import { Runtime } from '@temporalio/worker';
import type { DestinationStream } from 'pino';
import type { WorkerConfiguration } from './configuration.ts';
import { createLogger } from './logging.ts';
import { metricsOptions } from './metrics.ts';

export interface RuntimeSettings {
  readonly logLevel: WorkerConfiguration['logLevel'];
  readonly metricsPort: WorkerConfiguration['metricsPort'];
  /** Where log lines go; stderr where it is absent. */
  readonly logStream?: DestinationStream;
}

/**
 * Configures the SDK's runtime: once a process, before its first connection. Signals are left to
 * `runWorkers`, which stops workers before the server that they talk to.
 */
export function installRuntime({ logLevel, metricsPort, logStream }: RuntimeSettings): void {
  Runtime.install({
    logger: createLogger(logLevel, logStream),
    shutdownSignals: [],
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } },
      ...metricsOptions(metricsPort),
    },
  });
}
