import type { Actor } from '../domain/actor.ts';
import type {
  CheckpointRecord,
  RecordScope,
  RunRecord,
  TalkRecord,
  VerdictRecord,
} from '../domain/evidence-record.ts';
import type { Result } from '../domain/result.ts';
import type { ItemProof } from '../domain/rules/item-proof.ts';

/** The newest run of one gate on one tree. */
interface LatestRun {
  readonly gate: string;
  readonly stage: RunRecord['stage'];
  readonly tree: string;
  readonly result: Result;
}

/** What is remembered of one item until its checkpoint, or of the program itself. */
export interface ItemFacts {
  readonly implementers: Actor[];
  readonly verdicts: VerdictRecord[];
  readonly runs: Map<string, LatestRun>;
  readonly verifyGates: Set<string>;
  lastRed: Result | null;
  committed: boolean;
}

export function emptyFacts(): ItemFacts {
  return {
    implementers: [],
    verdicts: [],
    runs: new Map(),
    verifyGates: new Set(),
    lastRed: null,
    committed: false,
  };
}

/** A later run of a gate on the same tree replaces an earlier one. */
export function rememberRun(facts: ItemFacts, run: RunRecord): void {
  const { gate, stage, result } = run;
  const { tree } = run.snapshot;
  facts.runs.set(JSON.stringify([stage, gate, tree]), { gate, stage, tree, result });
  if (stage === 'VERIFY') facts.verifyGates.add(gate);
  if (stage === 'RED') facts.lastRed = result;
}

/** A verdict that was taken back counts for nothing. */
export function withdraw({ verdicts }: ItemFacts, { talk, verdict }: TalkRecord): void {
  if (talk !== 'withdraw') return;
  const place = verdicts.findLastIndex((each) => each.messageId === verdict);
  if (place !== -1) verdicts.splice(place, 1);
}

/** The gates that ran, on whatever tree. */
export function gatesOf(facts: ItemFacts | undefined): ReadonlySet<string> {
  return new Set([...(facts?.runs.values() ?? [])].map((run) => run.gate));
}

/** What was proven of an item when it was committed, in few words: there may be 10,000 of them. */
export function proofOf(
  scope: RecordScope,
  facts: ItemFacts,
  {
    checkpoint,
    waived,
  }: { readonly checkpoint: CheckpointRecord; readonly waived: ReadonlySet<string> },
): ItemProof {
  const { commit, tree, parent, approvedTree, attempt } = checkpoint;
  const runs = [...facts.runs.values()];
  const onTree = runs.filter((run) => run.stage !== 'RED' && run.tree === approvedTree);
  const approvals = facts.verdicts
    .filter((vote) => vote.verdict === 'APPROVED' && vote.attempt === attempt)
    .filter((vote) => vote.snapshot.tree === approvedTree)
    .map(({ actor, gates }) => ({ actor, gates }));
  return {
    item: scope.item ?? '',
    commit,
    tree,
    approvedTree,
    parent,
    policyDigest: scope.policyDigest,
    red: facts.lastRed,
    gates: new Map(onTree.map((run) => [run.gate, waived.has(run.gate) ? 'WAIVED' : run.result])),
    approvals,
    implementers: checkpoint.implementers,
  };
}
