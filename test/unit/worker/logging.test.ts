import { expect, test } from 'vitest';
import type { LogLevelName } from '../../../worker/configuration.schema.ts';
import { createLogger } from '../../../worker/logging.ts';

function recordingLogger(level: LogLevelName) {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => void lines.push(line) });
  return { logger, documents: () => lines.map((line): unknown => JSON.parse(line)) };
}

test('each entry is one JSON document with its level, message and facts', () => {
  const { logger, documents } = recordingLogger('info');
  logger.info('gate passed', { workflowId: 'sluice/r1/P0-003' });
  logger.error('gate lost');
  expect(documents()).toMatchObject([
    { level: 30, msg: 'gate passed', workflowId: 'sluice/r1/P0-003' },
    { level: 50, msg: 'gate lost' },
  ]);
});

test('entries below the level are left out', () => {
  const { logger, documents } = recordingLogger('warn');
  logger.debug('detail');
  logger.info('news');
  logger.warn('care');
  expect(documents()).toMatchObject([{ msg: 'care' }]);
});

test('an error is written with its message and stack', () => {
  const { logger, documents } = recordingLogger('error');
  logger.error('failed', { error: new Error('disk full') });
  expect(documents()).toMatchObject([
    { error: { message: 'disk full', stack: expect.stringContaining('disk full') } },
  ]);
});

test('what the SDK remarks about queues without workflows is left out', () => {
  const { logger, documents } = recordingLogger('info');
  logger.warn('No workflows registered, not polling for workflow tasks');
  logger.info('No Nexus services registered, not polling for Nexus tasks');
  expect(documents()).toEqual([]);
});
