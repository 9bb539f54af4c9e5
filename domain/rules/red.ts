import { type Facts, type Judgement, passed, rejected } from '../judgement.ts';
import type { RunOutcome } from '../run-outcome.ts';
import type { TestCase } from '../test-report.ts';
import { commandEnd } from './command-end.ts';
import { belonging, isWholeFile, type NamedTests, parseNamedTests } from './named-tests.ts';
import { weighReport } from './report-evidence.ts';
import type { ReportReading } from './report-reading.ts';
import { firstIds } from './test-facts.ts';

/** Exit codes by which programs say that they failed; above come shells' and signals'. */
const EXIT_FAILED_MAX = 125;

export interface RedFacts {
  readonly outcome: RunOutcome;
  readonly report: ReportReading;
  /** The item's `tests`: files, packages or names. */
  readonly tests: readonly string[];
  /** How the item declared that RED fails. */
  readonly expect: 'assertion' | 'missing-symbol';
}

/**
 * RED passes, and opens GREEN, only when a named test ran and failed by assertion (or in the
 * declared way), and no named test failed in any other way. With `report: exit` the exit code
 * alone decides, and the facts say so.
 */
export function judgeRed({ outcome, report, tests, expect }: RedFacts): Judgement {
  const end = commandEnd(outcome);
  if (end.kind === 'refused') return end.judgement;
  const { exitCode } = end;
  const evidence = weighReport(report, exitCode);
  if (evidence.kind === 'refused') return evidence.judgement;
  if (evidence.kind === 'exit-code') return judgeByExitCode(exitCode);
  const failing = evidence.cases.filter((each) => each.status === 'failed');
  if (failing.length === 0) {
    return rejected('RED_DID_NOT_FAIL', { passed: evidence.cases.length, tests });
  }
  const wanted = parseNamedTests(tests);
  const named = failing.filter((each) => belonging(each, wanted) !== 'other');
  if (named.length === 0) {
    return rejected('RED_NAMED_TEST_DID_NOT_FAIL', { tests, failing: firstIds(failing) });
  }
  const unwanted = firstUnwanted(named, expect);
  if (unwanted !== null) return unwanted;
  return passed({
    judgedBy: 'test report',
    failed: named.length,
    failing: firstIds(named),
    otherFailed: failing.length - named.length,
    matchedBy: matchedBy(named, wanted),
  });
}

function judgeByExitCode(exitCode: number): Judgement {
  const facts: Facts = { judgedBy: 'exit code', exitCode };
  if (exitCode === 0) return rejected('RED_DID_NOT_FAIL', facts);
  if (exitCode > EXIT_FAILED_MAX) {
    return rejected('RED_FAILED_BY_ERROR', { ...facts, reason: `exit code ${exitCode}` });
  }
  return passed(facts);
}

/** The refusal for the first named failure of a kind that was not declared; load comes first. */
function firstUnwanted(named: readonly TestCase[], expect: RedFacts['expect']): Judgement | null {
  const unwanted = named.filter((each) => !isAdmitted(each, expect));
  const loading = unwanted.find((each) => each.failure?.kind === 'load' || isWholeFile(each));
  const first = loading ?? unwanted[0];
  if (first === undefined) return null;
  const { kind = 'error', message = '' } = first.failure ?? {};
  const facts: Facts = { test: first.id, kind, reason: message, others: unwanted.length - 1 };
  return rejected(loading === undefined ? 'RED_FAILED_BY_ERROR' : 'RED_FAILED_TO_LOAD', facts);
}

function isAdmitted(test: TestCase, expect: RedFacts['expect']): boolean {
  const kind = test.failure?.kind;
  return kind === 'assertion' || (expect === 'missing-symbol' && kind === 'missing-symbol');
}

/** How the failing cases were known to be the named ones: by the report, or by the command alone. */
function matchedBy(named: readonly TestCase[], wanted: NamedTests): string {
  return named.some((each) => belonging(each, wanted) === 'named') ? 'report' : 'command';
}
