import { type Judgement, passed, rejected } from '../../domain/judgement.ts';
import type { MeasuredValue, Measurement } from '../../domain/measurement.ts';
import type { Measure } from '../../domain/policy.ts';
import { opensGate } from '../../domain/result.ts';
import { bandOf, budgetResult, judgeMeasurements, sideOf } from '../../domain/rules/measurement.ts';
import { judgeTestCount } from '../../domain/rules/test-count.ts';
import { countCases } from '../../domain/test-report.ts';
import { runOnBase, testCountsOfBase, workOnBase } from './base-runs.ts';
import { type BesideResult, runBeside } from './beside-run.ts';
import type { RanGate } from './execute-on-tree.ts';
import { type ExecutedGate, runKeyText } from './gate-record.ts';
import type { GateWork } from './gate-work.ts';
import { isBudgeted } from './is-budgeted.ts';

/**
 * Holds a gate that passed against its budgets: the count of its tests against the tree that the work
 * is based on, and its numbers against the tree that the program started from, so that many small
 * steps do not add up to a large one unseen. May run the gate again, also on those trees.
 */
export async function holdToBudget(work: GateWork, ran: RanGate): Promise<ExecutedGate> {
  if (ran.judgement.verdict === 'rejected' || !isBudgeted(work.request)) return ran;
  const counted = await judgeCount(work, ran);
  if (counted.verdict === 'rejected') return { ...ran, judgement: counted };
  const { judgement, measurements } = await judgeNumbers(work, ran);
  const kept = measurements.length === 0 ? {} : { measurements };
  if (judgement.verdict === 'rejected') return { ...ran, ...kept, judgement };
  const facts = { ...ran.judgement.facts, ...counted.facts };
  return { ...ran, ...kept, judgement: passed(facts) };
}

async function judgeCount(work: GateWork, { cases }: RanGate): Promise<Judgement> {
  const { request, trees } = work;
  if (request.stage !== 'VERIFY' || request.gate.report === 'exit') return passed();
  const base = await testCountsOfBase(await workOnBase(work, trees.snapshot.base));
  const now = cases === null ? null : countCases(cases);
  return judgeTestCount({ now, base, isDeclared: request.budget?.testsFallDeclared ?? false });
}

interface Judged {
  readonly judgement: Judgement;
  readonly measurements: readonly Measurement[];
}

function refused(judgement: Judgement, measurements: readonly Measurement[] = []): Judged {
  return { judgement, measurements };
}

async function judgeNumbers(work: GateWork, { measured }: RanGate): Promise<Judged> {
  const { request, trees } = work;
  const { measure = [] } = request.gate;
  if (measured === null || measure.length === 0) return refused(passed());
  if (measured.kind === 'refused') return refused(measured.judgement);
  const base = await workOnBase(work, request.budget?.base ?? trees.snapshot.base);
  const samples: BesideResult[] = [];
  for (let nth = 1; nth <= Math.max(...measure.map((each) => each.samples)); nth += 1) {
    const sample = await runOnBase(base, String(nth));
    if (sample.measured === null) return refused(withoutBase(base, sample));
    samples.push(sample);
  }
  const first = measure.map((each) => measurementOf(each, measured.values, samples));
  const isInside = ({ value, band, better }: Measurement): boolean =>
    sideOf(value, band, better) === 'inside';
  if (first.every(isInside)) return { judgement: passed(), measurements: first };
  return confirm(work, base, first);
}

function measurementOf(
  measure: Measure,
  values: readonly MeasuredValue[],
  samples: readonly BesideResult[],
): Measurement {
  const { name, unit, better, owner, tolerance } = measure;
  const ofBase = samples
    .slice(0, measure.samples)
    .map(({ measured }) => valueOf(measured ?? [], name));
  const band = bandOf(ofBase, tolerance);
  const value = valueOf(values, name);
  const confirmation = null;
  const taken = { name, unit, better, owner, value, samples: ofBase, band, confirmation };
  return { ...taken, result: budgetResult(taken, tolerance) };
}

function valueOf(values: readonly MeasuredValue[], name: string): number {
  return values.find((each) => each.name === name)?.value ?? Number.NaN;
}

/** A number out of its band is believed when a second run says so, and the base does not. */
async function confirm(
  work: GateWork,
  base: GateWork,
  first: readonly Measurement[],
): Promise<Judged> {
  const { request } = work;
  const key = `${runKeyText(request.key)}/confirmation`;
  const again = await runBeside(work, {
    purpose: 'confirmation',
    name: 'confirmation',
    key,
    failedKey: `${key}/failed`,
  });
  if (!opensGate(again.result) || again.measured === null) {
    return refused(rejected(again.code ?? 'COMMAND_FAILED', again.facts), first);
  }
  const beside = await runOnBase(base, `beside.${request.key.attempt}.${request.key.runId}`);
  if (beside.measured === null) return refused(withoutBase(base, beside), first);
  const { measure = [] } = request.gate;
  const measurements = first.map((each, place): Measurement => {
    const { tolerance } = measure[place] ?? { tolerance: { relative: 0, absolute: 0 } };
    if (sideOf(each.value, each.band, each.better) === 'inside') return each;
    const confirmation = {
      value: valueOf(again.measured ?? [], each.name),
      base: valueOf(beside.measured ?? [], each.name),
    };
    const taken = { ...each, confirmation };
    return { ...taken, result: budgetResult(taken, tolerance) };
  });
  return { judgement: judgeMeasurements(measurements), measurements };
}

function withoutBase({ trees }: GateWork, { code, result }: BesideResult): Judgement {
  const reason = `its run there ended as ${code ?? result}`;
  return rejected('MEASUREMENT_WITHOUT_BASE', { tree: trees.snapshot.tree, reason });
}
