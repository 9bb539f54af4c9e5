import { DefaultLogger, type LogEntry, type Logger, type LogLevel } from '@temporalio/worker';
import { destination, type DestinationStream, pino, stdSerializers } from 'pino';
import type { LogLevelName } from './configuration.schema.ts';

const STDERR_FD = 2;

/** What the SDK remarks about workers that are meant so: gates have no workflows, and nothing uses Nexus. */
const EXPECTED = /^No (?:workflows|Nexus services) registered, not polling/;

/**
 * The logger of the worker, the SDK and the workflows: one JSON document a line on stderr, or wherever
 * `stream` writes. Written at once, so that nothing is lost when the process ends.
 */
export function createLogger(
  level: LogLevelName,
  stream: DestinationStream = destination({ fd: STDERR_FD, sync: true }),
): Logger {
  const log = pino({ level, serializers: { error: stdSerializers.err } }, stream);
  return new DefaultLogger(
    temporalLevel(level),
    ({ level: entryLevel, message, meta }: LogEntry) => {
      if (!EXPECTED.test(message)) log[pinoLevel(entryLevel)]({ ...meta }, message);
    },
  );
}

export function temporalLevel(level: LogLevelName): LogLevel {
  return level.toUpperCase() as LogLevel;
}

function pinoLevel(level: LogLevel): LogLevelName {
  return level.toLowerCase() as LogLevelName;
}
