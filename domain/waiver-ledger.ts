import { type Actor, includesActor } from './actor.ts';
import type {
  CheckpointRecord,
  EvidenceRecord,
  RecordScope,
  RunRecord,
  WaiverRecord,
} from './evidence-record.ts';
import { rerunOf } from './item/gate-sequence.ts';
import { opensGate } from './result.ts';
import { type FailedRun, failureOf, isSameFailure } from './rules/same-failure.ts';
import { parseMoment } from './moment.ts';
import type { WaiverBasis } from './waiver.ts';

/** A waiver as the evidence alone shows it. */
export interface LedgerWaiver {
  readonly item: string;
  readonly id: string;
  readonly gate: string;
  readonly tree: string;
  readonly by: Actor;
  readonly reason: string;
  readonly until: string;
  readonly untilMs: number;
  readonly basis: WaiverBasis;
  /** The item was committed with it: it is part of the release until the end of the program. */
  readonly isCarried: boolean;
}

/** What is remembered of one item; all of it is small, however often its gates run. */
interface ItemLedger {
  readonly implementers: Actor[];
  /** Gates that did not pass on the base tree, as `gate base`. */
  readonly failedOnBase: Set<string>;
  /** How gates failed last, as `gate tree`. */
  readonly failures: Map<string, FailedRun>;
  readonly waivers: Map<string, LedgerWaiver>;
}

/** Reads records in the order of the log and knows at any point which waivers are in force. */
export interface WaiverLedger {
  /** Takes up a record; answers what it contradicts, in whole sentences. */
  add(record: EvidenceRecord): readonly string[];
  /** Gates of an item that are waived on a tree, with reruns that failed just as they did. */
  waivedGates(scope: Pick<RecordScope, 'program' | 'item'>, tree: string): ReadonlySet<string>;
  /** Waivers that items of the program were committed with, in the order of their grants. */
  carried(program: string): readonly LedgerWaiver[];
}

/**
 * A fold over the evidence. A grant counts only when it is founded: the same gate was seen not to
 * pass on the base tree, the approver did none of the work, and its end was still to come. A later
 * run of the gate on the same tree ends a waiver, because it says what is true now.
 */
export function createWaiverLedger(): WaiverLedger {
  const items = new Map<string, ItemLedger>();
  const ledgerOf = ({ program, item }: Pick<RecordScope, 'program' | 'item'>): ItemLedger => {
    const key = JSON.stringify([program, item]);
    const known = items.get(key);
    if (known !== undefined) return known;
    const made: ItemLedger = {
      implementers: [],
      failedOnBase: new Set(),
      failures: new Map(),
      waivers: new Map(),
    };
    items.set(key, made);
    return made;
  };
  return {
    add: ({ scope, body }) => {
      if (body.type === 'submission') ledgerOf(scope).implementers.push(body.actor);
      if (body.type === 'run' && scope.item !== null) addRun(ledgerOf(scope), body);
      if (body.type === 'waiver') return addWaiver(ledgerOf(scope), scope, body);
      return body.type === 'checkpoint' ? addCheckpoint(ledgerOf(scope), scope, body) : [];
    },
    waivedGates: (scope, tree) => {
      const ledger = ledgerOf(scope);
      const waivers = [...ledger.waivers.values()].filter((each) => each.tree === tree);
      return new Set(waivers.flatMap(({ gate }) => [gate, ...coveredReruns(ledger, gate, tree)]));
    },
    carried: (program) =>
      [...items]
        .filter(([key]) => (JSON.parse(key) as readonly unknown[])[0] === program)
        .flatMap(([, { waivers }]) => [...waivers.values()])
        .filter((each) => each.isCarried),
  };
}

function addRun(ledger: ItemLedger, run: RunRecord): void {
  const { gate, stage, result, snapshot } = run;
  if (stage === 'BASE') {
    const named = gateKey(waivedGate(gate), snapshot.commit);
    if (result === 'PASS') ledger.failedOnBase.delete(named);
    else ledger.failedOnBase.add(named);
    return;
  }
  const failure = gateKey(gate, snapshot.tree);
  if (opensGate(result)) ledger.failures.delete(failure);
  else ledger.failures.set(failure, failureOf(run));
  for (const [id, waiver] of ledger.waivers) {
    const isSame = waiver.gate === gate && waiver.tree === snapshot.tree;
    if (isSame && !waiver.isCarried) ledger.waivers.delete(id);
  }
}

/** The reviewer's rerun of a waived gate, where it failed on the same tree just as the gate did. */
function coveredReruns({ failures }: ItemLedger, gate: string, tree: string): readonly string[] {
  const waived = failures.get(gateKey(gate, tree));
  const rerun = failures.get(gateKey(rerunOf(gate), tree));
  const isCovered = waived !== undefined && rerun !== undefined && isSameFailure(waived, rerun);
  return isCovered ? [rerunOf(gate)] : [];
}

/** The key of a proof run is `base/GATE/WAIVER`; see `domain/item/waiver-proof.ts`. */
function waivedGate(gate: string): string {
  return gate.split('/').slice(1, -1).join('/');
}

function gateKey(gate: string, place: string): string {
  return JSON.stringify([gate, place]);
}

function addWaiver(
  ledger: ItemLedger,
  { item, atMs }: RecordScope,
  record: WaiverRecord,
): readonly string[] {
  const { event, waiver: id } = record;
  if (event === 'expired' && ledger.waivers.get(id)?.isCarried === false) ledger.waivers.delete(id);
  if (event !== 'granted' && event !== 'renewed') return [];
  const known = ledger.waivers.get(id);
  const problem = problemOf(ledger, record, { atMs, known });
  if (problem !== null) return [`Waiver ${id} of ${item} was ${event} although ${problem}.`];
  const { actor: by, gate, reason, until, snapshot, basis } = record;
  ledger.waivers.set(id, {
    item: item ?? '',
    id,
    gate,
    tree: snapshot.tree,
    by,
    reason,
    until,
    untilMs: parseMoment(until) ?? 0,
    basis: basis ?? known?.basis ?? 'exit-code',
    isCarried: known?.isCarried ?? false,
  });
  return [];
}

function problemOf(
  ledger: ItemLedger,
  record: WaiverRecord,
  at: { readonly atMs: number; readonly known: LedgerWaiver | undefined },
): string | null {
  const { event, actor, gate, snapshot, until } = record;
  if (includesActor(ledger.implementers, actor) && record.facts['solo'] !== true)
    return `${actor} worked on the item`;
  if ((parseMoment(until) ?? 0) <= at.atMs) return `its end ${until} had passed`;
  if (event === 'granted') {
    const isProven = ledger.failedOnBase.has(gateKey(gate, snapshot.base));
    return isProven ? null : `${gate} was not seen to fail on the base tree`;
  }
  const { known } = at;
  const isSame = known?.gate === gate && known.tree === snapshot.tree;
  return isSame ? null : `no such waiver was in force`;
}

function addCheckpoint(
  ledger: ItemLedger,
  { item, atMs }: RecordScope,
  { approvedTree }: CheckpointRecord,
): readonly string[] {
  const problems: string[] = [];
  for (const [id, waiver] of ledger.waivers) {
    if (waiver.tree !== approvedTree) ledger.waivers.delete(id);
    else ledger.waivers.set(id, { ...waiver, isCarried: true });
    const hasEnded = waiver.tree === approvedTree && waiver.untilMs <= atMs;
    if (hasEnded) problems.push(`${item} was approved after its waiver ${id} had ended.`);
  }
  // What its gates did on the way is needed no more: memory stays small in a long log.
  ledger.failedOnBase.clear();
  ledger.failures.clear();
  return problems;
}
