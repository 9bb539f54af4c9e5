import { createHash } from 'node:crypto';
import type { RunRecord } from '../../domain/evidence-record.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { TestCounts } from '../../domain/test-report.ts';
import { treeOf } from '../../git/tree.ts';
import { commandArgv } from '../runner/command-argv.ts';
import { type BesideResult, runBeside } from './beside-run.ts';
import { runKeyText } from './gate-record.ts';
import type { GateWork } from './gate-work.ts';

/** Records that are looked through for a run of the gate on the base tree before one is made. */
const RECORDS_SEARCHED_MAX = 300;

/** The gate's work on another commit: the base that its numbers or its tests are held against. */
export async function workOnBase(work: GateWork, commit: string): Promise<GateWork> {
  const tree = await treeOf(work.deps.repository, commit);
  const snapshot: Snapshot = { commit, tree, base: commit };
  return { ...work, trees: { snapshot, submitted: null, changedTests: [], authors: [] } };
}

/** Runs the gate on the base, or answers from the record of the run that was made before. */
export function runOnBase(base: GateWork, name: string): Promise<BesideResult> {
  const key = `${baseKey(base)}/${name}`;
  const failedKey = `${key}/failed/${runKeyText(base.request.key)}`;
  return runBeside(base, { purpose: 'base', name: `base.${name}`, key, failedKey });
}

/** The same command on the same tree is the same run, whichever item asks. */
function baseKey({ request, trees }: GateWork): string {
  const { program, gate, item } = request;
  const argv = commandArgv(gate.command);
  const who = isOfItem(argv) ? (item?.id ?? null) : null;
  const command = createHash('sha256')
    .update(JSON.stringify([argv, who]))
    .digest('hex');
  return `budget/${program}/${gate.id}/${command}/${trees.snapshot.tree}`;
}

/** Whether the command's own words depend on the item. */
function isOfItem(argv: readonly string[]): boolean {
  return argv.some((word) => word.includes('SLUICE_ITEM'));
}

/**
 * How many tests the gate ran on the base tree. The base of an item is mostly the tree that the item
 * before was verified on, so a recent record says it; otherwise the gate runs there once. Null where
 * that is not possible or gives no report.
 */
export async function testCountsOfBase(base: GateWork): Promise<TestCounts | null> {
  const recorded = await recordedCounts(base);
  if (recorded !== null) return recorded;
  // In the user's checkout there is no place for another tree.
  if (base.policy.isolation === 'in-place') return null;
  return (await runOnBase(base, '1')).counts;
}

async function recordedCounts({ deps, request, trees }: GateWork): Promise<TestCounts | null> {
  const argv = commandArgv(request.gate.command);
  if (isOfItem(argv)) return null;
  const command = JSON.stringify(argv);
  const isSame = (run: RunRecord): boolean =>
    run.purpose === undefined &&
    run.stage === request.stage &&
    run.gate === request.key.gate &&
    run.snapshot.tree === trees.snapshot.tree &&
    JSON.stringify(run.argv) === command;
  const { program } = request;
  const { total } = await deps.log.list({ program, offset: 0, limit: 0 });
  const offset = Math.max(0, total - RECORDS_SEARCHED_MAX);
  const { records } = await deps.log.list({ program, offset, limit: RECORDS_SEARCHED_MAX });
  const run = records
    .map(({ record }) => record.body)
    .findLast((body): body is RunRecord => body.type === 'run' && isSame(body));
  return run?.report.counts ?? null;
}
