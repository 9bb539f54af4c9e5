import type { TelemetryOptions } from '@temporalio/worker';

/**
 * The SDK's metrics for Prometheus, only on the loopback interface: they name workflows and task
 * queues and have no access control. Empty without a port.
 */
export function metricsOptions(port: number | undefined): Pick<TelemetryOptions, 'metrics'> {
  if (port === undefined) return {};
  return {
    metrics: {
      prometheus: {
        bindAddress: `127.0.0.1:${port}`,
        countersTotalSuffix: true,
        useSecondsForDurations: true,
      },
    },
  };
}
