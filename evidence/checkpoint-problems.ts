import { includesActor } from '../domain/actor.ts';
import type { CheckpointRecord, RecordScope } from '../domain/evidence-record.ts';
import { opensGate } from '../domain/result.ts';
import type { ItemFacts } from './item-facts.ts';
import type { ProgramProblemCode } from './problem.ts';

/** What a record contradicts. */
export interface Found {
  readonly code: ProgramProblemCode;
  readonly message: string;
}

export function twiceCommitted(scope: RecordScope): Found {
  const message = `Item ${scope.item} has a second checkpoint.`;
  return { code: 'CHECKPOINT_RECORDED_TWICE', message };
}

export function checkpointProblems(
  facts: ItemFacts,
  checkpoint: CheckpointRecord,
  waived: ReadonlySet<string>,
): readonly Found[] {
  return [
    ...approvalProblems(facts, checkpoint),
    ...reviewerProblems(facts, checkpoint),
    ...gateProblems(facts, checkpoint.approvedTree, waived),
  ];
}

function approvalProblems(facts: ItemFacts, checkpoint: CheckpointRecord): readonly Found[] {
  const { tree, approvedTree, attempt, reviewers, carriedOver } = checkpoint;
  const found: Found[] = [];
  const report = (message: string): void => {
    found.push({ code: 'CHECKPOINT_TREE_NOT_APPROVED', message });
  };
  // A verdict that was carried over a commit of excluded paths, such as the tracker document, is
  // committed with these as they are on the tip. The trees themselves are held against each other by
  // the certification, which has the repository.
  if (tree !== approvedTree && carriedOver === undefined) {
    report(`Tree ${tree} was committed, but ${approvedTree} approved.`);
  }
  const votes = facts.verdicts.filter(
    (vote) => vote.attempt === attempt && vote.snapshot.tree === approvedTree,
  );
  const approvers = votes.filter((vote) => vote.verdict === 'APPROVED').map((vote) => vote.actor);
  if (approvers.length < votes.length) report('A verdict on the committed tree asks for changes.');
  if (reviewers.length === 0) report('No reviewer is named.');
  for (const reviewer of reviewers) {
    if (!includesActor(approvers, reviewer)) report(`${reviewer} did not approve ${approvedTree}.`);
  }
  return found;
}

function reviewerProblems(facts: ItemFacts, checkpoint: CheckpointRecord): readonly Found[] {
  // In solo mode it is allowed, and said in the checkpoint and in every report.
  if (checkpoint.solo === true) return [];
  const implementers = [...facts.implementers, ...checkpoint.implementers];
  return checkpoint.reviewers
    .filter((reviewer) => includesActor(implementers, reviewer))
    .map((reviewer) => ({
      code: 'REVIEWER_IS_IMPLEMENTER',
      message: `${reviewer} implemented the item and approved it.`,
    }));
}

/**
 * Every verify gate passed or was waived on the committed tree, the last RED opened GREEN, and
 * nothing else failed.
 */
function gateProblems(
  facts: ItemFacts,
  tree: string,
  waived: ReadonlySet<string>,
): readonly Found[] {
  const runs = [...facts.runs.values()];
  const onTree = runs.filter((run) => run.tree === tree && run.stage !== 'RED');
  const red = runs.filter((run) => run.stage === 'RED');
  const verified = new Set(onTree.filter((run) => run.stage === 'VERIFY').map((run) => run.gate));
  const found: Found[] = onTree
    .filter((run) => !opensGate(run.result) && !waived.has(run.gate))
    .map((run) => notPassed(`${run.gate} ended as ${run.result} on the committed tree.`));
  if (red.length > 0 && !red.some((run) => opensGate(run.result))) {
    found.push(notPassed('RED was never accepted.'));
  }
  const missing = [...facts.verifyGates].filter((gate) => !verified.has(gate));
  if (verified.size === 0 || missing.length > 0) {
    const gates = missing.length > 0 ? missing.join(', ') : 'full verify';
    const message = `No run of ${gates} on the committed tree ${tree}.`;
    found.push({ code: 'CHECKPOINT_WITHOUT_VERIFY', message });
  }
  return found;
}

function notPassed(message: string): Found {
  return { code: 'CHECKPOINT_GATE_NOT_PASSED', message };
}
