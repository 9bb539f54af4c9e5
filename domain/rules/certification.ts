import type { CertificationRequest, CertificationVerdict, ItemCounts } from '../certification.ts';
import type { Reservation, ReservationKind } from '../reservation.ts';
import { opensGate } from '../result.ts';
import { type CertifiedWaivers, waiverReasonsAgainst } from './certified-waivers.ts';

export interface CertificationFacts {
  readonly counts: ItemCounts;
  readonly baseline: CertificationRequest['baseline'];
  /** The branch when the verdict is given. */
  readonly tip: { readonly commit: string; readonly tree: string };
  /** What is wrong with the evidence, in words; empty when it verifies. */
  readonly evidenceProblems: readonly string[];
  /** Items whose checkpoint the evidence log proves; the workflow's own count is not believed. */
  readonly checkpointed: number;
  /** What committed items lack of what the policy demands, in words. */
  readonly incomplete: readonly string[];
  /** What the evidence says is left out or let pass. */
  readonly reservations: readonly Reservation[];
  /** Waivers that items were committed with, from the evidence alone; absent means none. */
  readonly waivers?: CertifiedWaivers;
  /** What registers and missing sign-offs say against it: see `registerReasons`, `signOffReasons`. */
  readonly objections: readonly string[];
}

export interface CertificationJudgement {
  readonly verdict: CertificationVerdict;
  /** Why it is not a plain GO, in words; empty on GO. */
  readonly reasons: readonly string[];
}

/**
 * The one verdict. NO_GO when anything is unproven: the baseline failed or ran on another commit
 * than the branch's tip, evidence does not verify or lacks a gate that the policy demands, an item is
 * blocked or open. Waived gates and items put off with a reason make it GO_WITH_WAIVERS: the release goes without them, and says so. So do items that were
 * done before the program: their tests ran again, but nobody here saw them fail first or reviewed them.
 */
export function judgeCertification(facts: CertificationFacts): CertificationJudgement {
  const against = [
    ...baselineReasons(facts),
    ...evidenceReasons(facts),
    ...itemReasons(facts.counts),
    ...waiverReasonsAgainst(facts.waivers),
    ...facts.objections,
  ];
  if (against.length > 0) return { verdict: 'NO_GO', reasons: against };
  const reasons = reservedReasons(facts);
  return { verdict: reasons.length > 0 ? 'GO_WITH_WAIVERS' : 'GO', reasons };
}

/** What turns a GO into one with waivers, in the words of the verdict. Others are only listed. */
const RESERVED: Partial<Readonly<Record<ReservationKind, string>>> = {
  waived: 'waived',
  skipped: 'skipped for good',
  deferred: 'deferred',
  claimed:
    'claimed as done before the program; their tests were rerun, their RED and review were not seen',
};

function reservedReasons({ reservations, counts }: CertificationFacts): readonly string[] {
  const counted = new Map<ReservationKind, number>();
  for (const { kind } of reservations) counted.set(kind, (counted.get(kind) ?? 0) + 1);
  // What the workflow says counts too: the larger number is the more careful one.
  const { deferred, claimed } = counts;
  for (const [kind, count] of [
    ['deferred', deferred],
    ['claimed', claimed],
  ] as const) {
    counted.set(kind, Math.max(count, counted.get(kind) ?? 0));
  }
  return Object.entries(RESERVED).flatMap(([kind, words]) => {
    const count = counted.get(kind as ReservationKind) ?? 0;
    return count > 0 ? [`${count} ${words}`] : [];
  });
}

function baselineReasons({ baseline, tip }: CertificationFacts): readonly string[] {
  const failed = baseline
    .filter((each) => !opensGate(each.result))
    .map((each) => `${each.gate} is ${each.result}${each.code === null ? '' : ` (${each.code})`}`);
  const stale = baseline.some((each) => each.snapshot.tree !== tip.tree);
  return stale ? [...failed, 'the branch moved while the baseline ran'] : failed;
}

function evidenceReasons(facts: CertificationFacts): readonly string[] {
  const { evidenceProblems, checkpointed, counts, incomplete } = facts;
  const problems = [...evidenceProblems.map((problem) => `evidence: ${problem}`), ...incomplete];
  if (checkpointed >= counts.done) return [...problems, ...unaccountedReasons(facts)];
  return [...problems, `${counts.done} items count as done, but ${checkpointed} have a checkpoint`];
}

/** Items that nothing in the evidence accounts for, whatever the workflow believes of them. */
function unaccountedReasons(facts: CertificationFacts): readonly string[] {
  const { counts, checkpointed, reservations } = facts;
  const put = new Set(
    reservations.filter((each) => ACCOUNTED.has(each.kind)).map((each) => each.item),
  );
  const unaccounted = counts.items - checkpointed - put.size - counts.blocked - counts.open;
  return unaccounted > 0
    ? [`${unaccounted} neither committed nor put off by a recorded decision`]
    : [];
}

const ACCOUNTED: ReadonlySet<ReservationKind> = new Set(['deferred', 'skipped', 'claimed']);

function itemReasons(counts: ItemCounts): readonly string[] {
  const { blocked, open } = counts;
  return [
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
    ...(open > 0 ? [`${open} not finished`] : []),
  ];
}
