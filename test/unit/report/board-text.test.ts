import { describe, expect, test } from 'vitest';
import type { BoardItem, BoardModel, BoardProgram } from '../../../report/board-model.ts';
import { boardText } from '../../../report/board-text.ts';
import { cellWidth, fitCells, padCells } from '../../../report/cell-width.ts';

const PROGRAM: BoardProgram = {
  id: 'release-2026-11',
  state: 'running',
  freeze: null,
  phase: 'running',
  branch: 'main',
  verdict: null,
  commit: null,
  isStale: null,
  reason: null,
  actors: [],
  command: null,
  counts: { items: 5, done: 1, claimed: 1, deferred: 0, blocked: 1, open: 2 },
  lanes: 1,
  registers: { decisions: 0, openDebts: 0, openRisks: 0, fixesRequired: 0 },
  promoting: null,
  policyDigest: 'd'.repeat(64),
  startedAt: '2026-11-21T00:00:00.000Z',
};

function item(fields: Partial<BoardItem> & Pick<BoardItem, 'id'>): BoardItem {
  return {
    title: `Title of ${fields.id}`,
    priority: 'P0',
    status: 'todo',
    stage: null,
    waitingOn: 'lane',
    notice: null,
    attempt: null,
    lane: null,
    dependsOn: [],
    reason: null,
    hold: null,
    commit: null,
    claimed: false,
    actors: [],
    command: null,
    ...fields,
  };
}

const ITEMS = [
  item({ id: 'P0-001', status: 'done', stage: 'DONE', waitingOn: 'nobody', claimed: true }),
  item({
    id: 'P0-002',
    status: 'done',
    stage: 'DONE',
    waitingOn: 'nobody',
    commit: '0123456789abcdef0123456789abcdef01234567',
  }),
  item({
    id: 'P0-003',
    title: 'Bearer admin auth, with a title that is much too long for a narrow terminal',
    status: 'changes_requested',
    stage: 'GREEN',
    waitingOn: 'implementer',
    attempt: 3,
    actors: ['agent:codex', 'human:ana'],
    command: 'sluice green P0-003',
  }),
  item({
    id: 'P1-004',
    priority: 'P1',
    status: 'blocked',
    stage: 'VERIFY',
    waitingOn: 'unblocker',
    attempt: 1,
    actors: ['human:lea'],
    command: 'sluice unblock P1-004',
  }),
  item({ id: 'P1-005', title: '文書 \u001b[31mred', priority: 'P1', waitingOn: 'dependency' }),
];

function model(fields: Partial<BoardModel> = {}): BoardModel {
  return { program: PROGRAM, items: ITEMS, page: { offset: 0, limit: 50, total: 5 }, ...fields };
}

const WIDE = { columns: Number.POSITIVE_INFINITY, color: false };

describe('the board', () => {
  test('shows the program, every item and whose turn it is', () => {
    expect(boardText(model(), { columns: 100, color: false })).toMatchInlineSnapshot(`
      "release-2026-11 on main: running, 1 of 5 done, 1 blocked, 1 claimed done before

      ITEM    PRI  STATUS             STAGE     WAITING ON   COMMIT        TITLE
      P0-001  P0   done (claimed)                                          Title of P0-001
      P0-002  P0   done                                      0123456789ab  Title of P0-002
      P0-003  P0   changes_requested  GREEN #3  implementer                Bearer admin auth, with a titl…
      P1-004  P1   blocked            VERIFY    unblocker                  Title of P1-004
      P1-005  P1   todo                         dependency                 文書 ?[31mred

      next, for agent:codex, human:ana: sluice green P0-003
      next, for human:lea: sluice unblock P1-004"
    `);
  });

  test('never writes beyond the width of the terminal, unless ids alone are wider', () => {
    for (const columns of [90, 100, 120]) {
      const table = boardText(model(), { columns, color: false }).split('\n').slice(3, 9);
      for (const line of table) expect(cellWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('cuts nothing where nobody watches', () => {
    expect(boardText(model(), WIDE)).toContain('much too long for a narrow terminal');
  });

  test('colours the status only, and only when it is wanted', () => {
    const coloured = boardText(model(), { ...WIDE, color: true });
    expect(coloured).toContain('\u001b[31mblocked');
    const plain = boardText(model(), WIDE);
    expect(plain).not.toContain('\u001b');
    const [head = '', ...rest] = coloured.split('\u001b[');
    expect(head + rest.map((part) => part.replace(/^\d+m/, '')).join('')).toBe(plain);
  });

  test.each([
    [
      { state: 'paused', reason: 'paused by human:lea: tea', command: 'sluice resume' },
      ': PAUSED, 1 of 5 done, 1 blocked, 1 claimed done before\npaused by human:lea: tea\nnext, for human:lea: sluice resume',
    ],
    [{ state: 'baseline-failed', reason: 'baseline: COMMAND_FAILED' }, ': BASELINE FAILED, '],
    [{ state: 'not-certified', verdict: 'NO_GO', reason: '1 item is open' }, ': NO_GO, '],
    [{ state: 'closed', verdict: 'GO', commit: 'f'.repeat(40) }, ': GO at ffffffffffff, '],
    [
      { state: 'closed', verdict: 'GO', commit: 'f'.repeat(40), isStale: true },
      ': GO · STALE at ffffffffffff, ',
    ],
    [{ state: 'certifying' }, ': certifying, '],
    [{ state: 'baseline' }, ': baseline runs, '],
  ] as const)('says how the program stands: %o', (fields, says) => {
    const program: BoardProgram = { ...PROGRAM, actors: ['human:lea'], ...fields };
    const page = { offset: 0, limit: 50, total: 0 };
    expect(boardText({ program, items: [], page }, WIDE)).toContain(says);
  });

  test('says that there is more, and how to see it', () => {
    const page = { offset: 50, limit: 5, total: 2_000 };
    expect(boardText(model({ page }), WIDE)).toContain(
      'Items 51 to 55 of 2000; the next ones: --offset 55.',
    );
    const beyond = model({ items: [], page: { offset: 90, limit: 50, total: 5 } });
    expect(boardText(beyond, WIDE)).toContain('No items from 90 on; there are 5.');
  });
});

describe('cells', () => {
  test.each([
    ['abc', 3],
    ['文書', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['🚀', 2],
    ['', 0],
  ])('%s takes %i', (text, width) => expect(cellWidth(text)).toBe(width));

  test('are cut between characters and filled up with spaces', () => {
    expect(fitCells('文書文書', 5)).toBe('文書…');
    expect(fitCells('abc', 3)).toBe('abc');
    expect(padCells('文', 4)).toBe('文  ');
  });
});

describe('the board of a program in a freeze', () => {
  const freeze = {
    inForce: true,
    from: '2026-12-20T06:00:00.000Z',
    until: '2026-12-27T06:00+01:00',
    by: 'human:lea',
    reason: 'holidays',
    exempt: ['P0-003', 'P0-004'],
  };
  const page = { offset: 0, limit: 10, total: 0 };
  const textOf = (program: Partial<BoardProgram>): string =>
    boardText(
      { program: { ...PROGRAM, ...program }, items: [], page },
      { columns: 200, color: false },
    );

  test('says FROZEN with the window, the reason and who is exempt', () => {
    const text = textOf({ state: 'frozen', freeze, reason: 'frozen by human:lea' });
    expect(text).toContain('main: FROZEN, 1 of 5 done');
    expect(text).toContain(
      'FROZEN from 2026-12-20T06:00:00.000Z until 2026-12-27T06:00+01:00 by human:lea: holidays; exempt: P0-003, P0-004',
    );
    expect(text).not.toContain('frozen by human:lea');
  });

  test('says that one is announced, and runs on', () => {
    const text = textOf({ freeze: { ...freeze, inForce: false } });
    expect(text).toContain('main: running');
    expect(text).toContain('FREEZE ANNOUNCED from 2026-12-20');
  });
});

test('the board says why an item stands still, who can unblock it and until when', () => {
  const hold = { issue: 'B2', unblocker: 'human:ops', until: '2026-12-01T08:00:00.000Z' } as const;
  const held = item({ id: 'P0-003', status: 'blocked', reason: 'the vendor is down', hold });
  const skipped = item({ id: 'P0-004', status: 'skipped', reason: 'dropped', waitingOn: 'nobody' });
  const page = { offset: 0, limit: 10, total: 2 };
  const text = boardText(
    { program: PROGRAM, items: [held, skipped], page },
    { columns: 200, color: false },
  );
  expect(text).toContain(
    'P0-003 B2 blocked: the vendor is down; human:ops and release leads can unblock it; until 2026-12-01T08:00:00.000Z',
  );
  expect(text).toContain('P0-004 skipped: dropped');
});
