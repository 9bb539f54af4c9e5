import type { RunRecord } from '../domain/evidence-record.ts';
import type { Measurement } from '../domain/measurement.ts';
import type { StreamFacts } from '../domain/run-outcome.ts';
import type { Statement } from './statement.schema.ts';
import type { LINK, SCOPE_FIELD, WORD_FIELD } from './statement-types.ts';

type LinkPredicate = Extract<Statement, { predicateType: typeof LINK }>['predicate'];
/** The predicate of a gate run without the scope, which every predicate has alike. */
export type LinkFields = Omit<LinkPredicate, typeof SCOPE_FIELD | typeof WORD_FIELD>;
type Byproducts = LinkPredicate['byproducts'];
type Stream = Byproducts['stdout'];

/**
 * A gate run as an in-toto Link. Its `byproducts` are opaque by specification; `return-value` is the
 * name that in-toto layouts inspect, and is null where the command did not exit by itself.
 */
export function linkOfRun(run: RunRecord): LinkFields {
  const { snapshot } = run;
  return {
    name: run.gate,
    command: [...run.argv],
    materials: [
      { name: 'snapshot', digest: { gitTree: snapshot.tree, gitCommit: snapshot.commit } },
      { name: 'base', digest: { gitCommit: snapshot.base } },
    ],
    byproducts: byproductsOf(run),
    environment: { variables: [...run.environment] },
  };
}

function byproductsOf(run: RunRecord): Byproducts {
  const { outcome, report } = run;
  const { end, stdout, stderr } = outcome;
  return {
    'return-value': end.kind === 'exited' ? end.exitCode : null,
    stage: run.stage,
    attempt: run.attempt,
    result: run.result,
    code: run.code,
    facts: run.facts,
    end,
    'started-at': new Date(outcome.startedAtMs).toISOString(),
    'duration-ms': outcome.durationMs,
    'timed-out': end.kind === 'timed-out',
    truncated: stdout.truncated || stderr.truncated,
    stdout: streamOf(stdout),
    stderr: streamOf(stderr),
    isolation: outcome.isolation,
    ...(outcome.sandbox === undefined ? {} : { sandbox: outcome.sandbox }),
    'leftover-processes': outcome.leftoverProcesses,
    tests: {
      format: report.format,
      cases: report.casesSha256 === null ? null : { sha256: report.casesSha256 },
      counts: report.counts,
      ...(report.failingSha256 === undefined ? {} : { failing: { sha256: report.failingSha256 } }),
    },
    ...(run.authors === undefined ? {} : { authors: [...run.authors] }),
    'tree-after': { gitTree: run.treeAfter },
    ...(run.purpose === undefined ? {} : { purpose: run.purpose }),
    ...(run.measurements === undefined ? {} : { measurements: run.measurements.map(writtenOf) }),
    ...(run.measured === undefined ? {} : { measured: [...run.measured] }),
  };
}

function writtenOf(measurement: Measurement): NonNullable<Byproducts['measurements']>[number] {
  return { ...measurement, samples: [...measurement.samples] };
}

function streamOf(facts: StreamFacts): Stream {
  return {
    digest: { sha256: facts.storedSha256 },
    bytes: facts.storedBytes,
    'total-digest': { sha256: facts.totalSha256 },
    'total-bytes': facts.totalBytes,
    truncated: facts.truncated,
    'end-seen': facts.endSeen,
    redactions: facts.redactions,
  };
}

/** The gate run that a Link states: the inverse of `linkOfRun`. */
export function runOfLink(link: LinkFields): RunRecord {
  const { byproducts, materials } = link;
  const [snapshot, base] = materials;
  const { tests, purpose, measurements, measured } = byproducts;
  return {
    type: 'run',
    gate: link.name,
    stage: byproducts.stage,
    attempt: byproducts.attempt,
    snapshot: {
      commit: snapshot.digest.gitCommit,
      tree: snapshot.digest.gitTree,
      base: base.digest.gitCommit,
    },
    argv: link.command,
    environment: link.environment.variables,
    outcome: {
      end: byproducts.end,
      startedAtMs: Date.parse(byproducts['started-at']),
      durationMs: byproducts['duration-ms'],
      stdout: factsOf(byproducts.stdout),
      stderr: factsOf(byproducts.stderr),
      isolation: byproducts.isolation,
      ...(byproducts.sandbox === undefined ? {} : { sandbox: byproducts.sandbox }),
      leftoverProcesses: byproducts['leftover-processes'],
    },
    report: {
      format: tests.format,
      casesSha256: tests.cases?.sha256 ?? null,
      counts: tests.counts,
      ...(tests.failing === undefined ? {} : { failingSha256: tests.failing.sha256 }),
    },
    treeAfter: byproducts['tree-after'].gitTree,
    result: byproducts.result,
    code: byproducts.code,
    facts: byproducts.facts,
    ...(byproducts.authors === undefined ? {} : { authors: byproducts.authors }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(measurements === undefined ? {} : { measurements }),
    ...(measured === undefined ? {} : { measured }),
  };
}

function factsOf(stream: Stream): StreamFacts {
  return {
    storedSha256: stream.digest.sha256,
    storedBytes: stream.bytes,
    totalSha256: stream['total-digest'].sha256,
    totalBytes: stream['total-bytes'],
    truncated: stream.truncated,
    endSeen: stream['end-seen'],
    redactions: stream.redactions,
  };
}
