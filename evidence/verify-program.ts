import { type Actor, includesActor } from '../domain/actor.ts';
import type {
  CertificationRecord,
  CheckpointRecord,
  EvidenceRecord,
  RecordScope,
  RunRecord,
  TalkRecord,
  VerdictRecord,
} from '../domain/evidence-record.ts';
import { opensGate, type Result } from '../domain/result.ts';
import { createWaiverLedger, type LedgerWaiver } from '../domain/waiver-ledger.ts';
import type { EvidenceProblem, ProgramProblemCode } from './problem.ts';

/** A record with its place in the log. */
export interface PlacedRecord {
  readonly seq: number;
  readonly record: EvidenceRecord;
}

/** The newest run of one gate on one tree. */
interface LatestRun {
  readonly gate: string;
  readonly stage: RunRecord['stage'];
  readonly tree: string;
  readonly result: Result;
}

/** What is remembered of one item until its checkpoint. */
interface ItemFacts {
  readonly implementers: Actor[];
  readonly verdicts: VerdictRecord[];
  readonly runs: Map<string, LatestRun>;
  readonly verifyGates: Set<string>;
  committed: boolean;
}

/** Reads records one by one, in the order of the log, and says what each contradicts. */
export interface ProgramCheck {
  add(placed: PlacedRecord): readonly EvidenceProblem[];
}

/** What the records contradict, all at once. Pure. */
export function verifyProgram(records: Iterable<PlacedRecord>): readonly EvidenceProblem[] {
  const check = createProgramCheck();
  return [...records].flatMap((placed) => check.add(placed));
}

/**
 * Checks the meaning of records: every checkpoint has its approval and its gates on exactly the tree
 * that was committed, no reviewer implemented, no run counts twice, and a certification rests on
 * what was recorded. Believes that the records are genuine: `verifyLog` is for that.
 */
export function createProgramCheck(): ProgramCheck {
  const items = new Map<string, ItemFacts>();
  const programs = new Map<string, ItemFacts & { committedItems: number }>();
  const runs = new Set<string>();
  const waivers = createWaiverLedger();

  const factsOfItem = (scope: RecordScope): ItemFacts =>
    getOrAdd(items, JSON.stringify([scope.program, scope.item]), emptyFacts);
  const factsOfProgram = (scope: RecordScope): ItemFacts & { committedItems: number } =>
    getOrAdd(programs, scope.program, () => ({ ...emptyFacts(), committedItems: 0 }));

  const addRun = (scope: RecordScope, run: RunRecord): readonly Found[] => {
    const facts = scope.item === null ? factsOfProgram(scope) : factsOfItem(scope);
    // A run on the base tree is the proof of a waiver, and no gate of the item's own tree.
    if (run.stage !== 'BASE') rememberRun(facts, run);
    const { workflowId, runId } = scope;
    const key = JSON.stringify([workflowId, runId, run.stage, run.gate, run.attempt]);
    const twice = runs.has(key);
    runs.add(key);
    if (!twice) return [];
    const message = `Attempt ${run.attempt} of gate ${run.gate} is recorded twice.`;
    return [{ code: 'RUN_RECORDED_TWICE', message }];
  };

  const addCheckpoint = (scope: RecordScope, checkpoint: CheckpointRecord): readonly Found[] => {
    const facts = factsOfItem(scope);
    const waived = waivers.waivedGates(scope, checkpoint.approvedTree);
    const found = facts.committed
      ? [twiceCommitted(scope)]
      : checkpointProblems(facts, checkpoint, waived);
    if (!facts.committed) factsOfProgram(scope).committedItems += 1;
    // Only that it was committed is needed from here on: memory stays small in a long log.
    items.set(JSON.stringify([scope.program, scope.item]), { ...emptyFacts(), committed: true });
    return found;
  };

  const inspect = ({ scope, body }: EvidenceRecord): readonly Found[] => {
    switch (body.type) {
      case 'run':
        return addRun(scope, body);
      case 'submission':
        factsOfItem(scope).implementers.push(body.actor);
        return [];
      case 'verdict':
        factsOfItem(scope).verdicts.push(body);
        return [];
      case 'talk':
        withdraw(factsOfItem(scope), body);
        return [];
      case 'checkpoint':
        return addCheckpoint(scope, body);
      case 'certification': {
        const program = factsOfProgram(scope);
        const carried = waivers.carried(scope.program);
        return [
          ...certificationProblems(program, body),
          ...waiverProblems(body, carried, scope.atMs),
        ];
      }
      case 'refusal':
      case 'decision':
      case 'waiver':
        return [];
    }
  };

  return {
    add: ({ seq, record }) => {
      const found = inspect(record);
      const unfounded = waivers
        .add(record)
        .map((message): Found => ({ code: 'WAIVER_UNFOUNDED', message }));
      return [...found, ...unfounded].map((each) => ({ ...each, record: seq }));
    },
  };
}

interface Found {
  readonly code: ProgramProblemCode;
  readonly message: string;
}

function emptyFacts(): ItemFacts {
  return {
    implementers: [],
    verdicts: [],
    runs: new Map(),
    verifyGates: new Set(),
    committed: false,
  };
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** A later run of a gate on the same tree replaces an earlier one. */
function rememberRun(facts: ItemFacts, run: RunRecord): void {
  const { gate, stage, result } = run;
  const { tree } = run.snapshot;
  facts.runs.set(JSON.stringify([stage, gate, tree]), { gate, stage, tree, result });
  if (stage === 'VERIFY') facts.verifyGates.add(gate);
}

/** A verdict that was taken back counts for nothing. */
function withdraw({ verdicts }: ItemFacts, { talk, verdict }: TalkRecord): void {
  if (talk !== 'withdraw') return;
  const place = verdicts.findLastIndex((each) => each.messageId === verdict);
  if (place !== -1) verdicts.splice(place, 1);
}

function twiceCommitted(scope: RecordScope): Found {
  const message = `Item ${scope.item} has a second checkpoint.`;
  return { code: 'CHECKPOINT_RECORDED_TWICE', message };
}

function checkpointProblems(
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
  const { tree, approvedTree, attempt, reviewers } = checkpoint;
  const found: Found[] = [];
  const report = (message: string): void => {
    found.push({ code: 'CHECKPOINT_TREE_NOT_APPROVED', message });
  };
  if (tree !== approvedTree) report(`Tree ${tree} was committed, but ${approvedTree} approved.`);
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

function certificationProblems(
  program: ItemFacts & { readonly committedItems: number },
  certification: CertificationRecord,
): readonly Found[] {
  const { verdict, counts, tree } = certification;
  if (verdict === 'NO_GO') return [];
  const failed = [...program.runs.values()].filter(
    (run) => run.stage === 'CERTIFICATION' && run.tree === tree && !opensGate(run.result),
  );
  const messages = [
    ...failed.map((run) => `${run.gate} ended as ${run.result} on the certified tree.`),
    ...(counts.done > program.committedItems
      ? [`${counts.done} items count as done, ${program.committedItems} have a checkpoint.`]
      : []),
  ];
  return messages.map((message) => ({ code: 'CERTIFICATION_UNFOUNDED', message }));
}

/** A verdict that hides a waiver: a plain GO with one in force, or any but NO_GO with one that ended. */
function waiverProblems(
  { verdict }: CertificationRecord,
  carried: readonly LedgerWaiver[],
  atMs: number,
): readonly Found[] {
  const ended = carried.filter((each) => each.untilMs <= atMs);
  const messages = [
    ...(verdict === 'GO' && carried.length > 0
      ? [`The verdict is GO with ${carried.length} waivers in force.`]
      : []),
    ...(verdict !== 'NO_GO' && ended.length > 0
      ? [`The verdict is ${verdict} although waivers had ended: ${namesOf(ended)}.`]
      : []),
  ];
  return messages.map((message) => ({ code: 'CERTIFICATION_UNFOUNDED', message }));
}

function namesOf(waivers: readonly LedgerWaiver[]): string {
  return waivers.map(({ item, id }) => `${item}/${id}`).join(', ');
}
