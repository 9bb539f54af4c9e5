import type { FigureSpec, Measured } from './figure.ts';

/** What is measured together, in a process of its own, because it shares a set-up. */
export interface Bench {
  readonly name: string;
  readonly figures: readonly FigureSpec[];
  /** Loaded where it is measured: only there does anybody pay for what it imports. */
  load(): Promise<() => Promise<Readonly<Record<string, Measured>>>>;
}

/** A figure with a mark. */
function atMost(name: string, unit: FigureSpec['unit'], limit: number): FigureSpec {
  return { name, unit, limit, better: 'lower' };
}

function atLeast(name: string, unit: FigureSpec['unit'], limit: number): FigureSpec {
  return { name, unit, limit, better: 'higher' };
}

/** A figure that explains another one and has no mark of its own. */
function reported(name: string, unit: FigureSpec['unit']): FigureSpec {
  return { name, unit, limit: null, better: unit === 'items/s' ? 'higher' : 'lower' };
}

/** Every figure of `npm run bench`, in the order in which they are measured. See docs/performance.md. */
export const BENCHES: readonly Bench[] = [
  {
    name: 'item-against-bare',
    figures: [
      atMost('item-latency-ratio', 'ratio', 1.3),
      reported('item-latency', 'ms'),
      reported('bare-latency', 'ms'),
      atLeast('item-throughput-ratio', 'ratio', 0.75),
      reported('item-throughput', 'items/s'),
      reported('bare-throughput', 'items/s'),
      reported('item-cpu', 'cpu-ms'),
      reported('bare-cpu', 'cpu-ms'),
    ],
    load: async () => (await import('./item-against-bare.ts')).measureItem,
  },
  {
    name: 'stock-server',
    figures: [atLeast('stock-server-speedup', 'ratio', 5), reported('stock-latency', 'ms')],
    load: async () => (await import('./stock-server.ts')).measureStockServer,
  },
  {
    name: 'large-output',
    figures: [
      atMost('large-output-time-ratio', 'ratio', 1),
      reported('large-output-time', 'ms'),
      reported('shell-output-time', 'ms'),
      atMost('large-output-memory', 'MiB', 64),
    ],
    load: async () => (await import('./large-output.ts')).measureLargeOutput,
  },
  {
    name: 'program-size',
    figures: [
      atMost('program-time-ratio', 'ratio', 1.2),
      atMost('program-cpu-ratio', 'ratio', 1.2),
      reported('large-program-item', 'ms'),
      reported('small-program-item', 'ms'),
    ],
    load: async () => (await import('./program-size.ts')).measureProgramSize,
  },
  {
    name: 'cli-start',
    figures: [
      atMost('help-time-ratio', 'ratio', 2),
      atMost('board-time-ratio', 'ratio', 4),
      reported('board-time', 'ms'),
      reported('node-time', 'ms'),
    ],
    load: async () => (await import('./cli-start.ts')).measureCliStart,
  },
  {
    name: 'real-gates',
    figures: [reported('real-gates-cpu', 'cpu-ms'), reported('plain-node-cpu', 'cpu-ms')],
    load: async () => (await import('./real-gates.ts')).measureRealGates,
  },
  {
    name: 'sandbox-overhead',
    figures: [atMost('sandbox-overhead', 'ms', 60), reported('contained-gate', 'ms')],
    load: async () => (await import('./sandbox-overhead.ts')).measureSandboxOverhead,
  },
  {
    name: 'sign-append-overhead',
    figures: [atMost('sign-append-overhead', 'ms', 5)],
    load: async () => (await import('./sign-append.ts')).measureSignAppend,
  },
  {
    name: 'red-replay',
    figures: [reported('red-replay-overhead', 'ms')],
    load: async () => (await import('./red-replay.ts')).measureRedReplay,
  },
  {
    name: 'tracker-plan',
    figures: [
      atMost('tracker-plan-markdown', 'ms', 1_000),
      atMost('tracker-plan-csv', 'ms', 1_000),
    ],
    load: async () => (await import('./tracker-plan.ts')).measureTrackerPlan,
  },
  {
    name: 'tracker-write-back',
    figures: [atMost('tracker-write-markdown', 'ms', 50), atMost('tracker-write-csv', 'ms', 50)],
    load: async () => (await import('./tracker-write-back.ts')).measureTrackerWriteBack,
  },
  {
    name: 'tracker-parse',
    figures: [
      atMost('tracker-parse-markdown-ratio', 'ratio', 3),
      atMost('tracker-parse-csv-ratio', 'ratio', 3),
    ],
    load: async () => (await import('./tracker-parse.ts')).measureTrackerParse,
  },
];
