import { expect, test } from 'vitest';
import { Fault } from '../../../domain/fault.ts';
import { readWorkerConfiguration } from '../../../worker/configuration.ts';

function faultOf(env: NodeJS.ProcessEnv): Fault {
  try {
    readWorkerConfiguration(env);
  } catch (error) {
    if (error instanceof Fault) return error;
  }
  throw new Error('The configuration was accepted.');
}

test('an empty environment gives the defaults', () => {
  expect(readWorkerConfiguration({})).toEqual({
    repository: '.',
    fast: false,
    registersAttributes: false,
    taskQueue: 'sluice',
    gatesMax: 4,
    controlActivitiesMax: 100,
    cachedWorkflowsMax: undefined,
    drainMs: 5_000,
    logLevel: 'info',
    metricsPort: undefined,
  });
});

test('a variable that is set to nothing counts as not set, as compose files write it', () => {
  expect(readWorkerConfiguration({ SLUICE_GATES_MAX: '', SLUICE_METRICS_PORT: '' })).toMatchObject({
    gatesMax: 4,
    metricsPort: undefined,
  });
});

test('numbers are read from text and seconds become milliseconds', () => {
  const env = { SLUICE_GATES_MAX: '12', SLUICE_DRAIN_SECONDS: '600', SLUICE_METRICS_PORT: '9464' };
  expect(readWorkerConfiguration(env)).toMatchObject({
    gatesMax: 12,
    drainMs: 600_000,
    metricsPort: 9464,
  });
});

test.each([
  ['SLUICE_GATES_MAX', '0'],
  ['SLUICE_GATES_MAX', '257'],
  ['SLUICE_GATES_MAX', '1.5'],
  ['SLUICE_GATES_MAX', 'many'],
  ['SLUICE_DRAIN_SECONDS', '-1'],
  ['SLUICE_METRICS_PORT', '70000'],
  ['SLUICE_LOG_LEVEL', 'loud'],
  ['SLUICE_TASK_QUEUE', 'two words'],
])('%s=%s is refused by name', (name, value) => {
  const fault = faultOf({ [name]: value });
  expect(fault.code).toBe('USAGE');
  expect(fault.message).toContain(`${name} is "${value}"`);
});

test('all wrong variables are named at once', () => {
  const fault = faultOf({ SLUICE_GATES_MAX: 'x', SLUICE_LOG_LEVEL: 'y' });
  expect(fault.message).toContain('SLUICE_GATES_MAX');
  expect(fault.message).toContain('SLUICE_LOG_LEVEL');
});
