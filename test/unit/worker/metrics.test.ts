import { expect, test } from 'vitest';
import { buildGateEnvironment } from '../../../activities/runner/gate-environment.ts';
import { metricsOptions } from '../../../worker/metrics.ts';

test('metrics are served on the loopback interface, and not at all without a port', () => {
  expect(metricsOptions(undefined)).toEqual({});
  expect(metricsOptions(9090)).toMatchObject({
    metrics: { prometheus: { bindAddress: '127.0.0.1:9090' } },
  });
});

test('no gate sees what the worker authenticates to Temporal with', () => {
  const from = {
    PATH: '/bin',
    TEMPORAL_API_KEY: 'token',
    TEMPORAL_ADDRESS: 'temporal.example.com:7233',
    TEMPORAL_TLS_CLIENT_KEY_PATH: '/keys/client.pem',
    SSH_AUTH_SOCK: '/tmp/agent',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
  };
  const { names } = buildGateEnvironment({ from, passEnv: [], secrets: [], sluice: {} });
  expect(names.filter((name) => name !== 'PATH' && name in from)).toEqual([]);
});
