import { expect, test } from 'vitest';
import type { RunRecord } from '../../domain/evidence-record.ts';
import { World } from '../support/world.ts';

const MEASURE =
  '{ json: /ms, unit: ms, better: lower, tolerance: { relative: 0.1 }, samples: 2, owner: human:bo }';
const BENCH = `{ id: bench, run: cat bench.json, measure: ${MEASURE} }`;
const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude]
  releaseLeads: [human:lea]
baseline: [{ id: start, run: cat bench.json, measure: ${MEASURE} }]
gates: { verify: [test -f bench.json, ${BENCH}] }
items:
  - { id: P0-001, title: Make it faster, priority: P0 }
`;

const taking = (ms: number): string => `{"ms":${ms}}\n`;

/** The runs of the log, by gate and what each measured. */
async function runsOf(world: World): Promise<readonly (readonly [string, RunRecord])[]> {
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  return records.flatMap(({ record: { body } }) =>
    body.type === 'run' ? [[body.gate, body] as const] : [],
  );
}

test('a regression sends the item back, its owner is named, and the mended one is certified', async () => {
  await using world = await World.open({
    policy: POLICY,
    files: { 'bench.json': taking(100) },
  });
  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer');
  world.write('bench.json', taking(150));
  await world.green('P0-001');
  const back = await world.waitsFor('P0-001', 'implementer');
  expect(back.state.setback).toMatchObject({
    gate: 'bench',
    code: 'BUDGET_REGRESSION',
    facts: { name: '/ms', value: '150', again: '150', base: '100', owner: 'human:bo' },
  });
  world.write('bench.json', taking(104));
  await world.green('P0-001');
  const ready = await world.waitsFor('P0-001', 'reviewer');
  expect(ready.state.gates.at(-1)?.measurements).toMatchObject([
    { value: 104, samples: [100, 100], result: 'in-band' },
  ]);
  await world.approve('P0-001');
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO', reasons: [] });
  const runs = await runsOf(world);
  const certified = runs.find(([gate]) => gate === 'certification/start');
  expect(certified?.[1].measurements).toMatchObject([{ value: 104, result: 'in-band' }]);
  // Two runs on the base for each gate, whoever asked: the item twice, the certification later.
  expect(runs.filter(([, { purpose }]) => purpose === 'base').map(([gate]) => gate)).toEqual([
    'start/base.1',
    'start/base.2',
    'bench/base.1',
    'bench/base.2',
    expect.stringMatching(/^bench\/base\.beside\.1\./),
  ]);
});
