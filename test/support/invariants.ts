import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord, EvidenceRecord } from '../../domain/evidence-record.ts';
import type { GateRunRequest, GateRunResult } from '../../domain/gate-run.ts';
import { runKeyText } from '../../activities/gate/gate-record.ts';
import type { LoggedRecord } from '../../evidence/chain.ts';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import { itemWorkflowId, programWorkflowId } from '../../workflows/messages.ts';
import { completedActivities, historiesOf, messagesOf, type RunHistory } from './histories.ts';
import { misfits } from './replay-histories.ts';
import { filesOf } from './temp-repository.ts';
import type { World } from './world.ts';

/** What a finished program left behind: all that the checker may look at. */
interface Remains {
  readonly world: World;
  readonly items: readonly string[];
  readonly records: readonly LoggedRecord[];
  readonly runs: readonly RunHistory[];
}

/**
 * Says which promises a finished program broke, whatever happened on the way; none is the only good
 * answer. It reads Git, the evidence and the histories, never the memory of a worker.
 * @param files what people wrote: path → text.
 */
export async function brokenPromises(
  world: World,
  expected: {
    readonly items: readonly string[];
    readonly files: Readonly<Record<string, string>>;
    readonly bundlePath: string;
  },
): Promise<readonly string[]> {
  const { items, files, bundlePath } = expected;
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  const ids = [
    programWorkflowId(world.program),
    ...items.map((id) => itemWorkflowId(world.program, id)),
  ];
  const runs = (await Promise.all(ids.map((id) => historiesOf(world.temporal.client, id)))).flat();
  const remains: Remains = { world, items, records, runs };
  return [
    ...(await evidenceProblems(world)),
    ...gateRuns(remains),
    ...checkpoints(remains),
    ...orderOfItems(remains),
    ...messages(remains),
    ...checkout(world, files),
    ...(await misfits(runs, readFileSync(bundlePath, 'utf8'))),
  ];
}

/** Chain, signatures and stored bytes are whole. */
async function evidenceProblems({ deps }: World): Promise<readonly string[]> {
  const { evidenceDir: dir, publicKey, blobs } = deps;
  const { problems } = await verifyEvidence({ dir, publicKey, blobs, anchors: [] });
  return problems.map(({ code, message }) => `evidence: ${code}: ${message}`);
}

/** Every gate that the workflows know of has exactly one record, the one that they were told of. */
function gateRuns({ runs, records }: Remains): readonly string[] {
  const told = new Map<string, string | null>();
  for (const run of runs) {
    for (const { request, result } of completedActivities<GateRunRequest, GateRunResult>(
      run,
      'runGate',
    )) {
      told.set(runKeyText(request.key), result.recordSha256);
    }
  }
  const kept = records.filter(({ record }) => isOfGate(record));
  const unknown = kept.filter(({ record }) => !told.has(record.scope.key));
  const wrong = [...told].filter(([key, digest]) => {
    const found = kept.filter(({ record }) => record.scope.key === key);
    return found.length !== 1 || found[0]?.sha256 !== digest;
  });
  return [
    ...unknown.map(
      ({ record }) => `gate runs: a record that nobody was told of: ${record.scope.key}`,
    ),
    ...wrong.map(([key]) => `gate runs: not exactly the one record of ${key}`),
  ];
}

function isOfGate({ scope, body }: EvidenceRecord): boolean {
  return body.type === 'run' || (body.type === 'refusal' && body.messageId === scope.key);
}

/** One commit for each item on the branch, of exactly the tree that was verified and approved. */
function checkpoints({ world, items, records }: Remains): readonly string[] {
  const lines = world.git(
    'log',
    '--format=%H %T %(trailers:key=Sluice-Item,valueonly,separator=%x2C)',
    'main',
  );
  const commits = lines.split('\n').map((line) => line.split(' '));
  return items.flatMap((id) => {
    const own = commits.filter(([, , item]) => item === id);
    const recorded = bodiesOf(records, id, 'checkpoint');
    const [made] = recorded;
    if (own.length !== 1 || recorded.length !== 1 || made === undefined) {
      return [`checkpoints: ${id} has ${own.length} commits and ${recorded.length} records`];
    }
    const [commit, tree] = own[0] ?? [];
    const isCommit = commit === made.commit && tree === made.tree && tree === made.approvedTree;
    return [
      ...(isCommit ? [] : [`checkpoints: the commit of ${id} is not the recorded one`]),
      ...unproven(records, id, made),
    ];
  });
}

/** The committed tree was approved, and verified on that very tree. */
function unproven(
  records: readonly LoggedRecord[],
  id: string,
  made: CheckpointRecord,
): readonly string[] {
  const approved = bodiesOf(records, id, 'verdict').some(
    ({ verdict, snapshot }) => verdict === 'APPROVED' && snapshot.tree === made.tree,
  );
  const verified = bodiesOf(records, id, 'run').some(
    ({ stage, result, snapshot }) =>
      stage === 'VERIFY' && result === 'PASS' && snapshot.tree === made.tree,
  );
  return approved && verified ? [] : [`checkpoints: ${id} was committed without proof`];
}

type BodyOf<T extends EvidenceRecord['body']['type']> = Extract<
  EvidenceRecord['body'],
  { type: T }
>;

function bodiesOf<T extends EvidenceRecord['body']['type']>(
  records: readonly LoggedRecord[],
  id: string,
  type: T,
): readonly BodyOf<T>[] {
  return records.flatMap(({ record: { scope, body } }) =>
    scope.item === id && body.type === type ? [body as BodyOf<T>] : [],
  );
}

/** With one lane, nothing of an item is recorded before the commit of the item before it is. */
function orderOfItems({ items, records }: Remains): readonly string[] {
  const placesOf = (id: string): readonly number[] =>
    records.filter(({ record }) => record.scope.item === id).map(({ seq }) => seq);
  return items.slice(1).flatMap((id, place) => {
    const before = items[place] ?? '';
    const end = records.find(
      ({ record: { scope, body } }) => scope.item === before && body.type === 'checkpoint',
    );
    const early = placesOf(id).some((seq) => seq < (end?.seq ?? Infinity));
    return early ? [`order: ${id} began before the commit of ${before} was recorded`] : [];
  });
}

/** Every message that came in is recorded once, as what its sender was told that it was. */
function messages({ runs, records }: Remains): readonly string[] {
  const received = new Map<string, boolean>();
  for (const { messageId, answer } of runs.flatMap(messagesOf)) {
    received.set(messageId, (received.get(messageId) ?? false) || answer === 'accepted');
  }
  return [...received].flatMap(([id, accepted]) => {
    const own = records.filter(({ record }) => messageIdOf(record) === id);
    const applied = own.filter(({ record }) => record.body.type !== 'refusal').length;
    if (own.length !== 1) return [`messages: ${id} has ${own.length} records`];
    return accepted && applied !== 1 ? [`messages: ${id} was accepted and not applied`] : [];
  });
}

function messageIdOf({ scope, body }: EvidenceRecord): string | null {
  if (!('messageId' in body) || body.messageId === scope.key) return null;
  return body.messageId;
}

/** The files of the checkout are those that people wrote, and Git shows no change. */
function checkout(world: World, files: Readonly<Record<string, string>>): readonly string[] {
  const { root } = world.repository;
  const names = Object.keys(filesOf(root));
  const textOf = (name: string): string | null =>
    names.includes(name) ? readFileSync(join(root, name), 'utf8') : null;
  const changed = [
    ...names.filter((name) => files[name] === undefined),
    ...Object.keys(files).filter((name) => textOf(name) !== files[name]),
  ];
  const status = world.git('status', '--porcelain');
  return [
    ...changed.map((name) => `checkout: ${name} is not as people left it`),
    ...(status === '' ? [] : [`checkout: git status says ${status}`]),
  ];
}
