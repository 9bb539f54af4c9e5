import { SEARCH_ATTRIBUTES } from '../../domain/search-attribute.ts';

/** The ports of one server, all on 127.0.0.1. */
export interface ServerPorts {
  readonly grpc: number;
  readonly http: number;
  readonly ui: number;
  readonly metrics: number;
}

export interface ServerSettings {
  readonly ports: ServerPorts;
  readonly databaseFile: string;
  /** Trades the last moments before a power cut for speed; for demonstrations and tests. */
  readonly fast: boolean;
  readonly webUi: boolean;
}

/**
 * Dynamic configuration that makes one shard on one machine answer at once. Each key removes a wait
 * that stock settings have; names and defaults are in the server's `common/dynamicconfig/constants.go`.
 */
export const DYNAMIC_CONFIG: Readonly<Record<string, string>> = {
  // Stock: 20 a second, so that every dispatch of a task waits 50 ms.
  'history.transferProcessorMaxPollRPS': '10000',
  // An activity goes to the worker in the answer to the workflow task that scheduled it.
  'system.enableActivityEagerExecution': 'true',
  // Stock: 4 partitions, where a first task may lie 2 s in one that nobody polls.
  'matching.numTaskqueueReadPartitions': '1',
  'matching.numTaskqueueWritePartitions': '1',
  // Stock: timers and retries fire on whole seconds. Shorter shifts cost an idle server CPU.
  'history.timerProcessorMaxPollRPS': '10000',
  'history.timerProcessorMaxTimeShift': '"50ms"',
};

/**
 * Arguments of `temporal server start-dev`. With `synchronous=full` every transaction is on disk
 * before it is acknowledged, also with a write-ahead log (SQLite, PRAGMA synchronous).
 */
export function serverArguments({ ports, databaseFile, fast, webUi }: ServerSettings): string[] {
  const flags: readonly (readonly [name: string, value: string | number])[] = [
    ['--ip', '127.0.0.1'],
    ['--port', ports.grpc],
    ['--http-port', ports.http],
    ['--metrics-port', ports.metrics],
    ['--ui-port', ports.ui],
    ['--log-level', 'error'],
    ['--db-filename', databaseFile],
    ['--sqlite-pragma', 'journal_mode=wal'],
    ['--sqlite-pragma', `synchronous=${fast ? 'normal' : 'full'}`],
    ...SEARCH_ATTRIBUTES.map((name) => ['--search-attribute', `${name}=Keyword`] as const),
    ...Object.entries(DYNAMIC_CONFIG).map(
      ([key, value]) => ['--dynamic-config-value', `${key}=${value}`] as const,
    ),
  ];
  const named = flags.flatMap(([name, value]) => [name, `${value}`]);
  return ['server', 'start-dev', ...named, ...(webUi ? [] : ['--headless'])];
}
