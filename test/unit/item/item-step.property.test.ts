import * as fc from 'fast-check';
import { describe, test } from 'vitest';
import { opensGate } from '../../../domain/result.ts';
import { stagesOf } from '../../../domain/stage.ts';
import { missingBeforeReview } from '../../../domain/item/completeness.ts';
import { ItemDesk, snapshotOf } from '../../support/item-desk.ts';
import {
  IMPLEMENTER,
  itemContract,
  LEAD,
  OTHER_IMPLEMENTER,
  OTHER_REVIEWER,
  REVIEWER,
} from '../../support/item-fixture.ts';

const ACTORS = [
  IMPLEMENTER,
  OTHER_IMPLEMENTER,
  OTHER_REVIEWER,
  REVIEWER,
  LEAD,
  'human:eve',
] as const;
const STAGES = ['RED', 'GREEN', 'TARGETED', 'VERIFY', 'REVIEW'] as const;

/** One thing that may happen; most are likely to be out of place, which is the point. */
type Move = (desk: ItemDesk) => void;

const actor = fc.constantFrom(...ACTORS);
/** Mostly the current attempt, sometimes an older or a later one. */
const drift = fc.constantFrom(0, 0, 0, 0, -1, 1);

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.tuple(actor, drift).map(
    ([who, by]): Move =>
      (desk) =>
        desk.red(who, desk.state.attempt + by),
  ),
  fc.tuple(actor, drift, fc.boolean()).map(
    ([who, by, changed]): Move =>
      (desk) =>
        desk.green({
          actor: who,
          attempt: desk.state.attempt + by,
          ...(changed ? { testsChanged: 'renamed' } : {}),
        }),
  ),
  fc.tuple(actor, drift, fc.boolean()).map(
    ([who, by, sameTree]): Move =>
      (desk) =>
        desk.approve({
          actor: who,
          attempt: desk.state.attempt + by,
          ...(sameTree ? {} : { tree: snapshotOf('foreign').tree }),
        }),
  ),
  actor.map(
    (who): Move =>
      (desk) =>
        desk.requestChanges(who),
  ),
  actor.map(
    (who): Move =>
      (desk) =>
        desk.block(who),
  ),
  actor.map(
    (who): Move =>
      (desk) =>
        desk.unblock(who),
  ),
  fc.constant<Move>((desk) => void desk.feed({ type: 'admitted', lane: 2 })),
  fc.constant<Move>((desk) => void desk.feed({ type: 'clock' })),
  fc.constant<Move>((desk) => void desk.feed({ type: 'recorded' })),
  fc.tuple(actor, fc.constantFrom(...STAGES)).map(
    ([who, from]): Move =>
      (desk) =>
        void desk.send({
          type: 'retry',
          messageId: desk.nextId(),
          actor: who,
          from,
          reason: 'again',
        }),
  ),
  // The gate that was asked for last ends, whether it is still awaited or not.
  fc
    .constantFrom('PASS', 'PASS', 'PASS', 'FAIL', 'ERROR', 'STALE', 'NA', 'WAIVED')
    .map((result): Move => (desk) => {
      const asked = desk.commands.some((each) => each.type === 'runGate');
      if (asked) desk.gate({ result, code: opensGate(result) ? null : 'COMMAND_FAILED' });
    }),
  fc.constantFrom('committed', 'moved', 'conflict').map((kind): Move => (desk) => {
    if (kind === 'committed') desk.committed();
    else if (kind === 'conflict') desk.checkpoint({ kind, tip: 'x', files: [] });
    else desk.checkpoint({ kind, tip: 'x', candidate: snapshotOf(`merged${desk.state.attempt}`) });
  }),
);

const setting = fc.record({
  profile: fc.constantFrom('tdd' as const, 'packet' as const, 'chore' as const),
  trigger: fc.constantFrom('submitted' as const, 'at-once' as const),
  approvals: fc.constantFrom(1, 2),
  attemptsMax: fc.constantFrom(2, 5),
});
/** A path that ends DONE, so that the property is not about programs that never get there. */
const honest: Move = (desk) => {
  if (desk.state.hold !== null) desk.unblock();
  if (desk.state.lane === null) desk.feed({ type: 'admitted', lane: 1 });
  if (desk.state.turn.kind === 'implementer') {
    if (desk.state.turn.submit === 'red') desk.red();
    else desk.green();
  } else if (desk.state.turn.kind === 'gate') desk.gate();
  else if (desk.state.turn.kind === 'reviewer') {
    desk.approve();
    desk.approve({ actor: OTHER_REVIEWER });
  } else if (desk.state.turn.kind === 'checkpoint') desk.committed();
};
const moves = fc.array(
  fc.oneof({ weight: 3, arbitrary: move }, { weight: 4, arbitrary: fc.constant(honest) }),
  {
    maxLength: 60,
  },
);

function play(fields: Parameters<typeof itemContract>[0], sequence: readonly Move[]): ItemDesk {
  const desk = new ItemDesk(itemContract(fields));
  for (const each of sequence) each(desk);
  return desk;
}

const RUNS = { numRuns: 2_000 };

describe('no sequence of events', () => {
  test('reaches DONE without every gate of the profile open on one and the same tree', () => {
    let done = 0;
    fc.assert(
      fc.property(setting, moves, (fields, sequence) => {
        const { contract, state } = play(fields, sequence);
        if (state.stage !== 'DONE') return true;
        done += 1;
        const tree = state.candidate?.tree;
        const votes = state.votes.filter(
          (vote) => vote.attempt === state.attempt && vote.tree === tree,
        );
        const approved = votes.filter((vote) => vote.verdict === 'APPROVED').length;
        const byOthers = votes.every((vote) => !state.implementers.includes(vote.actor));
        return (
          missingBeforeReview(contract, state).length === 0 &&
          approved >= contract.gates.review.approvals &&
          approved === votes.length &&
          byOthers
        );
      }),
      RUNS,
    );
    if (done < RUNS.numRuns / 20) throw new Error(`only ${done} sequences reached DONE`);
  });

  test('applies an event twice: played twice in a row, every message changes the state once', () => {
    fc.assert(
      fc.property(setting, moves, (fields, sequence) => {
        const desk = play(fields, sequence);
        const { attempt, candidate } = desk.state;
        const message = {
          type: 'review',
          messageId: 'twice',
          actor: REVIEWER,
          attempt,
          tree: candidate?.tree ?? '',
          verdict: 'APPROVED',
          gates: { P0: { result: 'PASS', reason: null }, P1: { result: 'PASS', reason: null } },
          findings: [],
          note: null,
        } as const;
        desk.send(message);
        const after = desk.state;
        const commands = desk.commands.length;
        const answer = desk.send(message);
        return (
          answer.kind === 'duplicate' && desk.state === after && desk.commands.length === commands
        );
      }),
      RUNS,
    );
  });

  test('applies a result twice: an echo of a gate or of a checkpoint changes nothing', () => {
    fc.assert(
      fc.property(setting, moves, (fields, sequence) => {
        const desk = play(fields, sequence);
        if (desk.state.turn.kind !== 'gate' || desk.state.hold !== null) return true;
        const { key } = desk.run;
        desk.gate();
        const after = desk.state;
        const isSameGate = after.turn.kind === 'gate' && after.turn.gate === key.gate;
        if (isSameGate && after.attempt === key.attempt) return false;
        desk.echo(key);
        return desk.state === after;
      }),
      RUNS,
    );
  });

  test('leaves an item in a stage that its profile does not have', () => {
    fc.assert(
      fc.property(setting, moves, (fields, sequence) => {
        const { contract, state } = play(fields, sequence);
        return state.stage === 'DONE' || stagesOf(contract.item.profile).includes(state.stage);
      }),
      RUNS,
    );
  });

  test('loses the record of an accepted message', () => {
    fc.assert(
      fc.property(setting, moves, (fields, sequence) => {
        const desk = play(fields, sequence);
        const kept = new Set(desk.records.map((each) => each.scope.key));
        const accepted = desk.state.seen.filter((each) => each.answer === 'accepted');
        return accepted.every((each) => kept.has(`${desk.contract.workflowId}/message/${each.id}`));
      }),
      RUNS,
    );
  });
});
