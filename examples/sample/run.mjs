// `npm start`: a program of four items, from its baseline to its certification. Real tests fail and
// pass in a real repository; an implementer, a reviewer and a release lead act by the CLI.
import { createCli, indented, say } from '../common/people.mjs';
import { runExample } from '../common/run-example.mjs';
import { SampleFailed } from '../common/sandbox.mjs';

const LEAD = ['--actor', 'human:ana'];
const CODEX = ['--actor', 'agent:codex'];
const CLAUDE = ['--actor', 'agent:claude'];

const GATE_FAILED = 3;
const WAITS_FOR_PERSON = 5;
const HASH_CHARS = 12;
const SECOND_MS = 1_000;

process.exitCode = await runExample({
  title: 'A program of four items',
  sandbox: { example: new URL('./', import.meta.url), name: 'till' },
  story: runProgram,
});

async function runProgram(sandbox, signal) {
  const scene = { sluice: createCli(sandbox, signal), edit: sandbox.edit };
  say('\nThe release lead starts the program. Its baseline must pass first.');
  await scene.sluice(['start', ...LEAD]);
  await readAmounts(scene);
  await splitBill(scene);
  await documentSplit(scene);
  await printAmounts(scene);
  return certify(scene, sandbox);
}

/** tdd: the first RED is refused, because its test passes before the work is done. */
async function readAmounts(scene) {
  await itemStarts(scene, 'P0-001', 'a failing test must come first');
  scene.edit('P0-001-red-too-weak');
  await submit(scene, 'red', { item: 'P0-001', expect: 'RED_DID_NOT_FAIL' });
  say('  The implementer adds an amount that the old code does get wrong.');
  scene.edit('P0-001-red');
  await submit(scene, 'red', { item: 'P0-001' });
  scene.edit('P0-001-green');
  await submit(scene, 'green', { item: 'P0-001' });
  await approve(scene, 'P0-001');
}

/** tdd: the review finds what no test did, and the item goes back with a finding. */
async function splitBill(scene) {
  await itemStarts(scene, 'P0-002', 'it waited for P0-001');
  scene.edit('P0-002-red');
  await submit(scene, 'red', { item: 'P0-002' });
  scene.edit('P0-002-green');
  await submit(scene, 'green', { item: 'P0-002' });
  await requestChanges(scene, 'P0-002', 'P1 src/money.js:9 a bill split among 0 people is lost');
  say('  The implementer mends it. The tests change too, so RED is replayed on the old code.');
  scene.edit('P0-002-green-again');
  const declared = ['--tests-changed', 'covers the finding of the review'];
  await submit(scene, 'green', { item: 'P0-002', more: declared });
  await approve(scene, 'P0-002');
}

/** chore: no tests of its own; the full verify, the review and the checkpoint stay. */
async function documentSplit(scene) {
  await itemStarts(scene, 'P1-001', 'a chore: verify, review, checkpoint');
  scene.edit('P1-001-green');
  await submit(scene, 'green', { item: 'P1-001' });
  await approve(scene, 'P1-001', ['--gate', 'P0=NA:documentation only']);
}

/** packet: its tests are required, but need not have failed before. */
async function printAmounts(scene) {
  await itemStarts(scene, 'P1-002', 'a packet: required tests instead of RED');
  scene.edit('P1-002-green');
  await submit(scene, 'green', { item: 'P1-002' });
  await approve(scene, 'P1-002');
}

async function itemStarts({ sluice }, item, remark) {
  const { data } = await sluice(['watch', item], { expect: [0, WAITS_FOR_PERSON], show: false });
  say(`\n${item} ${data.title} (${data.profile}): ${remark}`);
}

/** Sends `red` or `green` and checks that its gates say what the story needs. */
async function submit({ sluice }, verb, { item, more = [], expect = null }) {
  const args = [verb, item, ...more, ...CODEX];
  const { data } = await sluice(args, { expect: [expect === null ? 0 : GATE_FAILED] });
  const { attempt, gates, setback, stage } = data.state;
  if (expect !== null) {
    if (setback.code !== expect) throw new SampleFailed(`${item} was sent back: ${setback.code}`);
    const why = await sluice(['show', item], { json: false, show: false });
    say(/^sent back[^]*?fix:.*$/m.exec(why.text)?.[0].replaceAll(/^/gm, '    ') ?? '');
    say(`    now attempt ${attempt}`);
    return;
  }
  const ran = gates.filter((gate) => gate.attempt === attempt && (verb === 'red') === isRed(gate));
  for (const gate of ran) say(`    ${gateText(gate)}`);
  say(`    now ${stage}, waiting on ${data.waitingOn}`);
}

function isRed({ gate }) {
  return gate === 'red';
}

function gateText({ gate, result, counts, exitCode, durationMs }) {
  const { passed, total } = counts ?? {};
  const tests = counts === null ? `exit ${exitCode}` : `${passed} of ${total} tests passed`;
  return `${gate}: ${result}, ${tests} (${(durationMs / SECOND_MS).toFixed(1)} s)`;
}

async function requestChanges({ sluice }, item, finding) {
  await sluice(['review', item, '--request-changes', '--finding', finding, ...CLAUDE]);
  say('    CHANGES_REQUESTED: back to the implementer');
}

async function approve({ sluice }, item, more = []) {
  const { data } = await sluice(['review', item, '--approve', ...more, ...CLAUDE]);
  const { commit } = data.state;
  if (commit === null) throw new SampleFailed(`${item} was approved and has no checkpoint`);
  say(`    APPROVED, checkpoint ${commit.slice(0, HASH_CHARS)}`);
}

async function certify({ sluice }, sandbox) {
  say('\nNo item is left: the baseline runs again on the final tree, and the evidence is checked.');
  const watched = await sluice(['watch', '--until', 'done'], { expect: [0, GATE_FAILED] });
  const board = await sluice(['board', '--all'], { expect: [0, GATE_FAILED], json: false });
  say(indented(board.text));
  for (const args of [
    ['log', '--oneline'],
    ['log', '-1', '--format=%B'],
  ]) {
    say(`  $ git ${args.join(' ')}`);
    say(indented(sandbox.git(...args)));
  }
  const evidence = await sluice(['evidence', 'verify'], { json: false });
  say(indented(evidence.text));
  const { verdict } = watched.data.program;
  if (verdict !== 'GO') throw new SampleFailed(`the verdict is ${verdict}`);
  return verdict;
}
