// `npm start -- packets`: the closeout of a release in nine packets of a Markdown board. One packet is
// sent back, one passes with a waiver, one is put off, one breaks a budget first; registers and a
// sign-off lead to GO_WITH_WAIVERS.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCli, indented, say } from '../common/people.mjs';
import { runExample } from '../common/run-example.mjs';
import { SampleFailed } from '../common/sandbox.mjs';

const LEAD = ['--actor', 'human:ana'];
const CODEX = ['--actor', 'agent:codex'];
const CLAUDE = ['--actor', 'agent:claude'];
const OPERATIONS = ['--actor', 'human:olga'];

const GATE_FAILED = 3;
const WAITS_FOR_PERSON = 5;
/** A verdict may be NO_GO, which ends a verb with the exit code of a failed gate. */
const ANY_VERDICT = { expect: [0, GATE_FAILED] };
const HASH_CHARS = 12;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** How long the waiver holds: the feed is to be mended by then. */
const WAIVER_MS = 3 * DAY_MS;
const DEFERRAL_MS = 30 * DAY_MS;

process.exitCode = await runExample({
  title: 'A closeout in nine packets',
  sandbox: { example: new URL('./', import.meta.url), name: 'depot' },
  story: runProgram,
});

async function runProgram(sandbox, signal) {
  const scene = { sluice: createCli(sandbox, signal), sandbox };
  say('\nThe release lead starts the program. Its backlog is the board in docs/progress.md.');
  await scene.sluice(['start', ...LEAD]);
  await plainPacket(scene, '00', ['--gate', 'P1=NA:documents only']);
  await sentBackPacket(scene);
  await waivedPacket(scene);
  await plainPacket(scene, '03');
  await plainPacket(scene, '04');
  await budgetPacket(scene);
  await deferredPacket(scene);
  await plainPacket(scene, '07', ['--gate', 'P1=NA:documents only']);
  await plainPacket(scene, '08', ['--gate', 'P1=NA:documents only']);
  await keepRegisters(scene);
  return certify(scene);
}

/** Implemented, verified and approved at the first attempt. */
async function plainPacket(scene, packet, marks = []) {
  await packetStarts(scene, packet);
  await submit(scene, packet, { step: `${packet}-green` });
  await approve(scene, packet, marks);
}

/** The reviewer finds a route of version 1 that leads nowhere. */
async function sentBackPacket(scene) {
  await packetStarts(scene, '01');
  await submit(scene, '01', { step: '01-green' });
  const finding = 'P1 src/routes.js:2 /preferences of version 1 leads nowhere';
  await scene.sluice(['review', '01', '--request-changes', '--finding', finding, ...CLAUDE]);
  say('    CHANGES_REQUESTED: back to the implementer');
  await submit(scene, '01', { step: '01-green-again' });
  await approve(scene, '01');
}

/** Somebody else's commit broke the feed; it is not this packet's to mend, and Sluice sees that. */
async function waivedPacket(scene) {
  const { sluice, sandbox } = scene;
  await packetStarts(scene, '02');
  commitElsewhere(sandbox, 'feed-broken', 'Separate the feed by commas');
  say('  Meanwhile a colleague committed a change that breaks the feed.');
  await submit(scene, '02', { step: '02-green', expect: 'COMMAND_FAILED' });
  const until = new Date(Date.now() + WAIVER_MS).toISOString();
  const reason = 'the feed is broken on main, and mended there';
  const waived = ['waive', '02', 'suite', '--reason', reason, '--until', until, ...LEAD];
  const { data } = await sluice(waived);
  const [waiver] = data.state.waivers;
  const base = data.state.gates.findLast((gate) => gate.gate === 'suite');
  say(`    ${waiver.id}: ${waiver.status}; the suite fails on the base tree by the same tests`);
  say(`    suite: ${base.result}, now ${data.state.stage}, waiting on ${data.waitingOn}`);
  await approve(scene, '02');
  commitElsewhere(sandbox, 'feed-mended', 'Separate the feed by semicolons again');
  say('  The colleague mended the feed.');
}

/** The audit of lookups makes each look at hundreds of records: the budget says so, not a person. */
async function budgetPacket(scene) {
  await packetStarts(scene, '05');
  await submit(scene, '05', { step: '05-green', expect: 'BUDGET_REGRESSION' });
  say('  The implementer keeps the index and the audit.');
  await submit(scene, '05', { step: '05-green-again' });
  await approve(scene, '05');
}

async function deferredPacket(scene) {
  await packetStarts(scene, '06');
  const until = new Date(Date.now() + DEFERRAL_MS).toISOString();
  const reason = 'the second region is not rented yet';
  await scene.sluice(['defer', '06', '--reason', reason, '--until', until, ...LEAD]);
  say('    deferred: the release goes without it, and says so');
}

async function keepRegisters({ sluice }) {
  say('\nWhat is decided, owed and risked is entered, each by whoever answers for it.');
  for (const [kind, what, ...more] of [
    [
      'decision',
      'The feed stays separated by semicolons',
      '--reason',
      'readers depend on it',
      '--item',
      '02',
    ],
    [
      'debt',
      'The audit of lookups grows without bound',
      '--severity',
      'medium',
      '--owner',
      'human:bo',
      '--source',
      'review of 05',
      '--item',
      '05',
    ],
    [
      'risk',
      'Failover was never drilled',
      '--severity',
      'high',
      '--reason',
      'packet 06 is put off',
      '--item',
      '06',
    ],
    ['rollback', 'Deploy the image before; migrated records stay readable', '--item', '04'],
    [
      'drift',
      'src/routes.js',
      '--as',
      'DRIFT_ACCEPTED',
      '--reason',
      'paths of version 1 lead on',
      '--item',
      '01',
    ],
  ]) {
    await sluice(['decide', kind, what, ...more, ...LEAD]);
  }
}

/** Refused without the sign-off that the policy names; then given for exactly this commit. */
async function certify({ sluice, sandbox }) {
  say('\nAll packets but one are committed. The lead asks for the verdict.');
  const reason = 'packet 06 is put off to the next release';
  await sluice(['certify', '--reason', reason, ...LEAD]);
  await sayVerdict(sluice, 'NO_GO');
  const signed = ['decide', 'sign-off', 'operations', '--reason', 'runbook walked through'];
  await sluice([...signed, ...OPERATIONS]);
  say('  It was all that was missing: the program certifies again by itself.');
  await sayVerdict(sluice, 'GO_WITH_WAIVERS');
  const board = await sluice(['board', '--all'], { ...ANY_VERDICT, json: false });
  say(indented(board.text));
  const evidence = await sluice(['evidence', 'verify'], { json: false });
  say(indented(evidence.text));
  for (const [page, ...which] of [['certificate.html', '--certificate'], ['report.html']]) {
    const path = join(sandbox.folder, page);
    await sluice(['report', ...which, '--format', 'html', '--output', path], { json: false });
    say(`    ${readFileSync(path).length} bytes in one page that needs no other file`);
  }
  return 'GO_WITH_WAIVERS';
}

/** Waits for the verdict, checks that it is the story's, and says what it rests on. */
async function sayVerdict(sluice, expected) {
  await sluice(['watch', '--until', 'done'], { ...ANY_VERDICT, show: false });
  const certificate = await sluice(['report', '--certificate'], { ...ANY_VERDICT, show: false });
  const { verdict, reasons } = certificate.data.certification;
  if (verdict !== expected)
    throw new SampleFailed(`the verdict is ${verdict}: ${reasons.join('; ')}`);
  say(`    ${verdict}: ${reasons.join('; ')}`);
}

function commitElsewhere({ edit, git }, step, message) {
  edit(step);
  git(
    'commit',
    '--quiet',
    '--message',
    message,
    '--author',
    'Cleo <cleo@example.com>',
    '--',
    'src',
  );
}

async function packetStarts({ sluice }, packet) {
  const { data } = await sluice(['watch', packet], { expect: [0, WAITS_FOR_PERSON], show: false });
  say(`\nPacket ${packet} ${data.title} (${data.profile})`);
}

/** Edits, sends `green`, and checks that the gates say what the story needs. */
async function submit({ sluice, sandbox }, packet, { step, expect = null }) {
  sandbox.edit(step);
  const { data } = await sluice(['green', packet, ...CODEX], {
    expect: [expect === null ? 0 : GATE_FAILED],
  });
  const { attempt, gates, setback, stage } = data.state;
  if (expect !== null) {
    if (setback?.code !== expect)
      throw new SampleFailed(`${packet} was sent back: ${setback?.code}`);
    const why = await sluice(['show', packet], { json: false, show: false });
    say(/^sent back[^]*?fix:.*$/m.exec(why.text)?.[0].replaceAll(/^/gm, '    ') ?? '');
    return;
  }
  for (const gate of gates.filter((each) => each.attempt === attempt)) say(`    ${gateText(gate)}`);
  say(`    now ${stage}, waiting on ${data.waitingOn}`);
}

function gateText({ gate, result, counts, exitCode, measurements = [] }) {
  const tests =
    counts === null ? `exit ${exitCode}` : `${counts.passed} of ${counts.total} tests passed`;
  const numbers = measurements.map(
    (each) => `, ${each.name} ${each.value} ${each.unit}: ${each.result}`,
  );
  return `${gate}: ${result}, ${tests}${numbers.join('')}`;
}

async function approve({ sluice }, packet, more = []) {
  const { data } = await sluice(['review', packet, '--approve', ...more, ...CLAUDE]);
  const { commit } = data.state;
  if (commit === null) throw new SampleFailed(`${packet} was approved and has no checkpoint`);
  say(`    APPROVED, checkpoint ${commit.slice(0, HASH_CHARS)}`);
}
