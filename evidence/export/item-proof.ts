import { sameActor } from '../../domain/actor.ts';
import type {
  CheckpointRecord,
  EvidenceRecord,
  RunRecord,
  VerdictRecord,
} from '../../domain/evidence-record.ts';
import { opensGate } from '../../domain/result.ts';

const RED_REPLAY = 'red-replay';

export interface ProvenRun {
  readonly run: RunRecord;
  readonly seq: number;
}

export interface ProvenApproval {
  readonly verdict: VerdictRecord;
  readonly record: EvidenceRecord;
}

/** The records that an item's checkpoint rests on. */
export interface ItemProof {
  readonly item: string;
  readonly checkpoint: CheckpointRecord;
  /** The run that proved the tests to fail; null where the item's profile has none. */
  readonly red: ProvenRun | null;
  /** The newest run of each other gate on the approved tree, in the order in which they ran. */
  readonly gates: readonly ProvenRun[];
  readonly approvals: readonly ProvenApproval[];
  readonly policyDigest: string;
}

/** Finds what the checkpoint of an item rests on among the item's records; null before it has one. */
export function itemProof(
  item: string,
  records: readonly { readonly seq: number; readonly record: EvidenceRecord }[],
): ItemProof | null {
  let red: ProvenRun | null = null;
  const gates = new Map<string, ProvenRun>();
  const approvals: ProvenApproval[] = [];
  for (const { seq, record } of records) {
    const { body, scope } = record;
    if (body.type === 'run') {
      const isRed = body.stage === 'RED' || body.gate === RED_REPLAY;
      if (isRed && opensGate(body.result)) red = { run: body, seq };
      if (isRed || body.stage === 'BASE') continue;
      const key = `${body.gate} ${body.snapshot.tree}`;
      gates.delete(key);
      gates.set(key, { run: body, seq });
    } else if (body.type === 'verdict') {
      approvals.push({ verdict: body, record });
    } else if (body.type === 'checkpoint') {
      const { approvedTree, attempt, reviewers } = body;
      return {
        item,
        checkpoint: body,
        red,
        gates: [...gates.values()].filter(({ run }) => run.snapshot.tree === approvedTree),
        approvals: approvals.filter(
          ({ verdict }) =>
            verdict.verdict === 'APPROVED' &&
            verdict.attempt === attempt &&
            verdict.snapshot.tree === approvedTree &&
            reviewers.some((each) => sameActor(each, verdict.actor)),
        ),
        policyDigest: scope.policyDigest,
      };
    }
  }
  return null;
}
