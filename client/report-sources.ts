import { Fault } from '../domain/fault.ts';
import type { PlannedItem } from '../domain/plan-page.ts';
import type { BlobStore } from '../evidence/blob-store.ts';
import { readLine } from '../evidence/chain.ts';
import { logLines } from '../evidence/log-lines.ts';
import { readPlanPage } from '../evidence/stored-plan.ts';
import { createPolicyReader } from '../evidence/stored-policy.ts';
import { branchTip } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import { treeOf } from '../git/tree.ts';
import { boardItem } from '../report/board-item.ts';
import { boardProgram } from '../report/board-program.ts';
import type { ReportSources } from '../report/model/build-report.ts';
import { askStarted, wholeBoard } from './open-items.ts';
import { remembered, type Session } from './session.ts';

/** Planned items that are read at a time. */
const PLAN_PAGE_ITEMS = 1_000;

/** What a report needs beside the log; what could not be had is named in `gaps`. */
export type OutsideSources = Pick<
  ReportSources,
  'program' | 'items' | 'policy' | 'planDigest' | 'live' | 'gaps'
>;

/** Gathers plan, policy and, where a server answers, the live board. Never throws for want of one. */
export async function outsideSources(
  session: Session,
  dir: string,
  blobs: BlobStore,
): Promise<OutsideSources> {
  const { program, stateDir } = session;
  const gaps: string[] = [];
  const orGap = async <T>(work: Promise<T>, what: string): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      gaps.push(`${what}: ${error.message}`);
      return null;
    }
  };
  const live = await orGap(liveBoard(session), 'Without the live board');
  const planDigest = live?.planDigest ?? remembered(stateDir, program)?.planDigest ?? null;
  if (planDigest === null)
    gaps.push(
      'Without the plan: this machine did not start the program, so only items that have records are listed.',
    );
  const items =
    planDigest === null ? [] : await orGap(readPlan(blobs, planDigest), 'Without the plan');
  const policyDigest = live?.policyDigest ?? (await pinnedPolicy(dir, program));
  const policy =
    policyDigest === null
      ? null
      : await orGap(createPolicyReader(blobs)(policyDigest), 'Without the policy');
  const byId = new Map((items ?? []).map((each) => [each.item.id, each]));
  return {
    program,
    items: items ?? [],
    policy,
    planDigest,
    live: live === null ? null : { program: live.program, open: live.openItems(byId) },
    gaps,
  };
}

async function readPlan(blobs: BlobStore, planDigest: string): Promise<readonly PlannedItem[]> {
  const items: PlannedItem[] = [];
  for (;;) {
    const page = { planDigest, offset: items.length, limit: PLAN_PAGE_ITEMS };
    const { items: next, total } = await readPlanPage(blobs, page);
    items.push(...next);
    if (next.length === 0 || items.length >= total) return items;
  }
}

/** The policy is pinned when a program starts: its first record that can be read names it. */
async function pinnedPolicy(dir: string, program: string): Promise<string | null> {
  for await (const { bytes } of logLines(dir)) {
    const reading = readLine(bytes.toString('latin1'));
    if (reading.kind === 'read' && reading.record.scope.program === program) {
      return reading.record.scope.policyDigest;
    }
  }
  return null;
}

async function liveBoard(session: Session) {
  const { program } = session;
  const gateway = await session.gateway();
  const view = await wholeBoard(gateway, program);
  const views = await askStarted(gateway, program, view.open);
  const { planDigest, policyDigest, open } = view;
  return {
    planDigest,
    policyDigest,
    program: boardProgram(view),
    openItems: (planned: ReadonlyMap<string, PlannedItem>) =>
      open
        // An item that nobody has begun is what the plan says, and waits for its turn.
        .filter((row) => row.standing !== 'waiting')
        .map((row) =>
          boardItem({
            id: row.id,
            planned: planned.get(row.id) ?? null,
            row,
            view: views.get(row.id) ?? null,
            isFinished: false,
            commit: null,
            waitsForOthers: false,
          }),
        ),
  };
}

/** The newest commit of a branch, or null where the repository or the branch is not here. */
export async function tipOf(root: string, branch: string | null): Promise<string | null> {
  if (branch === null) return null;
  return orNull(async () => branchTip(await openRepository(root), branch));
}

/** The tree of a commit, or null where the repository does not have it. */
export async function treeOfTip(root: string, tip: string | null): Promise<string | null> {
  if (tip === null) return null;
  return orNull(async () => treeOf(await openRepository(root), tip));
}

async function orNull(ask: () => Promise<string>): Promise<string | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
