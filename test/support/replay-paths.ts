import { commitElsewhere } from './temp-repository.ts';
import { World } from './world.ts';

const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude]
  releaseLeads: [human:lea]
baseline: [test -f ready.txt]
gates:
  red: { run: 'grep -q done "work/$SLUICE_ITEM_ID"', tests: ['tests/**'] }
  targeted: 'grep -q done "work/$SLUICE_ITEM_ID"'
  verify: [test -f ready.txt]
items:
  - { id: P0-001, title: Item 1, tests: work }
`;
const ITEM = 'P0-001';
const READY = { 'ready.txt': 'yes\n', 'work/.keep': '' };

/** One way through the workflows, whose histories are kept in `test/replay/`. */
export interface ReplayPath {
  readonly name: string;
  /** Walks it in a new world, to the end of the program. */
  walk(world: World): Promise<void>;
  readonly files?: Readonly<Record<string, string>>;
  readonly historyEventsMax?: number;
}

async function submitRed(world: World, text = 'begun'): Promise<void> {
  await world.waitsFor(ITEM, 'implementer', 'RED');
  world.write(`work/${ITEM}`, `${text}\n`);
  await world.red(ITEM);
}

async function submitGreen(world: World, text = 'done'): Promise<void> {
  await world.waitsFor(ITEM, 'implementer', 'GREEN');
  world.write(`work/${ITEM}`, `${text}\n`);
  await world.green(ITEM);
}

async function toReview(world: World): Promise<void> {
  await submitRed(world);
  await submitGreen(world);
}

export const REPLAY_PATHS: readonly ReplayPath[] = [
  {
    name: 'straight',
    async walk(world) {
      await toReview(world);
      await world.approve(ITEM);
    },
  },
  {
    name: 'sent-back',
    async walk(world) {
      await submitRed(world);
      await submitGreen(world, 'not yet');
      await submitGreen(world, 'done in haste');
      await world.requestChanges(ITEM);
      await submitGreen(world, 'done well');
      await world.approve(ITEM);
    },
  },
  {
    name: 'red-refused',
    async walk(world) {
      await submitRed(world, 'done');
      await toReview(world);
      await world.approve(ITEM);
    },
  },
  {
    name: 'blocked-and-deferred',
    async walk(world) {
      await submitRed(world);
      await world.send(ITEM, 'block', { actor: 'agent:codex', reason: 'no database' });
      await world.send(ITEM, 'unblock', { actor: 'human:lea' });
      await world.waitsFor(ITEM, 'implementer', 'GREEN');
      const untilMs = Date.now() + DEFERRED_MS;
      await world.send(ITEM, 'defer', { actor: 'human:lea', reason: 'freeze', untilMs });
      await submitGreen(world);
      await world.send(ITEM, 'retry', { actor: 'human:lea', from: 'VERIFY', reason: 'flaky' });
      await world.gateEnded(ITEM);
      await world.approve(ITEM);
    },
  },
  {
    name: 'branch-moved',
    async walk(world) {
      await toReview(world);
      commitElsewhere(world.repository, { 'theirs.txt': 'theirs\n' });
      await world.approve(ITEM);
      await world.until(ITEM, ({ state }) => state.attempt === 2, 'be verified again');
      await world.approve(ITEM);
    },
  },
  {
    name: 'baseline-retried-and-paused',
    files: { 'work/.keep': '' },
    async walk(world) {
      await world.untilBoard(({ phase }) => phase.kind === 'baseline-failed', 'fail its baseline');
      await world.message('pause', { reason: 'repair' });
      commitElsewhere(world.repository, { 'ready.txt': 'yes\n' });
      world.write('ready.txt', 'yes\n');
      await world.message('retry', { target: 'baseline', reason: 'repaired' });
      await world.message('resume', {});
      await toReview(world);
      await world.approve(ITEM);
    },
  },
  {
    name: 'continued-as-new',
    historyEventsMax: 8,
    async walk(world) {
      await toReview(world);
      await world.requestChanges(ITEM);
      await submitGreen(world, 'done again');
      await world.approve(ITEM);
    },
  },
];

const DEFERRED_MS = 500;

/** Opens the world of a path, and walks it until the program has its verdict. */
export async function walkPath(path: ReplayPath): Promise<World> {
  const { files = READY, historyEventsMax } = path;
  const limit = historyEventsMax === undefined ? {} : { historyEventsMax };
  const world = await World.open({ policy: POLICY, files, ...limit });
  await world.startProgram();
  await path.walk(world);
  await world.programHandle.result();
  return world;
}
