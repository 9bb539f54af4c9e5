import { expect, test } from 'vitest';
import { openChores, submitChange } from '../support/chore-world.ts';
import { commandLine } from '../support/served-world.ts';
import { type CliRun, dataOf, errorOf } from '../support/sluice-cli.ts';

/** The canary looks for a flag outside of its worktree, as one would look at the production. */
const POLICY = `caps: { openDebts: 0 }
signOffs: [releaseLeads]
capabilities:
  - id: a-file
    owner: human:olu
    items: ['*']
    parity: test -f a.txt
    canary: test -f ../../../canary.flag
    rollback: test -d .git -o -f .git
milestones:
  - { id: beta, title: Beta, items: ['*'], gates: [verify, a-file.canary], signOffs: [releaseLeads] }
`;

test('registers, sign-offs and a promotion hold up the certificate until they are settled', async () => {
  await using world = await openChores({ more: POLICY });
  const run = await commandLine(world);
  const decide = (actor: string, ...args: readonly string[]): Promise<CliRun> =>
    run(actor, 'decide', ...args);
  await world.startProgram();
  await world.waitsFor('P0-001', 'implementer');

  // Registers: ids are given, unknown items refused afterwards, and roles kept.
  const why = ['--reason', 'said so'];
  expect(dataOf(await decide('human:lea', 'decision', 'One file is enough', ...why))).toMatchObject(
    {
      id: 'D-001',
    },
  );
  const owed = ['--severity', 'low', '--owner', 'human:lea', '--source', 'plan'];
  expect(dataOf(await decide('agent:codex', 'debt', 'No docs', ...owed))).toMatchObject({
    id: 'DL-001',
  });
  const astray = await decide('human:lea', 'risk', 'Elsewhere', '--severity', 'low', '--item', 'X');
  expect(errorOf(astray)).toMatchObject({ code: 'ITEM_UNKNOWN' });
  const twice = await decide('human:lea', 'decision', 'Again', '--id', 'd-001', ...why);
  expect([twice.exitCode, errorOf(twice)]).toMatchObject([7, { code: 'ENTRY_EXISTS' }]);
  const notMine = await decide('agent:codex', 'decision', 'Mine', ...why);
  expect(notMine.exitCode).toBe(4);

  // The item lands, and the certification says what is missing.
  await submitChange(world, 'P0-001');
  await world.approve('P0-001');
  const first = await world.untilBoard(({ phase }) => phase.kind === 'not-certified', 'be refused');
  const tip = world.git('rev-parse', 'HEAD');
  expect(first.phase).toMatchObject({
    reason: expect.stringMatching(/open debts: 1, the cap is 0.*releaseLeads did not sign off/),
  });

  // A promotion runs its gates on the tip; without the flag its canary fails.
  const failed = await decide('human:olu', 'promote', 'a-file', ...why);
  expect([failed.exitCode, errorOf(failed)]).toMatchObject([3, { code: 'PROMOTION_FAILED' }]);
  const stale = await decide('human:olu', 'sign-off', 'a-file', '--commit', 'a'.repeat(40), ...why);
  expect(errorOf(stale)).toMatchObject({ code: 'STALE_COMMIT' });
  const signed = await decide('human:olu', 'sign-off', 'a-file', ...why);
  expect(dataOf(signed)).toMatchObject({ commit: tip });

  // The gates pass when the flag is there: signed off as well, the capability is promoted.
  world.write('canary.flag', '');
  const promoted = await decide('human:olu', 'promote', 'a-file', ...why);
  expect([promoted.exitCode, dataOf(promoted)]).toMatchObject([0, { promoted: true, commit: tip }]);

  // Debt paid: only the sign-off is missing, and with it the program certifies again by itself.
  await decide('human:lea', 'debt', 'DL-001', '--close', ...why);
  await world.message('retry', { target: 'certification', reason: 'settled' });
  await world.untilBoard(
    ({ phase }) =>
      phase.kind === 'not-certified' && phase.reason.startsWith('releaseLeads did not sign off'),
    'lack nothing but a sign-off',
  );
  const inbox = dataOf(await run('human:lea', 'inbox')) as {
    readonly entries: readonly { readonly commands: readonly string[] }[];
  };
  expect(inbox.entries.map(({ commands }) => commands[0])).toContain(
    'sluice decide sign-off releaseLeads --reason "…"',
  );
  await decide('human:lea', 'sign-off', 'releaseLeads', ...why);
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO' });

  const listed = dataOf(await decide('human:lea', 'list')) as {
    entries: readonly { id: string; isOpen: boolean }[];
    signOffs: readonly { commit: string }[];
    problems: readonly string[];
  };
  expect(listed.entries.map(({ id, isOpen }) => [id, isOpen])).toEqual([
    ['D-001', true],
    ['DL-001', false],
  ]);
  expect(listed.signOffs.map(({ commit }) => commit)).toEqual([tip, tip]);
  expect(listed.problems).toEqual([]);
});
