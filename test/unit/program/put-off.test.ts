import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { countItems } from '../../../domain/program/baseline.ts';
import { nextProgramDeadlineMs } from '../../../domain/program/deadline.ts';
import { programDetails } from '../../../domain/program/program-details.ts';
import { viewOfProgram } from '../../../domain/program/program-view.ts';
import { IMPLEMENTER, LEAD } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const UNTIL_MS = 90_000;
const REASON = 'the feature was dropped';

const desk = (backlog: string) =>
  new ProgramDesk(backlogOf(backlog), { onBlocked: 'continue' }).settle();
const skip = (program: ProgramDesk, item: string, actor: Actor = LEAD) =>
  program.tell({ type: 'defer', item, reason: REASON, skip: 'for-good' }, actor);
const defer = (program: ProgramDesk, item: string, untilMs: number | null = null) =>
  program.tell({ type: 'defer', item, reason: 'after the holidays', untilMs });
const decisions = (program: ProgramDesk) =>
  program.records.flatMap(({ scope, body }) =>
    body.type === 'decision' ? [`${body.decision} ${scope.item} by ${body.actor}`] : [],
  );

describe('an item that has not started', () => {
  test('is skipped by the program, as evidence of the item, and what depends on it starts', () => {
    const program = desk('P0-a P0-b P0-c<P0-b');
    expect(skip(program, 'P0-b')).toMatchObject({ kind: 'accepted' });
    program.done('P0-a');
    expect(program.started).toEqual(['P0-a', 'P0-c']);
    const started = program.commands.findLast((each) => each.type === 'startItem');
    expect(started).toMatchObject({ skipped: [{ id: 'P0-b', reason: REASON }] });
    expect(decisions(program)).toEqual([`defer P0-b by ${LEAD}`]);
    program.done('P0-c');
    expect(countItems(program.contract, program.state)).toMatchObject({ done: 2, skipped: 1 });
    expect(program.state.phase.kind).toBe('closed');
  });

  test('is put off until its moment, and then starts by itself', () => {
    const program = desk('P0-a P0-b P1-c');
    defer(program, 'P0-b', UNTIL_MS);
    program.done('P0-a');
    expect(program.started).toEqual(['P0-a', 'P1-c']);
    expect(countItems(program.contract, program.state)).toMatchObject({ deferred: 1, open: 1 });
    expect(programDetails(program.contract, program.state)).toContain('deferred: after the hol');
    const { open } = viewOfProgram(program.contract, program.state, { offset: 0, limit: 10 });
    expect(open.find(({ id }) => id === 'P0-b')).toMatchObject({ standing: 'deferred' });
    program.done('P1-c');
    expect(program.state.phase.kind).toBe('running');
    expect(nextProgramDeadlineMs(program.contract, program.state)).toBe(UNTIL_MS);
    program.atMs = UNTIL_MS;
    program.feed({ type: 'clock' });
    expect(program.started).toEqual(['P0-a', 'P1-c', 'P0-b']);
    expect(decisions(program)).toEqual([`defer P0-b by ${LEAD}`, 'unblock P0-b by service:sluice']);
  });

  test('starts as soon as a release lead lets it, and its date then changes nothing', () => {
    const program = desk('P0-a P0-b');
    defer(program, 'P0-b', UNTIL_MS);
    program.done('P0-a');
    const unblock = { type: 'unblock', item: 'P0-b', reason: 'needed now' } as const;
    expect(program.tell(unblock, IMPLEMENTER)).toMatchObject({ code: 'NOT_ALLOWED' });
    program.tell(unblock);
    expect(program.started).toEqual(['P0-a', 'P0-b']);
    expect(nextProgramDeadlineMs(program.contract, program.state)).toBeNull();
    expect(program.tell(unblock)).toMatchObject({ code: 'NOT_BLOCKED' });
  });

  test('can be put off and then skipped, and not the other way', () => {
    const program = desk('P0-a P0-b');
    defer(program, 'P0-b');
    skip(program, 'P0-b');
    expect(defer(program, 'P0-b')).toMatchObject({ kind: 'refused', code: 'ITEM_CLOSED' });
    program.done('P0-a');
    expect(program.state.phase.kind).toBe('closed');
  });

  test('that is far ahead in the plan is looked up there first', () => {
    const many = Array.from({ length: 60 }, (_, place) => `P0-${String(place).padStart(2, '0')}`);
    const program = desk(many.join(' '));
    expect(skip(program, 'P0-59')).toMatchObject({ facts: { checking: true } });
    program.settle();
    expect(program.outcome).toMatchObject({ answer: 'accepted' });
    expect(countItems(program.contract, program.state)).toMatchObject({ skipped: 1, open: 59 });
    skip(program, 'P0-99');
    program.settle();
    expect(program.outcome).toMatchObject({ answer: 'refused', code: 'ITEM_UNKNOWN' });
    for (const id of many.slice(0, 59)) program.done(id);
    expect(program.started).not.toContain('P0-59');
    expect(program.state.phase.kind).toBe('closed');
  });

  test('keeps back less urgent ones where the policy says so, as a held item does', () => {
    const program = new ProgramDesk(backlogOf('P0-a P1-b P2-c'), { onBlocked: 'wait' }).settle();
    defer(program, 'P1-b');
    program.done('P0-a');
    expect(program.started).toEqual(['P0-a']);
  });

  test('tells the tracker document', () => {
    const program = desk('P0-a P0-b');
    const tracker = { path: 'plan.md', sha256: 'a'.repeat(64) };
    Object.assign(program.contract, { tracker });
    skip(program, 'P0-b');
    const told = program.commands.findLast((each) => each.type === 'updateTracker');
    expect(told).toMatchObject({
      request: { change: { progress: { item: 'P0-b', status: 'skipped' } } },
    });
  });
});

describe('the program refuses to put off', () => {
  test('an item that has started, which takes the message itself', () => {
    expect(skip(desk('P0-a'), 'P0-a')).toMatchObject({ kind: 'refused', code: 'ITEM_STARTED' });
  });

  test('an item that is done', () => {
    const program = desk('P0-a P0-b');
    program.done('P0-a');
    expect(skip(program, 'P0-a')).toMatchObject({ kind: 'refused', code: 'ITEM_CLOSED' });
  });

  test('by an implementer, without a reason, or until a moment that has passed', () => {
    const program = desk('P0-a P0-b');
    expect(skip(program, 'P0-b', IMPLEMENTER)).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(skip(program, 'P0-b', 'human:nobody')).toMatchObject({ code: 'UNKNOWN_ACTOR' });
    expect(program.tell({ type: 'defer', item: 'P0-b', reason: ' ' })).toMatchObject({
      code: 'REASON_MISSING',
    });
    expect(defer(program, 'P0-b', 1)).toMatchObject({ code: 'EXPIRY_PASSED' });
  });
});
