import { describe, expect, test } from 'vitest';
import type { GateRunResult } from '../../../domain/gate-run.ts';
import { progressOf } from '../../../domain/item/item-progress.ts';
import { ItemDesk, WAIVER_END_MS } from '../../support/item-desk.ts';
import { itemContract } from '../../support/item-fixture.ts';

const FAILURE: Partial<GateRunResult> = {
  result: 'FAIL',
  code: 'COMMAND_FAILED',
  exitCode: 1,
  counts: { total: 3, passed: 2, failed: 1, skipped: 0 },
  failingSha256: '1'.repeat(64),
};

/** Every gate passes until this one runs. */
function upTo(desk: ItemDesk, gate: string): void {
  while (desk.run.key.gate !== gate) desk.gate();
}

/** An item whose verify gate is waived, up to where Sluice reruns that gate for the reviewer. */
function atRerun(failure: Partial<GateRunResult> = FAILURE): ItemDesk {
  const contract = itemContract();
  const review = { ...contract.gates.review, rerun: true };
  const desk = new ItemDesk({ ...contract, gates: { ...contract.gates, review } });
  desk.red();
  desk.gate();
  desk.green();
  upTo(desk, 'verify');
  desk.gate(failure);
  desk.waive();
  desk.proof();
  upTo(desk, 'verify.rerun');
  return desk;
}

describe('the rerun of a waived gate on the same tree', () => {
  test('that fails by the same tests is covered by that waiver, and the review opens', () => {
    const desk = atRerun();
    desk.gate(FAILURE);
    desk.gatesPass();
    expect(desk.state.turn.kind).toBe('reviewer');
    const entry = desk.state.gates.findLast(({ gate }) => gate === 'verify.rerun');
    expect(entry).toMatchObject({ result: 'WAIVED', facts: { waiver: 'W1', covers: 'verify' } });
    desk.approve();
    expect(desk.state.turn.kind).toBe('checkpoint');
    desk.committed();
    expect(progressOf(desk.contract, desk.state).passed).not.toContain('VERIFY');
  });

  test('that passes is a pass of its own', () => {
    const desk = atRerun();
    desk.gate();
    const entry = desk.state.gates.findLast(({ gate }) => gate === 'verify.rerun');
    expect(entry?.result).toBe('PASS');
  });

  test.each<{ name: string; failure: Partial<GateRunResult> }>([
    { name: 'by another test', failure: { ...FAILURE, failingSha256: '2'.repeat(64) } },
    {
      name: 'by the same test while another one is lost',
      failure: { ...FAILURE, counts: { total: 2, passed: 1, failed: 1, skipped: 0 } },
    },
    { name: 'for another reason', failure: { ...FAILURE, code: 'TARGETED_STILL_FAILS' } },
    { name: 'because it timed out', failure: { ...FAILURE, result: 'ERROR', code: 'TIMED_OUT' } },
  ])('that fails $name is not covered, and the item goes back', ({ failure }) => {
    const desk = atRerun();
    desk.gate(failure);
    expect(desk.state.turn.kind).toBe('implementer');
    expect(desk.state.setback?.gate).toBe('verify.rerun');
  });

  test('without a test report is compared by its exit code', () => {
    const byExit = { result: 'FAIL', code: 'COMMAND_FAILED' } as const;
    const same = atRerun({ ...byExit, exitCode: 3 });
    same.gate({ ...byExit, exitCode: 3 });
    expect(same.state.turn.kind).toBe('gate');
    const other = atRerun({ ...byExit, exitCode: 3 });
    other.gate({ ...byExit, exitCode: 4 });
    expect(other.state.turn.kind).toBe('implementer');
  });

  test('is open again with its gate when the waiver ends', () => {
    const desk = atRerun();
    desk.gate(FAILURE);
    desk.gatesPass();
    desk.atMs = WAIVER_END_MS;
    desk.feed({ type: 'clock' });
    expect(desk.run.key.gate).toBe('verify');
    desk.gate();
    expect(desk.run.key.gate).toBe('verify.2');
    upTo(desk, 'verify.rerun');
    desk.gate(FAILURE);
    expect(desk.state.turn.kind).toBe('implementer');
  });

  test('is not covered by the waiver of another gate', () => {
    const desk = atRerun();
    desk.gate(FAILURE);
    expect(desk.run.key.gate).toBe('verify.2.rerun');
    desk.gate(FAILURE);
    expect(desk.state.turn.kind).toBe('implementer');
  });
});
