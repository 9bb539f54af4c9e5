import type { RerunFact, TalkRecord, VerdictRecord } from '../evidence-record.ts';
import { nextFindingIds } from '../review/findings.ts';
import { isRerun } from './gate-sequence.ts';
import type { ReviewMessage, TalkMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { withdrawableVote } from './withdrawal.ts';

/** The evidence of a verdict, with the numbers that its findings get and what it could rest on. */
export function verdictOf(
  contract: ItemContract,
  state: ItemState,
  message: ReviewMessage,
): VerdictRecord {
  const { verdict, messageId, actor, attempt, tree, gates, findings, note } = message;
  const ids = nextFindingIds(state.findings ?? [], findings.length);
  const reruns = rerunsOf(state);
  return {
    type: 'verdict',
    verdict,
    messageId,
    actor,
    attempt,
    snapshot: state.candidate ?? { commit: '', tree, base: '' },
    gates,
    findings: findings.map((finding, nth) => ({ ...finding, id: ids[nth] ?? '' })),
    note,
    ...(contract.solo === true ? { solo: true as const } : {}),
    ...(reruns.length === 0 ? {} : { reruns }),
  };
}

/** Sluice's own runs for the reviewer on the tree under review, the newest of each gate. */
export function rerunsOf({ gates, candidate }: ItemState): readonly RerunFact[] {
  const onTree = gates.filter((entry) => isRerun(entry.gate) && entry.tree === candidate?.tree);
  return onTree
    .filter((entry, nth) => onTree.findLastIndex((each) => each.gate === entry.gate) === nth)
    .map(({ gate, exitCode, recordSha256 }) => ({ gate, exitCode, recordSha256 }));
}

/** The evidence of what was said around a review. */
export function talkOf(contract: ItemContract, state: ItemState, message: TalkMessage): TalkRecord {
  const { messageId, actor, type: talk } = message;
  const base = { type: 'talk', talk, messageId, actor, attempt: state.attempt } as const;
  const nothing = { to: null, finding: null, state: null, verdict: null };
  switch (message.type) {
    case 'ask':
    case 'comment':
      return { ...base, ...nothing, text: message.text };
    case 'reassign':
      return { ...base, ...nothing, text: message.reason, to: message.to };
    case 'settle': {
      const { finding, reason: text } = message;
      return { ...base, ...nothing, text, finding, state: message.state };
    }
    case 'withdraw': {
      const verdict = withdrawableVote(contract, state, actor)?.messageId ?? null;
      return { ...base, ...nothing, text: message.reason, verdict };
    }
  }
}
