import type { EvidenceRecord } from '../evidence-record.ts';
import type { WaiverClaim, WaiverProofRequest } from '../waiver.ts';
import { gateRequest, gatesOfRound } from './gate-sequence.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { newestOn } from './waiver-state.ts';

/** Names the run on the base tree: one for each waiver, so that each has its own record. */
export function proofGate({ gate, id }: Pick<WaiverClaim, 'gate' | 'id'>): string {
  return `base/${gate}/${id}`;
}

/**
 * Asks for the same gate on the tree that the work started from. By its exit code alone: that tree
 * has no RED to be held against, and the tests are compared afterwards.
 */
export function proofRequest(
  contract: ItemContract,
  state: ItemState,
  asked: {
    readonly claim: WaiverClaim;
    readonly atMs: number;
    readonly pending: readonly EvidenceRecord[];
  },
): WaiverProofRequest | null {
  const { claim, atMs, pending } = asked;
  const step = gatesOfRound(contract, state).find((each) => each.gate.id === claim.gate);
  const failed = newestOn(state, claim.gate);
  if (step === undefined || failed === undefined) return null;
  const run = gateRequest(contract, state, { step, atMs, pending });
  const { result, code, exitCode, casesSha256 = null } = failed;
  return {
    waiver: claim.id,
    run: {
      ...run,
      key: { ...run.key, gate: proofGate(claim) },
      stage: 'BASE',
      shownStage: claim.stage,
      rule: { rule: 'exit-zero' },
      source: { kind: 'commit', commit: claim.snapshot.base },
      frozen: null,
    },
    failed: { result, code, exitCode, casesSha256 },
    stage: claim.stage,
    tests: claim.tests,
    itemTests: contract.item.tests,
    redCasesSha256: state.red?.casesSha256 ?? null,
  };
}
