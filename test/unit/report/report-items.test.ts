import { describe, expect, test } from 'vitest';
import type { ItemReport } from '../../../report/model/item-model.ts';
import type { ReportModel } from '../../../report/model/report-model.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';

const CODEX = 'agent:codex';
const LEA = 'human:lea';
const NONE = { total: 3, passed: 0, failed: 3, skipped: 0 };

function itemOf(model: ReportModel, id: string): ItemReport {
  const found = model.items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`There is no ${id}.`);
  return found;
}

function standings(item: ItemReport): Readonly<Record<string, string>> {
  return Object.fromEntries(item.gates.map((gate) => [gate.gate, gate.standing]));
}

describe('gates', () => {
  test('shows a gate that never ran as NOT_RUN, and never as a pass', () => {
    const model = reportOf(new EvidenceStory(), { items: plannedItems({ id: 'A' }) });
    expect(standings(itemOf(model, 'A'))).toEqual({
      red: 'NOT_RUN',
      targeted: 'NOT_RUN',
      verify: 'NOT_RUN',
      P0: 'NOT_RUN',
      P1: 'NOT_RUN',
    });
    expect(model.counts.gates).toMatchObject({ PASS: 0, NOT_RUN: 5 });
  });

  test('plans no RED for a packet and no TARGETED for a chore', () => {
    const items = plannedItems({ id: 'A', profile: 'packet' }, { id: 'B', profile: 'chore' });
    const model = reportOf(new EvidenceStory(), { items });
    expect(Object.keys(standings(itemOf(model, 'A')))).toEqual(['targeted', 'verify', 'P0', 'P1']);
    expect(Object.keys(standings(itemOf(model, 'B')))).toEqual(['verify', 'P0', 'P1']);
  });

  test('makes a result STALE when the tree moved on, but RED is about a tree of its own', () => {
    const story = new EvidenceStory()
      .runs('A', 'red', { stage: 'RED', tree: 'red', exitCode: 1, counts: NONE })
      .runs('A', 'targeted', { stage: 'TARGETED', tree: 'one' })
      .runs('A', 'verify', { tree: 'one' })
      .reviews('A', 'CHANGES_REQUESTED', { by: 'human:bo', tree: 'one' })
      .runs('A', 'targeted', { stage: 'TARGETED', tree: 'two', attempt: 2 });
    const item = itemOf(reportOf(story, { items: plannedItems({ id: 'A' }) }), 'A');
    expect(standings(item)).toEqual({
      red: 'PASS',
      targeted: 'PASS',
      verify: 'STALE',
      P0: 'STALE',
      P1: 'STALE',
    });
    expect(item.reviews[0]).toMatchObject({ verdict: 'CHANGES_REQUESTED', isStale: true });
  });

  test('makes the results void that a retry names', () => {
    const story = new EvidenceStory()
      .runs('A', 'targeted', { stage: 'TARGETED' })
      .runs('A', 'verify')
      .decides('A', 'retry', { by: LEA, reason: 'flaky', facts: { invalidated: ['verify#1'] } });
    const item = itemOf(reportOf(story, { items: plannedItems({ id: 'A' }) }), 'A');
    expect(standings(item)).toMatchObject({ targeted: 'PASS', verify: 'STALE' });
    expect(item.decisions[0]).toMatchObject({ decision: 'retry', voided: ['verify#1'] });
    const rerun = reportOf(story.runs('A', 'verify', { attempt: 2 }), {
      items: plannedItems({ id: 'A' }),
    });
    expect(standings(itemOf(rerun, 'A'))).toMatchObject({ verify: 'PASS' });
  });

  test('counts PASS, FAIL, ERROR, NA and STALE apart', () => {
    const na = { P0: { result: 'NA', reason: 'docs only' } } as const;
    const story = new EvidenceStory()
      .runs('A', 'verify', { result: 'FAIL', code: 'COMMAND_FAILED', exitCode: 2 })
      .runs('B', 'verify', { result: 'ERROR', code: 'TIMED_OUT' })
      .runs('C', 'verify')
      .reviews('C', 'APPROVED', { by: 'human:bo', gates: na });
    const model = reportOf(story, { policy: null });
    expect(model.counts.gates).toEqual({
      PASS: 1,
      FAIL: 1,
      NA: 1,
      WAIVED: 0,
      ERROR: 1,
      STALE: 0,
      NOT_RUN: 0,
    });
    expect(model.counts.runs).toMatchObject({ PASS: 1, FAIL: 1, ERROR: 1 });
  });

  test('lets the least favourable of several reviewers count', () => {
    const mark = (result: 'PASS' | 'FAIL') => ({ P0: { result, reason: null } }) as const;
    const story = new EvidenceStory()
      .runs('A', 'verify')
      .reviews('A', 'CHANGES_REQUESTED', { by: 'human:bo', gates: mark('FAIL') })
      .reviews('A', 'APPROVED', { by: 'agent:claude', gates: mark('PASS') });
    expect(standings(itemOf(reportOf(story), 'A'))).toMatchObject({ P0: 'FAIL' });
  });
});

describe('items', () => {
  test('tells a setback with its findings and what followed it', () => {
    const findings = [{ severity: 'P1', text: 'not checked', where: 'a.ts:4' }];
    const story = new EvidenceStory()
      .submits('A', 'green', { by: CODEX })
      .runs('A', 'verify')
      .reviews('A', 'CHANGES_REQUESTED', { by: 'human:bo', findings })
      .submits('A', 'green', { by: 'human:ana', attempt: 2 })
      .runs('A', 'verify', { tree: 'two', attempt: 2 })
      .reviews('A', 'APPROVED', { by: 'human:bo', tree: 'two', attempt: 2 });
    const [setback] = itemOf(reportOf(story), 'A').setbacks;
    expect(setback).toMatchObject({
      code: 'CHANGES_REQUESTED',
      attempt: 1,
      actor: 'human:bo',
      findings,
      followed: {
        submission: { actor: 'human:ana', attempt: 2 },
        outcome: { word: 'APPROVED', attempt: 2 },
      },
    });
  });

  test('takes what Sluice itself refused for a setback, not for a message of a person', () => {
    const code = 'TESTS_CHANGED_SINCE_RED' as const;
    const story = new EvidenceStory()
      .submits('A', 'green', { by: CODEX })
      .refuses('A', 'targeted', { actor: 'service:sluice', code, facts: { files: ['a.test.ts'] } })
      .refuses('A', 'review', { actor: CODEX, code: 'SELF_REVIEW', facts: { actor: CODEX } });
    const model = reportOf(story);
    expect(itemOf(model, 'A').setbacks.map((each) => each.code)).toEqual([code]);
    expect(itemOf(model, 'A').refusals.map((each) => each.code)).toEqual(['SELF_REVIEW']);
    expect(model.counts).toMatchObject({ setbacks: 1, refusals: 1 });
  });

  test('does not take a run that was cancelled for a failure', () => {
    const story = new EvidenceStory().runs('A', 'verify', {
      result: 'ERROR',
      code: 'COMMAND_CANCELLED',
    });
    expect(itemOf(reportOf(story), 'A').setbacks).toEqual([]);
  });

  const work = (story: EvidenceStory) =>
    itemOf(reportOf(story, { items: plannedItems({ id: 'A', profile: 'packet' }) }), 'A');
  const passing = () =>
    new EvidenceStory()
      .submits('A', 'green', { by: CODEX })
      .runs('A', 'targeted', { stage: 'TARGETED' })
      .runs('A', 'verify');

  test.each<[string, EvidenceStory, string, string | null]>([
    ['nothing is recorded', new EvidenceStory(), 'todo', null],
    [
      'work was submitted',
      new EvidenceStory().submits('A', 'green', { by: CODEX }),
      'in_progress',
      'GREEN',
    ],
    ['all gates passed', passing(), 'in_review', 'REVIEW'],
    [
      'a reviewer asks for changes',
      passing().reviews('A', 'CHANGES_REQUESTED', { by: 'human:bo' }),
      'changes_requested',
      'GREEN',
    ],
    [
      'enough reviewers approved',
      passing().reviews('A', 'APPROVED', { by: 'human:bo' }),
      'approved',
      'CHECKPOINT',
    ],
    [
      'it is blocked',
      passing().decides('A', 'block', { by: LEA, reason: 'key' }),
      'blocked',
      'VERIFY',
    ],
    [
      'it is deferred',
      passing().decides('A', 'defer', { by: LEA, reason: 'later' }),
      'deferred',
      'VERIFY',
    ],
    [
      'it was unblocked',
      passing().decides('A', 'block', { by: LEA }).decides('A', 'unblock', { by: LEA }),
      'in_review',
      'REVIEW',
    ],
    ['it is committed', new EvidenceStory().finishes('A'), 'done', 'DONE'],
  ])('stands right when %s', (...[, story, status, stage]) => {
    expect(work(story)).toMatchObject({ status, stage });
  });

  test('is blocked when its attempts are used up, although no record says so', () => {
    const story = new EvidenceStory();
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      story.runs('A', 'verify', { attempt, result: 'FAIL', code: 'COMMAND_FAILED' });
    }
    const item = work(story);
    expect(item).toMatchObject({
      status: 'blocked',
      reason: expect.stringContaining('attempts failed'),
    });
  });

  test('counts a claimed item apart from those that are done', () => {
    const [claimed] = plannedItems({ id: 'A' }).map((each) => ({ ...each, claimed: true }));
    const model = reportOf(new EvidenceStory(), { items: claimed === undefined ? [] : [claimed] });
    expect(model.counts).toMatchObject({ items: 1, done: 0, claimed: 1 });
    expect(itemOf(model, 'A')).toMatchObject({ status: 'done', isClaimed: true, checkpoint: null });
  });

  test('keeps the newest entries and says how many are left out', () => {
    const story = new EvidenceStory();
    for (let attempt = 1; attempt <= 60; attempt += 1)
      story.submits('A', 'green', { by: CODEX, attempt: attempt });
    const item = itemOf(reportOf(story), 'A');
    expect(item).toMatchObject({ records: 60, attempts: 60, leftOut: 10 });
    expect(item.submissions.at(-1)).toMatchObject({ attempt: 60 });
  });

  test('takes no record of another program', () => {
    const story = new EvidenceStory({ program: 'demo' }).finishes('A');
    const other = new EvidenceStory({ program: 'other' }).finishes('B');
    story.records.push(...other.records);
    expect(reportOf(story).items.map((item) => item.id)).toEqual(['A']);
  });
});
