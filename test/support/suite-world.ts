import { World } from './world.ts';

/**
 * A verify gate with a test report: each of its tests fails while a file `NAME.broken` is there.
 * The branch starts with a broken `feed`, which no item is about.
 */
const SUITE = `#!/bin/sh
status=0
{
  echo '<testsuite name="suite">'
  for name in auth feed; do
    if [ -e "$name.broken" ]; then
      echo "<testcase classname=\\"suite\\" name=\\"$name\\"><failure message=\\"broken\\">no</failure></testcase>"
      status=1
    else
      echo "<testcase classname=\\"suite\\" name=\\"$name\\"/>"
    fi
  done
  echo '</testsuite>'
} > "$SLUICE_REPORT"
exit $status
`;

const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude]
  releaseLeads: [human:lea]
limits: { heartbeat: 1s }
baseline: [test -f a.txt]
gates:
  verify: { run: sh suite.sh, report: junit }
`;

/** A world of chores whose suite fails on the branch already, for a reason that is not theirs. */
export async function openSuite(items: number, more = ''): Promise<World> {
  const entries = Array.from(
    { length: items },
    (_, place) => `  - { id: P0-00${place + 1}, title: Item ${place + 1}, priority: P0 }\n`,
  );
  const policy = `${POLICY}${more}items:\n${entries.join('')}`;
  const files = { 'a.txt': 'a\n', 'feed.broken': 'the vendor is down\n', 'suite.sh': SUITE };
  return World.open({ policy, files });
}

/** A moment after `ms`, with its zone. */
export function after(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

const HOUR_MS = 3_600_000;

/** Asks for a waiver of verify on the tree that failed, and waits for what the base tree says. */
export async function waiveVerify(
  world: World,
  id: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { state } = await world.waitsFor(id, 'implementer', 'GREEN');
  await world.send(id, 'waive', {
    actor: 'human:lea',
    attempt: state.attempt,
    tree: state.candidate?.tree,
    gate: 'verify',
    reason: 'the vendor is down',
    until: after(HOUR_MS),
    ...fields,
  });
  await world.gateEnded(id);
}
