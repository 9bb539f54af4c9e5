import { describe, expect, test } from 'vitest';
import { nextProgramDeadlineMs } from '../../../domain/program/deadline.ts';
import { programDetails } from '../../../domain/program/program-details.ts';
import { reasonOfStandstill } from '../../../domain/program/schedule.ts';
import { LEAD, REVIEWER } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const FROM = '1970-01-01T00:10Z';
const UNTIL = '1970-01-01T02:00+01:00';
const [FROM_MS, UNTIL_MS] = [600_000, 3_600_000];

const desk = (backlog = 'P0-a P0-b P0-c') =>
  new ProgramDesk(backlogOf(backlog), { lanes: 2 }).settle();
let messages = 0;
function pause(program: ProgramDesk, fields: Readonly<Record<string, unknown>> = {}) {
  messages += 1;
  const base = { type: 'pause' as const, messageId: `p${messages}`, actor: LEAD };
  return program.receive({ ...base, reason: 'holidays', until: UNTIL, ...fields });
}
function clockAt(program: ProgramDesk, atMs: number): void {
  program.atMs = atMs;
  program.feed({ type: 'clock' });
  program.settle();
}

describe('a freeze', () => {
  test('starts nothing new, tells what is at work, and ends by itself', () => {
    const program = desk();
    expect(pause(program)).toMatchObject({ kind: 'accepted' });
    expect(program.commands.findLast(({ type }) => type === 'tellFreeze')).toMatchObject({
      ids: ['P0-a', 'P0-b'],
      freeze: { untilMs: UNTIL_MS },
    });
    program.done('P0-a');
    expect(program.started).toEqual(['P0-a', 'P0-b']);
    expect(reasonOfStandstill(program.contract, program.state)).toContain('frozen by human:lea');
    expect(programDetails(program.contract, program.state)).toContain('FROZEN until');
    expect(nextProgramDeadlineMs(program.contract, program.state)).toBe(UNTIL_MS);
    clockAt(program, UNTIL_MS);
    expect(program.started).toEqual(['P0-a', 'P0-b', 'P0-c']);
    expect(program.state.freeze).toBeNull();
    const records = program.commands.flatMap((each) =>
      each.type === 'record' ? each.records : [],
    );
    expect(records.at(-1)?.body).toMatchObject({ decision: 'resume', actor: 'service:sluice' });
  });

  test('begins at its own time, and what starts before is told of it', () => {
    const program = desk();
    pause(program, { from: FROM });
    program.done('P0-a');
    const started = program.commands.findLast((each) => each.type === 'startItem');
    expect(started).toMatchObject({ freeze: { fromMs: FROM_MS, untilMs: UNTIL_MS } });
    clockAt(program, FROM_MS);
    expect(program.state.freeze?.inForce).toBe(true);
  });

  test('lets exempt items start, past more urgent ones, and does not hold them up', () => {
    const program = desk('P0-a P0-b P0-c P1-d');
    pause(program, { exempt: ['P1-d', 'P0-a'] });
    expect(program.commands.findLast(({ type }) => type === 'tellFreeze')).toMatchObject({
      ids: ['P0-b'],
    });
    program.done('P0-a');
    expect(program.started).toEqual(['P0-a', 'P0-b', 'P1-d']);
    const started = program.commands.findLast((each) => each.type === 'startItem');
    expect(started).not.toHaveProperty('freeze');
  });

  test('is ended early by resume, and everybody is told', () => {
    const program = desk();
    pause(program);
    program.send('resume');
    expect(program.commands.findLast(({ type }) => type === 'tellFreeze')).toMatchObject({
      freeze: null,
    });
    program.done('P0-a');
    expect(program.started).toContain('P0-c');
  });

  test.each([
    ['without a zone', { until: '1970-01-01T02:00' }, 'EXPIRY_WITHOUT_ZONE'],
    ['that begins without one', { from: '1970-01-01T00:10' }, 'EXPIRY_WITHOUT_ZONE'],
    ['that is over', { until: '1970-01-01T00:00Z' }, 'EXPIRY_PASSED'],
    ['that ends before it begins', { from: '1970-01-01T03:00Z' }, 'WINDOW_EMPTY'],
    ['with exemptions and no end', { until: null, exempt: ['P0-a'] }, 'EXPIRY_WITHOUT_ZONE'],
    ['by a reviewer', { actor: REVIEWER }, 'NOT_ALLOWED'],
  ])('is refused %s', (_what, fields, code) => {
    expect(pause(desk(), fields)).toMatchObject({ kind: 'refused', code });
  });

  test('is not laid over another one', () => {
    const program = desk();
    pause(program);
    expect(pause(program)).toMatchObject({ kind: 'refused', code: 'ALREADY_PAUSED' });
  });

  test('is refused when it exempts an item that is not planned, and nothing is frozen', () => {
    const program = desk();
    expect(pause(program, { exempt: ['P0-a', 'P9-z'] })).toMatchObject({
      facts: { checking: true },
    });
    program.settle();
    expect(program.outcome).toMatchObject({ code: 'ITEM_UNKNOWN', facts: { items: ['P9-z'] } });
    expect(program.state.freeze ?? null).toBeNull();
  });

  test('that exempts an item far ahead in the plan begins once that was found there', () => {
    const many = Array.from({ length: 60 }, (_, place) => `P0-${String(place).padStart(2, '0')}`);
    const program = desk(many.join(' '));
    pause(program, { exempt: ['P0-59'] });
    program.settle();
    expect(program.outcome).toMatchObject({ answer: 'accepted' });
    expect(program.state.freeze).toMatchObject({ exempt: ['P0-59'], inForce: true });
  });
});
