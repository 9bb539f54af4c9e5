import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { snapshotNamed } from '../../support/evidence-records.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { REPORT_POLICY } from '../../support/report-model.ts';
import { logText, reportRepository } from '../../support/report-repository.ts';
import { dataOf, errorOf, runSluice } from '../../support/sluice-cli.ts';

const POLICY = `${REPORT_POLICY}  - { id: A, title: Parse tokens, priority: P0, tests: test/a.test.ts }
  - { id: B, title: Write docs, priority: P2, profile: chore }
`;

/** A program whose item A is done, certified as the verdict says. */
async function openProgram(verdict?: 'GO_WITH_WAIVERS' | 'NO_GO') {
  const repository = await reportRepository(POLICY);
  const { root, policyDigest } = repository;
  const story = new EvidenceStory({ policyDigest })
    .runs(null, 'baseline', { stage: 'BASELINE' })
    .finishes('A', 4)
    .decides('B', 'defer', { by: 'human:lea', reason: 'after the freeze' });
  if (verdict !== undefined) {
    story.runs(null, 'baseline', { stage: 'CERTIFICATION' }).certifies(verdict, {
      commit: repository.git('rev-parse', 'HEAD'),
      counts: { done: 1, deferred: 1, blocked: 0, open: 0 },
      reasons: ['1 deferred'],
    });
  }
  await repository.record(story);
  const sluice = (...args: readonly string[]) => runSluice(args, { cwd: root });
  return { repository, root, sluice, tree: snapshotNamed('tip green').tree };
}

test('reports from the files alone, and says what it could not know', async () => {
  const { sluice, repository } = await openProgram();
  const run = await sluice('report', '--json');
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(dataOf(run)).toMatchObject({
    program: {
      id: 'demo',
      branch: 'main',
      policyDigest: repository.policyDigest,
      baseline: [{ gate: 'baseline/baseline', standing: 'PASS' }],
      live: null,
    },
    evidence: { ok: true, records: 9, problems: [] },
    certification: null,
    counts: { items: 2, done: 1, deferred: 1, gates: { PASS: 5, NOT_RUN: 3 } },
    tests: { written: 4, passing: 4 },
    items: [
      { id: 'A', title: 'Parse tokens', priority: 'P0', status: 'done', attempts: 1 },
      { id: 'B', title: 'Write docs', status: 'deferred', reason: 'after the freeze' },
    ],
    days: [{ day: '2026-11-21', checkpoints: 1, resumeAt: null }],
    gaps: [expect.stringContaining('Without the live board: ')],
  });
});

test('prints Markdown by default, and every other format on demand', async () => {
  const { sluice } = await openProgram('GO_WITH_WAIVERS');
  const [md, html, csv, json, item] = await Promise.all([
    sluice('report'),
    sluice('report', '--format', 'html'),
    sluice('report', '--format', 'csv'),
    sluice('report', '--format', 'json'),
    sluice('report', 'A'),
  ]);
  expect(md).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^# demo\n/) });
  expect(html.stdout).toMatch(/^<!DOCTYPE html>\n[^]*<\/html>\n$/);
  expect(csv.stdout.split('\r\n')).toHaveLength(4);
  expect(dataOf(json)).toMatchObject({ program: { id: 'demo' } });
  expect(item.stdout).toMatch(/^# A Parse tokens\n\nItem report · demo: \*\*DONE\*\*\n/);
});

test('gives the certificate with each item, its commit, its evidence and its reviewers', async () => {
  const { sluice } = await openProgram('GO_WITH_WAIVERS');
  const run = await sluice('report', '--certificate', '--json');
  expect(run.exitCode).toBe(0);
  expect(dataOf(run)).toMatchObject({
    verdict: 'GO_WITH_WAIVERS',
    certification: { hasBranchMoved: false, reasons: ['1 deferred'], logRecords: 10 },
    items: [
      { id: 'A', reviewers: ['agent:claude'], record: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
    deferred: [{ id: 'B', reason: 'after the freeze' }],
    notRun: [{ item: 'B', gates: ['verify', 'P0', 'P1'] }],
  });
});

test('says that a certificate is stale once the branch has moved', async () => {
  const { sluice, repository } = await openProgram('GO_WITH_WAIVERS');
  repository.commitAll('somebody else');
  const run = await sluice('report', '--certificate');
  expect(run.stdout).toContain('Certificate: **GO\\_WITH\\_WAIVERS · STALE**');
});

test('exits 3 on NO_GO, and on a certificate where none was given', async () => {
  const [refused, none] = await Promise.all([openProgram('NO_GO'), openProgram()]);
  expect(await refused.sluice('report')).toMatchObject({ exitCode: 3 });
  expect(await none.sluice('report')).toMatchObject({ exitCode: 0 });
  const certificate = await none.sluice('report', '--certificate');
  expect(certificate).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining('NOT CERTIFIED'),
  });
});

const TAMPERINGS: readonly (readonly [string, (lines: string[]) => readonly string[]])[] = [
  ['a record is deleted', (lines) => lines.toSpliced(3, 1)],
  ['two records change places', ([a = '', b = '', ...rest]) => [b, a, ...rest]],
  [
    'a record is edited',
    (lines) => lines.map((line, at) => (at === 4 ? line.replace(/sig":"./, 'sig":"A') : line)),
  ],
  [
    'the last line is cut',
    (lines) => lines.map((line, at) => (at === lines.length - 1 ? line.slice(0, -9) : line)),
  ],
];

test.each(TAMPERINGS)('exits 6 and certifies nothing when %s', async (_how, tamper) => {
  const { sluice, repository } = await openProgram('GO_WITH_WAIVERS');
  const lines = logText(repository).trimEnd().split('\n');
  writeFileSync(join(repository.evidenceDir, 'log.jsonl'), `${tamper(lines).join('\n')}\n`);
  const run = await sluice('report', '--certificate', '--json');
  expect(run.exitCode).toBe(6);
  expect(dataOf(run)).toMatchObject({ verdict: null, evidence: { ok: false } });
  const page = await sluice('report');
  expect(page).toMatchObject({ exitCode: 6, stdout: expect.stringContaining('EVIDENCE BROKEN') });
});

test('exits 6 when the output of a gate was changed after it was stored', async () => {
  const { sluice, repository } = await openProgram('GO_WITH_WAIVERS');
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  writeFileSync(join(repository.evidenceDir, 'blobs', 'e3', empty), 'passed');
  const run = await sluice('report', '--json');
  expect(run.exitCode).toBe(6);
  expect(dataOf(run)).toMatchObject({ evidence: { problems: [{ code: 'BLOB_DIGEST_MISMATCH' }] } });
});

test('writes a file whole, and replaces one only with --force', async () => {
  const { sluice, root } = await openProgram('GO_WITH_WAIVERS');
  const first = await sluice('report', '--format', 'html', '-o', 'out.html', '--json');
  const path = join(root, 'out.html');
  expect(dataOf(first)).toEqual({ path, format: 'html', bytes: readFileSync(path).length });

  const refused = await sluice('report', '--format', 'csv', '-o', 'out.html', '--json');
  expect(refused.exitCode).toBe(2);
  expect(errorOf(refused)).toMatchObject({ message: `${path} exists already.` });
  expect(readFileSync(path, 'utf8')).toContain('</html>');

  const forced = await sluice('report', '--format', 'csv', '-o', 'out.html', '--force');
  expect(forced).toMatchObject({ exitCode: 0, stdout: `Wrote ${path}.\n` });
  expect(readFileSync(path, 'utf8')).toMatch(/^item,title,/);

  mkdirSync(join(root, 'folder'));
  expect(await sluice('report', '-o', 'folder', '--force')).toMatchObject({ exitCode: 2 });
  expect(await sluice('report', '-o', 'none/out.md')).toMatchObject({ exitCode: 2 });
  expect(existsSync(join(root, 'none'))).toBe(false);
});

test.each([
  [['--format', 'hmtl'], 'There is no format "hmtl". Did you mean html?'],
  [['--certificate', '--format', 'csv'], 'A certificate is no table.'],
  [['A', '--certificate'], 'A certificate is about the whole program.'],
  [['--json', '--format', 'html'], '--json prints JSON.'],
  [['AA'], 'There is no item AA in this program.'],
])('refuses %j', async (args, message) => {
  const { sluice } = await openProgram();
  const run = await sluice('report', ...args);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain(message);
});

test('lists what has records where the plan is on another machine', async () => {
  const { sluice, repository } = await openProgram();
  writeFileSync(join(repository.stateDir, 'program.json'), '{"program":"demo"}\n');
  const data = dataOf(await sluice('report', '--json'));
  expect(data).toMatchObject({
    program: { planDigest: null },
    items: [
      { id: 'A', title: null },
      { id: 'B', status: 'deferred' },
    ],
    gaps: expect.arrayContaining([expect.stringContaining('Without the plan')]),
  });
});

test('knows no program that left nothing here', async () => {
  const { sluice } = await openProgram();
  const run = await sluice('report', '--program', 'other', '--json');
  expect(errorOf(run)).toMatchObject({ code: 'PROGRAM_NOT_FOUND' });
});
