import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import type { RecordBody } from '../../../domain/evidence-record.ts';
import type { RegisterEntry } from '../../../domain/register/entry.ts';
import { CertificationDesk } from '../../support/certification-desk.ts';
import { gitId, recordWith } from '../../support/evidence-records.ts';

let desk: CertificationDesk;
beforeEach(async () => {
  desk = await CertificationDesk.open('caps: { openDebts: 0 }\nsignOffs: [releaseLeads]\n');
});
afterEach(() => desk.close());

const LEAD = 'human:ana';

function entered(entry: RegisterEntry, actor: Actor = LEAD): RecordBody {
  return { type: 'register', messageId: `m-${entry.id}-${entry.action}`, actor, entry };
}

const debt = entered({
  register: 'debt',
  action: 'enter',
  id: 'DL-1',
  title: 'Import accepts any version',
  items: ['P0-001'],
  severity: 'high',
  owner: LEAD,
  target: null,
  source: 'review',
});
const paid = entered({ register: 'debt', action: 'close', id: 'DL-1', reason: 'checked' });

function signOff(commit: string, actor: Actor = LEAD): RecordBody {
  const tree = gitId('signed tree');
  const base = { type: 'sign-off', messageId: `s-${actor}`, actor, reason: 'looked' } as const;
  return { ...base, of: 'program', subject: 'releaseLeads', role: 'releaseLeads', commit, tree };
}

/** Both items committed, then what people entered, then the baseline once more. */
async function certify(bodiesOf: (tip: string) => readonly RecordBody[]) {
  await desk.tell((story, commit) => {
    let tip = '';
    for (const item of ['P0-001', 'P0-002']) {
      const git = commit(item);
      tip = git.commit;
      story.reaches(item).commits(item, { git });
    }
    for (const body of bodiesOf(tip)) {
      const { policyDigest } = desk.input.contract;
      story.records.push(
        recordWith(body, { key: `governance/${story.records.length}`, item: null, policyDigest }),
      );
    }
    story.runs(null, 'baseline', { stage: 'CERTIFICATION' });
  });
  return desk.certify({ done: 2 });
}

test('is GO when the debt is paid and the lead signed the very commit', async () => {
  expect(await certify((tip) => [debt, paid, signOff(tip)])).toMatchObject({
    verdict: 'GO',
    reasons: [],
  });
});

describe('is NO_GO, by the files alone', () => {
  test('with more open debts than the cap', async () => {
    const { verdict, reasons } = await certify((tip) => [debt, signOff(tip)]);
    expect([verdict, reasons]).toEqual(['NO_GO', ['open debts: 1, the cap is 0']]);
    expect(await desk.reservations()).toContainEqual({
      kind: 'debt',
      item: 'P0-001',
      what: 'DL-1 high: Import accepts any version',
    });
  });

  test('with a debt that somebody marked as paid in a document by hand', async () => {
    const { verdict } = await certify((tip) => {
      const ledger = '| Debt | Status |\n|---|---|\n| DL-1 | Closed |\n| P0-001 | DONE |\n';
      writeFileSync(join(desk.repo.root, 'plan.md'), ledger);
      return [debt, signOff(tip)];
    });
    expect(verdict).toBe('NO_GO');
  });

  test('when the record that enters a debt was taken out and its end was kept', async () => {
    const { verdict, reasons } = await certify((tip) => [paid, signOff(tip)]);
    expect(verdict).toBe('NO_GO');
    expect(reasons.join()).toContain('The register of debt entries has no DL-1');
  });

  test('without the sign-off, with one of an older commit, and with one by somebody else', async () => {
    const cases: readonly ((tip: string) => readonly RecordBody[])[] = [
      () => [],
      () => [signOff(gitId('older'))],
      (tip) => [signOff(tip, 'agent:claude')],
    ];
    for (const bodies of cases) {
      desk.close();
      desk = await CertificationDesk.open('signOffs: [releaseLeads]\n');
      const { verdict, reasons } = await certify(bodies);
      expect(verdict).toBe('NO_GO');
      expect(reasons.join()).toContain('releaseLeads did not sign off');
    }
  });

  test('with drift that has to be fixed', async () => {
    const drift = entered({
      register: 'drift',
      action: 'enter',
      id: 'DR-1',
      title: 'contract_test.go',
      items: [],
      classification: 'DRIFT_FIX_REQUIRED',
      rationale: 'two of seven',
      supersedes: null,
    });
    const { reasons } = await certify((tip) => [drift, signOff(tip)]);
    expect(reasons).toEqual(['drift DR-1 has to be fixed: contract_test.go']);
  });
});
