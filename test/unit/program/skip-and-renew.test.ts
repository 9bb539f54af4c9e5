import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import { countItems } from '../../../domain/program/baseline.ts';
import type { Waiver } from '../../../domain/waiver.ts';
import { snapshotOf } from '../../support/item-desk.ts';
import { IMPLEMENTER, LEAD, REVIEWER } from '../../support/item-fixture.ts';
import { backlogOf, ProgramDesk } from '../../support/program-desk.ts';

const WAIVER: Waiver = {
  id: 'W1',
  gate: 'verify',
  stage: 'VERIFY',
  attempt: 2,
  snapshot: snapshotOf('green'),
  tests: [],
  actor: LEAD,
  reason: 'known',
  until: '1970-01-01T01:00Z',
  untilMs: 3_600_000,
  runSha256: null,
  status: 'in-force',
  basis: 'same-tests',
  code: null,
  facts: {},
  baseSha256: null,
};
const DAY_MS = 86_400_000;

describe('a skipped item', () => {
  test('is counted apart, and what depends on it starts and is told', () => {
    const desk = new ProgramDesk(backlogOf('P0-a P0-b<P0-a')).settle();
    desk.feed({ type: 'itemSkipped', id: 'P0-a', reason: 'dropped' });
    desk.settle();
    expect(desk.started).toEqual(['P0-a', 'P0-b']);
    const command = desk.commands.findLast((each) => each.type === 'startItem');
    expect(command?.skipped).toMatchObject([{ id: 'P0-a', reason: 'dropped' }]);
    desk.done('P0-b');
    const counts = countItems(desk.contract, desk.state);
    expect(counts).toMatchObject({ items: 2, done: 1, skipped: 1, open: 0 });
  });
});

describe('a waiver of a finished item', () => {
  const finished = (approver: Actor = LEAD): ProgramDesk => {
    const waivers = { approvers: [approver], maxDurationMs: DAY_MS, couldNotRun: [] };
    const desk = new ProgramDesk(backlogOf('P0-a P0-b'), { waivers }).settle();
    const carried = [{ item: 'P0-a', waiver: WAIVER, implementers: [IMPLEMENTER] }];
    desk.feed({ type: 'itemDone', id: 'P0-a', commit: 'c', waivers: carried });
    return desk;
  };
  const renewal = (fields: { actor?: Actor; item?: string; until?: string } = {}) => ({
    type: 'waive' as const,
    messageId: `renewal ${JSON.stringify(fields)}`,
    actor: LEAD,
    item: 'P0-a',
    gate: 'verify',
    reason: 'still down',
    until: '1970-01-01T20:00Z',
    ...fields,
  });

  test('is renewed by an approver, as evidence of the item', () => {
    const desk = finished();
    expect(desk.receive(renewal())).toMatchObject({ kind: 'accepted' });
    const record = desk.commands
      .flatMap((each) => (each.type === 'record' ? each.records : []))
      .find(({ body }) => body.type === 'waiver');
    expect(record).toMatchObject({
      scope: { item: 'P0-a' },
      body: {
        event: 'renewed',
        waiver: 'W1',
        until: '1970-01-01T20:00Z',
        snapshot: WAIVER.snapshot,
      },
    });
  });

  test.each([
    [
      'by who worked on it',
      { approver: IMPLEMENTER, fields: { actor: IMPLEMENTER }, code: 'WAIVER_BY_IMPLEMENTER' },
    ],
    ['by who may not', { approver: LEAD, fields: { actor: REVIEWER }, code: 'NOT_ALLOWED' }],
    [
      'without a zone',
      { approver: LEAD, fields: { until: '1970-01-01T20:00' }, code: 'EXPIRY_WITHOUT_ZONE' },
    ],
    [
      'for longer than allowed',
      { approver: LEAD, fields: { until: '1970-01-09T20:00Z' }, code: 'EXPIRY_TOO_LATE' },
    ],
    [
      'on an item that has none',
      { approver: LEAD, fields: { item: 'P0-b' }, code: 'NOTHING_TO_WAIVE' },
    ],
  ] as const)('is not renewed %s', (_what, { approver, fields, code }) => {
    expect(finished(approver).receive(renewal(fields))).toMatchObject({ kind: 'refused', code });
  });
});
