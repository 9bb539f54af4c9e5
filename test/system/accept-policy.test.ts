import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openChores, submitChange } from '../support/chore-world.ts';
import { historiesOf } from '../support/histories.ts';
import { commandLine } from '../support/served-world.ts';
import { dataOf, errorOf } from '../support/sluice-cli.ts';

test('an edited policy changes nothing until it is accepted, then only what starts from then on', async () => {
  await using world = await openChores({ items: 2, historyEventsMax: 12 });
  const run = await commandLine(world);
  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer');
  const { policyDigest: from } = await world.board();
  const edit = (change: (text: string) => string): void => {
    const path = join(world.repository.root, 'sluice.yaml');
    world.write('sluice.yaml', change(readFileSync(path, 'utf8')));
  };
  const why = ['--reason', 'claude has left'];
  const board = async () => (dataOf(await run('human:lea', 'board')) as BoardData).program;
  expect(await board()).toMatchObject({ policyDigest: from });
  expect((await board()).policyEdited).toBeUndefined();

  // Nobody accepts what does not load, changes the plan, or was not edited at all.
  const same = await run('human:lea', 'decide', 'accept-policy', ...why);
  expect([same.exitCode, errorOf(same)]).toMatchObject([7, { code: 'POLICY_UNCHANGED' }]);
  edit((text) => text.concat('lanse: 2\n'));
  const broken = await run('human:lea', 'decide', 'accept-policy', ...why);
  expect(broken.exitCode).toBe(2);
  edit((text) => text.replace('lanse: 2\n', '').replace('program: ', 'program: other-'));
  const other = await run('human:lea', 'decide', 'accept-policy', ...why);
  expect([other.exitCode, errorOf(other)]).toMatchObject([7, { code: 'POLICY_FIELD_PINNED' }]);

  // The edit itself: shown by --dry-run, told by the board, and without effect so far.
  edit((text) =>
    text.replace('program: other-', 'program: ').replace('agent:claude, human:bo', 'human:bo'),
  );
  const dry = dataOf(await run('agent:codex', 'decide', 'accept-policy', '--dry-run'));
  expect(dry).toMatchObject({
    accepted: false,
    from,
    changes: [
      { path: 'roles.reviewers', before: '["agent:claude","human:bo"]', after: '["human:bo"]' },
    ],
  });
  expect(await board()).toMatchObject({ policyDigest: from, policyEdited: true });
  const notMine = await run('agent:codex', 'decide', 'accept-policy', ...why);
  expect([notMine.exitCode, errorOf(notMine)]).toMatchObject([4, { code: 'NOT_ALLOWED' }]);

  const accepted = dataOf(await run('human:lea', 'decide', 'accept-policy', ...why));
  const { to } = dry as { readonly to: string };
  expect(accepted).toMatchObject({ accepted: true, from, to, keep: ['P0-001'] });
  expect(await board()).toMatchObject({ policyDigest: to });
  expect((await board()).policyEdited).toBeUndefined();
  const planned = dataOf(await run('human:lea', 'plan')) as {
    readonly warnings: readonly unknown[];
  };
  expect(planned.warnings).toEqual([]);

  // The item that ran already keeps its reviewers; the next one has those of the new policy.
  await submitChange(world, 'P0-001');
  expect(await world.approve('P0-001')).toMatchObject({ kind: 'accepted' });
  await submitChange(world, 'P0-002');
  expect(await world.approve('P0-002')).toMatchObject({ kind: 'refused', code: 'UNKNOWN_ACTOR' });
  await world.approve('P0-002', 'human:bo');
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO', reasons: [] });
  expect(
    (await historiesOf(world.temporal.client, world.programHandle.workflowId)).length,
  ).toBeGreaterThan(1);

  // The evidence says by which policy each was judged, and who put the second one in force.
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  const facts = records.map(({ record }) => record);
  const digests = facts.flatMap(({ scope, body }) =>
    body.type === 'checkpoint' || body.type === 'certification'
      ? [[scope.item, scope.policyDigest]]
      : [],
  );
  expect(digests).toEqual([
    ['P0-001', from],
    ['P0-002', to],
    [null, to],
  ]);
  expect(facts.find(({ body }) => body.type === 'decision')).toMatchObject({
    scope: { policyDigest: from },
    body: { decision: 'accept-policy', actor: 'human:lea', facts: { from, to } },
  });
  const verified = dataOf(await run('human:lea', 'evidence', 'verify'));
  expect(verified).toMatchObject({ ok: true, problems: [] });
});

interface BoardData {
  readonly program: { readonly policyDigest: string; readonly policyEdited?: true };
}
