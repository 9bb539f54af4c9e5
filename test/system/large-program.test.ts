import { expect, test } from 'vitest';
import { World } from '../support/world.ts';

const ITEMS = 10_000;
/** No event of the program's history may grow with the backlog; a page of 50 items fits easily. */
const EVENT_BYTES_MAX = 64 * 1024;

function policyOf(items: number): string {
  const entries = Array.from(
    { length: items },
    (_, place) =>
      `  - { id: I-${place}, title: Item ${place}, priority: P${place % 4}, profile: chore }`,
  );
  return `version: 1
program: PROGRAM
roles: { implementers: [agent:codex], reviewers: [agent:claude], releaseLeads: [human:lea] }
baseline: [test -f a.txt]
gates: { verify: [test -f a.txt] }
items:
${entries.join('\n')}
`;
}

test('a program of 10,000 items runs in order, and no payload grows with the backlog', async () => {
  await using world = await World.open({
    policy: policyOf(ITEMS),
    files: { 'a.txt': 'a\n' },
    historyEventsMax: 20,
  });
  await world.startProgram();
  // P0 first, in the order of the document: I-0, I-4, I-8, …; the program continues as new meanwhile.
  const first = Array.from({ length: 4 }, (_, place) => `I-${place * 4}`);
  for (const id of first) {
    await world.green(id);
    await world.approve(id);
    await world.done(id);
  }
  await world.waitsFor('I-16', 'implementer');
  const board = await world.board();
  expect(board.counts).toMatchObject({ items: ITEMS, done: first.length });
  expect(board.cursor).toBeLessThan(200);
  const started = world.temporal.client.workflow.list({
    query: `WorkflowId = 'sluice/${world.program}'`,
  });
  const runs: string[] = [];
  for await (const run of started) runs.push(run.runId);
  expect(runs.length).toBeGreaterThan(1);
  for (const run of runs) {
    const handle = world.temporal.client.workflow.getHandle(`sluice/${world.program}`, run);
    const { events } = await handle.fetchHistory();
    const sizes = (events ?? []).map((event) => JSON.stringify(event).length);
    expect(Math.max(...sizes)).toBeLessThan(EVENT_BYTES_MAX);
  }
});
