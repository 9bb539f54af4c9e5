import { describe, expect, test } from 'vitest';
import { REVIEWER } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const desk = (
  backlog: string,
  fields: ConstructorParameters<typeof ProgramDesk>[1] = {},
): ProgramDesk => new ProgramDesk(backlogOf(backlog), fields);

const HELD = { kind: 'held', hold: 'deferred', reason: 'later' } as const;

describe('the baseline', () => {
  test('runs before the first item', () => {
    const program = desk('P0-1');
    expect(program.commands.map((each) => each.type)).toEqual(['runGate']);
    expect(program.started).toEqual([]);
  });

  test('blocks the program when it fails, says what failed, and runs again when told to', () => {
    const program = desk('P0-1').settle('FAIL');
    expect(program.state.phase).toMatchObject({
      kind: 'baseline-failed',
      reason: 'baseline/baseline: COMMAND_FAILED (exit 1)',
    });
    expect(program.started).toEqual([]);
    expect(program.retry('baseline')).toMatchObject({ kind: 'accepted' });
    program.settle();
    expect(program.started).toEqual(['P0-1']);
  });

  test('retried before it failed is refused', () => {
    expect(desk('P0-1').retry('baseline')).toMatchObject({ code: 'NOTHING_TO_RETRY' });
  });
});

describe('items', () => {
  test('start in strict priority order, one lane at a time', () => {
    const program = desk('P1-a P0-b P2-c P0-d').settle();
    for (const id of ['P0-b', 'P0-d', 'P1-a', 'P2-c']) {
      expect(program.active).toEqual([id]);
      program.done(id);
    }
    expect(program.started).toEqual(['P0-b', 'P0-d', 'P1-a', 'P2-c']);
  });

  test('wait for what they depend on, which is pulled forward', () => {
    const program = desk('P0-a<P2-z P1-b P2-z').settle();
    expect(program.active).toEqual(['P2-z']);
    program.done('P2-z');
    expect(program.active).toEqual(['P0-a']);
  });

  test('fill as many lanes as the policy has', () => {
    expect(desk('P0-a P0-b P1-c<P0-a P1-d', { lanes: 3 }).settle().active).toEqual([
      'P0-a',
      'P0-b',
      'P1-d',
    ]);
  });

  test('of the same or a lower priority wait for a blocked one, a more urgent one does not', () => {
    const program = desk('P1-a P1-b P2-c').settle();
    program.hold('P1-a');
    expect(program.active).toEqual([]);
    program.release('P1-a');
    expect(program.active).toEqual(['P1-a']);
    const urgent = desk('P1-z<P1-a P1-a P0-u<P1-b P1-b', { lanes: 1 }).settle();
    expect(urgent.active).toEqual(['P1-b']);
  });

  test('go on past a blocked one where the policy says so, and it comes back first', () => {
    const program = desk('P0-a P1-b P1-c', { onBlocked: 'continue' }).settle();
    program.hold('P0-a');
    expect(program.active).toEqual(['P1-b']);
    program.release('P0-a');
    expect(program.active).toEqual(['P1-b']);
    program.done('P1-b');
    expect(program.active).toEqual(['P0-a']);
    expect(program.commands.at(-1)).toMatchObject({ type: 'admitItem', id: 'P0-a' });
  });

  test('that were lost pause the program, and start again when it is resumed', () => {
    const program = desk('P0-a').settle();
    program.feed({ type: 'itemLost', id: 'P0-a', reason: 'terminated' });
    expect(program.state.paused?.reason).toContain('terminated');
    program.send('resume');
    expect(program.started).toEqual(['P0-a', 'P0-a']);
  });
});

describe('a pause', () => {
  test('starts nothing until it ends', () => {
    const program = desk('P0-a P0-b').settle();
    program.send('pause');
    program.done('P0-a');
    expect(program.active).toEqual([]);
    program.send('resume');
    program.settle();
    expect(program.active).toEqual(['P0-b']);
  });

  test('is for release leads only, and refused attempts are kept', () => {
    const program = desk('P0-a').settle();
    expect(program.send('pause', REVIEWER)).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(program.send('pause', 'human:eve')).toMatchObject({ code: 'UNKNOWN_ACTOR' });
    expect(program.state.refusals).toHaveLength(2);
  });
});

describe('the certification', () => {
  test('reruns the baseline when all items are done, and closes the program on GO', () => {
    const program = desk('P0-a').settle();
    program.done('P0-a');
    const gates = program.commands.flatMap((each) =>
      each.type === 'runGate' ? [each.request.key.gate] : [],
    );
    expect(gates).toEqual(['baseline/baseline', 'certification/baseline']);
    const certify = program.commands.findLast((each) => each.type === 'certify');
    expect(certify?.request.counts).toMatchObject({ items: 1, done: 1, open: 0 });
    expect(program.state.phase.kind).toBe('closed');
  });

  test('is refused with reasons on NO_GO and can be tried again', () => {
    const program = desk('P0-a').settle();
    program.feed({ type: 'itemDone', id: 'P0-a', commit: 'c' });
    program.settle('PASS', 'NO_GO');
    expect(program.state.phase).toMatchObject({
      kind: 'not-certified',
      reason: 'the baseline failed',
    });
    program.retry('certification');
    program.settle();
    expect(program.state.phase.kind).toBe('closed');
  });

  test('stays as it is when the items that it leaves behind are ended', () => {
    const program = desk('P0-a').settle();
    program.feed({ type: 'itemStanding', id: 'P0-a', standing: HELD });
    program.send('certify');
    program.settle();
    const { state } = program;
    expect(state.phase.kind).toBe('closed');
    program.feed({ type: 'itemLost', id: 'P0-a', reason: 'it was cancelled' });
    expect(program.state).toEqual(state);
  });

  test('counts every item in exactly one way when the program is ended early', () => {
    const program = desk('P0-a P1-b P2-c').settle();
    program.hold('P0-a', 'deferred');
    program.send('certify');
    program.settle('PASS', 'NO_GO');
    const certify = program.commands.findLast((each) => each.type === 'certify');
    expect(certify?.request.counts).toEqual({
      items: 3,
      done: 0,
      claimed: 0,
      deferred: 1,
      blocked: 0,
      open: 2,
    });
  });

  test('refused while an item is at work', () => {
    expect(desk('P0-a').settle().send('certify')).toMatchObject({ code: 'WRONG_STAGE' });
  });

  test('refused runs on when a held item is released', () => {
    const program = desk('P0-a').settle();
    program.hold('P0-a');
    program.send('certify');
    program.settle('PASS', 'NO_GO');
    program.release('P0-a');
    expect(program.active).toEqual(['P0-a']);
  });
});
