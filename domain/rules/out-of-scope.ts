import { type Judgement, passed, rejected } from '../judgement.ts';
import type { RejectionCode } from '../rejection.ts';
import { countCases, type TestCase } from '../test-report.ts';
import type { WaivedRun, WaivableStage, WaiverBasis } from '../waiver.ts';
import { belonging, parseNamedTests } from './named-tests.ts';
import { judgeTargetedCases } from './targeted.ts';
import { judgeTestCount } from './test-count.ts';
import { firstIds } from './test-facts.ts';

/** A run with its cases read; null where it left no report. */
export interface RunWithCases extends WaivedRun {
  readonly cases: readonly TestCase[] | null;
}

export interface ScopeFacts {
  readonly gate: string;
  readonly stage: WaivableStage;
  /** Whether the gate declares a test report: then only test ids can show what fails. */
  readonly hasReport: boolean;
  readonly candidate: RunWithCases;
  /** The same gate on the tree that the work started from. */
  readonly base: RunWithCases;
  readonly tests: readonly string[];
  readonly itemTests: readonly string[];
  readonly redCases: readonly TestCase[] | null;
  /** The implementer said why there are fewer tests than on the base. Absent means no. */
  readonly testsFallDeclared?: boolean;
}

/**
 * Whether a failure is out of the item's scope: the gate fails on the base tree too, and every test
 * that fails on the item's tree fails there under the same id. A test of the item itself is never
 * out of scope, whatever it does on the base. What is left when the waived tests are taken away must
 * pass by the gate's own rule, so that no failure hides behind another one's waiver.
 */
export function judgeOutOfScope(facts: ScopeFacts): Judgement {
  const { base, candidate, gate } = facts;
  if (base.result === 'PASS') return rejected('WAIVER_PASSES_ON_BASE', { gate });
  if (candidate.result === 'ERROR') return judgeCouldNotRun(facts);
  if (base.result === 'ERROR') return rejected('WAIVER_BASE_NOT_JUDGED', { gate, why: base.code });
  return facts.hasReport ? judgeByTests(facts) : judgeByExitCode(facts);
}

function judgeCouldNotRun({ base, candidate, gate }: ScopeFacts): Judgement {
  if (base.result === 'ERROR' && base.code === candidate.code) {
    return proven('could-not-run', { code: base.code });
  }
  const facts = { gate, why: base.code ?? base.result };
  return rejected('WAIVER_BASE_NOT_JUDGED', facts);
}

/** Nothing says by what the command fails, so only the full verify may be waived this way. */
function judgeByExitCode({ gate, stage, tests, base, candidate }: ScopeFacts): Judgement {
  const isNamed = tests.length > 0;
  if (stage !== 'VERIFY' || isNamed) return rejected('WAIVER_WITHOUT_TEST_IDS', { gate });
  return proven('exit-code', { exitCode: candidate.exitCode, exitCodeOnBase: base.exitCode });
}

function judgeByTests(facts: ScopeFacts): Judgement {
  const { gate, base, tests, redCases } = facts;
  const now = facts.candidate.cases ?? [];
  const failing = now.filter((each) => each.status === 'failed');
  if (failing.length === 0 || base.cases === null) {
    return rejected('WAIVER_WITHOUT_TEST_IDS', { gate });
  }
  const refusal =
    refuse('WAIVER_OF_OWN_TEST', failing.filter(isOwn(facts))) ??
    refuse('WAIVER_HIDES_OWN_FAILURE', failing.filter(passesOn(base.cases))) ??
    refuse('WAIVER_TESTS_NOT_NAMED', failing.filter(isUnnamed(tests))) ??
    judgeRest(facts, new Set(failing.map((each) => each.id))) ??
    judgeCount(facts, base.cases);
  if (refusal !== null) return refusal;
  const seenAtRed = redCases === null ? {} : { heldAgainstRed: redCases.length };
  return proven('same-tests', { tests: firstIds(failing), count: failing.length, ...seenAtRed });
}

/** The waiver is for tests that fail: it does not let any disappear from the full verify. */
function judgeCount(facts: ScopeFacts, base: readonly TestCase[]): Judgement | null {
  if (facts.stage !== 'VERIFY') return null;
  const judgement = judgeTestCount({
    now: countCases(facts.candidate.cases ?? []),
    base: countCases(base),
    isDeclared: facts.testsFallDeclared ?? false,
  });
  return judgement.verdict === 'rejected' ? judgement : null;
}

/** A test that failed at RED is the item's work, and so is one that the item names. */
function isOwn({ redCases, itemTests }: ScopeFacts): (test: TestCase) => boolean {
  const atRed = new Set(
    (redCases ?? []).filter((each) => each.status === 'failed').map((each) => each.id),
  );
  const named = parseNamedTests(itemTests);
  return (test) =>
    atRed.has(test.id) || (itemTests.length > 0 && belonging(test, named) === 'named');
}

function passesOn(base: readonly TestCase[]): (test: TestCase) => boolean {
  const failing = new Set(base.filter((each) => each.status === 'failed').map((each) => each.id));
  return (test) => !failing.has(test.id);
}

function isUnnamed(tests: readonly string[]): (test: TestCase) => boolean {
  return (test) => tests.length > 0 && !tests.includes(test.id);
}

/** TARGETED without the waived tests must pass: none of RED's may be missing, skipped or lost. */
function judgeRest(
  { stage, candidate, redCases }: ScopeFacts,
  waived: ReadonlySet<string>,
): Judgement | null {
  if (stage !== 'TARGETED') return null;
  const without = (cases: readonly TestCase[]) => cases.filter((each) => !waived.has(each.id));
  return judgeTargetedCases(without(candidate.cases ?? []), without(redCases ?? []));
}

type TestsCode = Extract<
  RejectionCode,
  'WAIVER_OF_OWN_TEST' | 'WAIVER_HIDES_OWN_FAILURE' | 'WAIVER_TESTS_NOT_NAMED'
>;

function refuse(code: TestsCode, cases: readonly TestCase[]): Judgement | null {
  if (cases.length === 0) return null;
  return rejected(code, { tests: firstIds(cases), count: cases.length });
}

function proven(basis: WaiverBasis, facts: Judgement['facts']): Judgement {
  return passed({ basis, ...facts });
}
