import { expect, test } from 'vitest';
import type { RecordBody } from '../../../domain/evidence-record.ts';
import type { Policy } from '../../../domain/policy.ts';
import { htmlReport } from '../../../report/html/html-report.ts';
import { markdownReport } from '../../../report/markdown/markdown-report.ts';
import { itemPage } from '../../../report/page/item-page.ts';
import { programPage } from '../../../report/page/program-page.ts';
import { recordWith, snapshotNamed } from '../../support/evidence-records.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { governedPolicy, OWNER, SECURITY } from '../../support/governed-policy.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';
import { policyOf } from '../../support/program-desk.ts';

const TIP = snapshotNamed('tip green');
const items = plannedItems({ id: 'P0-1' }, { id: 'P1-2' });
const policy: Policy = policyOf(governedPolicy());
const tip = { tip: TIP.commit, tipTree: TIP.tree };

/** A story with entries, sign-offs and promotion runs added to it, each under a key of its own. */
function told(...bodies: readonly RecordBody[]): EvidenceStory {
  const story = new EvidenceStory().finishes('P0-1', 2);
  for (const [place, body] of bodies.entries()) {
    story.records.push(recordWith(body, { key: `governance/${place}`, item: null }));
  }
  return story;
}

const entered = { messageId: 'm', actor: 'human:lea' } as const;
const debt: RecordBody = {
  type: 'register',
  ...entered,
  entry: {
    register: 'debt',
    action: 'enter',
    id: 'DL-001',
    title: 'Import | accepts <any> version',
    items: ['P0-1'],
    severity: 'high',
    owner: 'human:ana',
    target: 'beta',
    source: 'review',
  },
};
const paid: RecordBody = {
  type: 'register',
  ...entered,
  entry: { register: 'debt', action: 'close', id: 'DL-001', reason: 'checked now' },
};
const note: RecordBody = {
  type: 'register',
  ...entered,
  entry: {
    register: 'rollback',
    action: 'enter',
    id: 'RB-001',
    title: 'git revert',
    items: ['P0-1'],
    supersedes: null,
  },
};
const signed = (fields: Partial<Extract<RecordBody, { type: 'sign-off' }>>): RecordBody => ({
  type: 'sign-off',
  messageId: 'm',
  actor: SECURITY,
  of: 'milestone',
  subject: 'beta',
  role: 'security',
  commit: TIP.commit,
  tree: TIP.tree,
  reason: 'looked',
  ...fields,
});

test('lists open and closed entries with who, and what became of them', () => {
  const { governance } = reportOf(told(debt, note, paid), { items, policy, ...tip });
  expect(governance.entries.map(({ id, isOpen }) => [id, isOpen])).toEqual([
    ['DL-001', false],
    ['RB-001', true],
  ]);
  expect(governance.entries[0]?.closed).toMatchObject({ reason: 'checked now' });
});

test('a milestone is a dashboard: each condition met, open or not run', () => {
  const story = told(signed({})).runs(null, 'verify', { stage: 'VERIFY' });
  const { governance } = reportOf(story, { items, policy, ...tip });
  const [milestone] = governance.readiness;
  expect(milestone).toMatchObject({ kind: 'milestone', id: 'beta', isReady: false });
  expect(milestone?.conditions.map(({ what, state }) => [what, state])).toEqual([
    ['1 of 1 items done', 'MET'],
    ['gate verify', 'MET'],
    ['gate registry.canary', 'NOT_RUN'],
    ['sign-off by security', 'MET'],
    ['sign-off by qa', 'NOT_RUN'],
  ]);
});

test('a workstream says what is missing of what it is done by', () => {
  const { governance } = reportOf(told(debt, note), { items, policy, ...tip });
  const workstream = governance.readiness.find((each) => each.kind === 'workstream');
  expect(workstream?.conditions).toEqual([
    { what: '1 of 2 items done', state: 'OPEN', detail: 'not yet: P1-2' },
    { what: 'no open debts', state: 'OPEN', detail: 'DL-001' },
    { what: 'no drift to fix', state: 'MET', detail: null },
    { what: 'a rollback note for each item', state: 'OPEN', detail: 'P1-2' },
    {
      what: 'capability registry promoted',
      state: 'NOT_RUN',
      detail:
        'gate registry.parity, gate registry.canary, gate registry.rollback, sign-off by the owner',
    },
    { what: 'sign-off by qa', state: 'NOT_RUN', detail: null },
  ]);
});

test('what was signed or run on an older commit is STALE and not met', () => {
  const older = snapshotNamed('older').commit;
  const story = told(signed({ commit: older }));
  const { governance } = reportOf(story, { items, policy, ...tip });
  expect(governance.signOffs[0]?.isStale).toBe(true);
  expect(governance.readiness[0]?.conditions[3]).toMatchObject({
    state: 'OPEN',
    detail: expect.stringContaining('STALE'),
  });
});

test('without a tip nothing counts as proven on it', () => {
  const { governance } = reportOf(told(signed({})), { items, policy });
  expect(governance.signOffs[0]?.isStale).toBeNull();
  expect(governance.readiness[0]?.conditions[3]?.state).toBe('OPEN');
});

test('pages show the dashboard, the registers and the sign-offs, harmlessly', () => {
  const owner = signed({ of: 'capability', subject: 'registry', role: null, actor: OWNER });
  const model = reportOf(told(debt, signed({}), owner), { items, policy, ...tip });
  const markdown = markdownReport(programPage(model));
  expect(markdown).toContain('Milestones and capabilities');
  expect(markdown).toContain('NOT PROMOTED');
  expect(markdown).toContain('DL-001');
  expect(markdown).not.toContain('Import | accepts');
  const html = htmlReport(programPage(model));
  expect(html).toContain('&lt;any&gt;');
  expect(html).toContain('id="sign-offs"');
  const [item] = model.items;
  if (item === undefined) throw new Error('the report of this test has an item');
  expect(markdownReport(itemPage(model, item))).toContain('DL-001');
});
