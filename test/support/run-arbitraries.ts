import * as fc from 'fast-check';
import { RUN_PURPOSES } from '../../domain/evidence-record.ts';
import { BUDGET_RESULTS } from '../../domain/measurement.ts';
import { PROGRAM_STAGES } from '../../domain/program-stage.ts';
import { RESULTS } from '../../domain/result.ts';
import { SANDBOX_LEVELS, SANDBOX_MEANS } from '../../domain/sandbox.ts';
import { STAGES } from '../../domain/stage.ts';
import { REPORT_FORMATS } from '../../domain/test-report.ts';
import {
  actor,
  code,
  count,
  facts,
  gitId,
  nullable,
  number,
  sha256,
  snapshot,
  text,
  timeMs,
} from './field-arbitraries.ts';

const stream = fc.record({
  storedSha256: sha256,
  storedBytes: count,
  totalSha256: sha256,
  totalBytes: count,
  truncated: fc.boolean(),
  endSeen: fc.boolean(),
  redactions: count,
});

const end = fc.oneof(
  fc.record({ kind: fc.constant('exited' as const), exitCode: fc.nat(255) }),
  fc.record({ kind: fc.constant('signalled' as const), signal: text }),
  fc.record({ kind: fc.constant('timed-out' as const), afterMs: count }),
  fc.record({ kind: fc.constant('cancelled' as const) }),
  fc.record({ kind: fc.constant('not-found' as const), message: text }),
  fc.record({ kind: fc.constant('not-executable' as const), message: text }),
  fc.record({
    kind: fc.constant('not-contained' as const),
    reached: fc.constantFrom(...SANDBOX_LEVELS),
    minimum: fc.constantFrom(...SANDBOX_LEVELS),
    reason: text,
  }),
);

const measurement = fc.record({
  name: text,
  unit: text,
  better: fc.constantFrom('lower' as const, 'higher' as const),
  owner: actor,
  value: number,
  samples: fc.array(number),
  band: fc.record({ base: number, low: number, high: number }),
  confirmation: nullable(fc.record({ value: number, base: number })),
  result: fc.constantFrom(...BUDGET_RESULTS),
});

/** What only some runs have. */
const runExtras = fc.record(
  {
    purpose: fc.constantFrom(...RUN_PURPOSES),
    measurements: fc.array(measurement),
    measured: fc.array(fc.record({ name: text, value: number })),
  },
  { requiredKeys: [] },
);

const plainRun = fc.record({
  type: fc.constant('run' as const),
  gate: text,
  stage: fc.constantFrom(...STAGES, ...PROGRAM_STAGES, 'BASE' as const),
  attempt: count,
  snapshot,
  argv: fc.array(text),
  environment: fc.array(text),
  outcome: fc.record({
    end,
    startedAtMs: timeMs,
    durationMs: count,
    stdout: stream,
    stderr: stream,
    isolation: fc.constantFrom('pid-namespace' as const, 'process-group' as const),
    leftoverProcesses: count,
    sandbox: fc.record({
      level: fc.constantFrom(...SANDBOX_LEVELS),
      means: fc.constantFrom(...SANDBOX_MEANS),
      network: fc.constantFrom('allowed' as const, 'denied' as const),
      bounds: fc.constantFrom('cgroup' as const, 'rlimit' as const, 'none' as const),
    }),
  }),
  report: fc.record(
    {
      format: fc.constantFrom(...REPORT_FORMATS),
      casesSha256: nullable(sha256),
      counts: nullable(fc.record({ total: count, passed: count, failed: count, skipped: count })),
      failingSha256: sha256,
    },
    { requiredKeys: ['format', 'casesSha256', 'counts'] },
  ),
  treeAfter: gitId,
  result: fc.constantFrom(...RESULTS),
  code: nullable(code),
  facts,
});
/** A run of a gate, of any kind and end. */
export const run = fc
  .tuple(plainRun, runExtras)
  .map(([plain, extras]) => ({ ...plain, ...extras }));
