import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ItemCounts } from '../../../domain/certification.ts';
import { CertificationDesk } from '../../support/certification-desk.ts';

let desk: CertificationDesk;
beforeEach(async () => {
  desk = await CertificationDesk.open();
});
afterEach(() => desk.close());

/** What the workflow believes: it is held against the files, and never makes a verdict better. */
const believed = (counts: Partial<ItemCounts> = {}): Partial<ItemCounts> => ({
  done: 2,
  ...counts,
});

describe('is NO_GO, whatever the workflow believes', () => {
  test('when an item was committed without a gate that the policy demands', async () => {
    await desk.tell((story, commit) => {
      story.finishes('P0-001');
      story
        .submits('P0-002', 'green', { by: 'agent:codex' })
        .runs('P0-002', 'verify')
        .reviews('P0-002', 'APPROVED', { by: 'agent:claude' })
        .commits('P0-002', { git: commit('P0-002') });
    });
    const { verdict, reasons } = await desk.certify(believed());
    expect(verdict).toBe('NO_GO');
    expect(reasons).toContain('P0-002 has no proof of red, targeted');
  });

  test('when the last RED before the checkpoint was not accepted', async () => {
    await desk.tell((story, commit) => {
      for (const item of ['P0-001', 'P0-002']) {
        story.reaches(item);
        if (item === 'P0-002')
          story.runs(item, 'red', { stage: 'RED', tree: 'red', attempt: 2, result: 'FAIL' });
        story.commits(item, { git: commit(item) });
      }
    });
    const { reasons } = await desk.certify(believed());
    expect(reasons).toContain('P0-002 has no proof of red');
  });

  test('when a recorded checkpoint is not on the branch any more', async () => {
    await desk.tell((story, commit) => {
      for (const item of ['P0-001', 'P0-002']) {
        story.reaches(item).commits(item, { git: commit(item) });
      }
      story.runs(null, 'baseline', { stage: 'CERTIFICATION' });
    });
    desk.repo.git('update-ref', 'refs/heads/main', 'HEAD~1');
    const { verdict, reasons } = await desk.certify(believed());
    expect(verdict).toBe('NO_GO');
    expect(reasons.join()).toMatch(/the checkpoint [0-9a-f]{40} of P0-002 is not on the branch/);
  });

  test('when an item that the plan does not have was committed', async () => {
    await desk.tell((story, commit) => {
      for (const item of ['P0-001', 'P0-002', 'P9-999']) {
        story.reaches(item).commits(item, { git: commit(item) });
      }
    });
    const { reasons } = await desk.certify(believed({ done: 2 }));
    expect(reasons).toContain('P9-999 has a checkpoint and is not in the plan');
  });

  test('when an item is neither committed nor put off by a decision that is recorded', async () => {
    await desk.tell((story, commit) => {
      story.reaches('P0-001').commits('P0-001', { git: commit('P0-001') });
    });
    const { verdict, reasons } = await desk.certify(believed({ done: 1, deferred: 1 }));
    expect(verdict).toBe('NO_GO');
    expect(reasons).toContain('1 neither committed nor put off by a recorded decision');
  });
});

test('is GO_WITH_WAIVERS when an item was put off, and lists its reason and what never ran', async () => {
  await desk.tell((story, commit) => {
    story.reaches('P0-001').commits('P0-001', { git: commit('P0-001') });
    story.decides('P0-002', 'defer', { by: 'human:ana', reason: 'next release' });
  });
  const certified = await desk.certify(believed({ done: 1, deferred: 1 }));
  expect(certified).toMatchObject({ verdict: 'GO_WITH_WAIVERS', reasons: ['1 deferred'] });
  expect(await desk.reservations()).toEqual([
    { kind: 'deferred', item: 'P0-002', what: 'next release' },
    { kind: 'not-run', item: 'P0-002', what: 'red' },
    { kind: 'not-run', item: 'P0-002', what: 'targeted' },
    { kind: 'not-run', item: 'P0-002', what: 'verify' },
  ]);
});
