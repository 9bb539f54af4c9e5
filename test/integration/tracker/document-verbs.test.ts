import { existsSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { type CliRun, dataOf, errorOf, runSluice } from '../../support/sluice-cli.ts';
import { type TempRepository, tempRepository } from '../../support/temp-repository.ts';
import { fixture } from '../../support/tracker-world.ts';

const SHARED = join(import.meta.dirname, '../../../../shared/trackers');
const KINDS = [
  'numbered-plan.md',
  'packet-board.md',
  'phase-tracker.md',
  'workstream-backlog.md',
  'checkbox-list.md',
  'task-table.md',
  'tracker.csv',
] as const;
const DOCUMENTS = Object.fromEntries(KINDS.map((name) => [name, fixture(name)]));
const PACKET = 'packet-board.md';

let repository: TempRepository;
beforeAll(async () => {
  const files = { ...DOCUMENTS, 'package.json': '{ "type": "module" }\n', 'sum.js': '' };
  repository = await tempRepository(files);
});
afterAll(() => repository.remove());

const sluice = (...args: readonly string[]): Promise<CliRun> =>
  runSluice(args, { cwd: repository.root, env: { SLUICE_ACTOR: 'human:lea' } });

describe('sluice plan DOC', () => {
  test.each(KINDS)('shows %s without a policy, with no warning', async (name) => {
    const run = await sluice('plan', name, '--json');
    expect(run.exitCode).toBe(0);
    const data = dataOf(run) as { items: { line: number }[]; warnings: unknown[] };
    expect(data.warnings).toEqual([]);
    expect(data.items.every(({ line }) => line > 0)).toBe(true);
  });

  test('has the shape that the design says', async () => {
    expect(dataOf(await sluice('plan', 'numbered-plan.md', '--json'))).toMatchObject({
      program: 'numbered-plan',
      items: [
        { id: 'P0-001', status: 'done', stage: null, checklist: { done: 4, open: 0 } },
        {
          id: 'P0-002',
          title: 'implement addition',
          line: 16,
          priority: 'P0',
          phase: null,
          profile: 'tdd',
          status: 'todo',
          stage: 'RED',
          dependsOn: [],
          commands: ['node --check sum.js', 'node --check difference.js'],
          checklist: { done: 0, open: 4 },
        },
      ],
      counts: { items: 2, byStatus: { done: 1, todo: 1 }, checklist: { done: 4, open: 4 } },
      resumeAt: { item: 'P0-002', stage: 'RED' },
    });
  });

  test
    .runIf(existsSync(SHARED))
    .each([
      'master-backlog-early.md',
      'master-backlog-late.md',
      'packet-board.md',
      'phase-tracker.md',
      'worker-migration-tracker.csv',
      'workstream-backlog.md',
    ])('places every item of the team document %s', async (name) => {
    const run = await sluice('plan', join(SHARED, name), '--json');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(dataOf(run)).toMatchObject({ warnings: [] });
  });
});

describe('a document that is no tracker is refused with its place', () => {
  const write = (name: string, bytes: string | Buffer): string => {
    writeFileSync(join(repository.root, name), bytes);
    return name;
  };

  test.each([
    ['empty', '', 'empty.md:1:1'],
    ['binary', Buffer.from('# a\n\0b'), 'binary.md:2:1'],
    ['not UTF-8', Buffer.from([0x23, 0x0a, 0x61, 0xff, 0x62]), 'not UTF-8.md:2:2'],
  ])('%s', async (name, bytes, where) => {
    const run = await sluice('plan', write(`${name}.md`, bytes), '--json');
    expect(run.exitCode).toBe(2);
    expect(errorOf(run)).toMatchObject({ code: 'TRACKER_INVALID', where });
  });

  test('50 MiB, without being read', async () => {
    truncateSync(join(repository.root, write('large.md', '')), 50 * 1024 * 1024);
    const before = performance.now();
    const run = await sluice('audit', 'large.md');
    expect(run.exitCode).toBe(2);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  test('nothing at all', async () => {
    expect(errorOf(await sluice('plan', 'none.md', '--json'))).toMatchObject({
      code: 'TRACKER_INVALID',
    });
  });
});

describe('nothing in a document is obeyed', () => {
  test('terminal codes and commands are shown harmlessly', async () => {
    const marker = join(repository.root, 'pwned');
    const evil = `- [ ] T-1 \u001b]0;title\u0007\u001b[31mred \`touch ${marker}\` $(touch ${marker})\n`;
    writeFileSync(join(repository.root, 'evil.md'), evil);
    for (const args of [
      ['plan', 'evil.md'],
      ['audit', 'evil.md'],
      ['import', 'evil.md', '--to', 'csv'],
    ]) {
      const { stdout, stderr } = await sluice(...args);
      expect(stdout + stderr).not.toContain('\u001b');
    }
    expect(existsSync(marker)).toBe(false);
  });

  test('a backlog outside of the repository, or a link, is not written to', async () => {
    const outside = await tempRepository({ 'plan.md': fixture('checkbox-list.md') });
    symlinkSync(join(outside.root, 'plan.md'), join(repository.root, 'link.md'));
    symlinkSync(outside.root, join(repository.root, 'linked'));
    await sluice('import', 'checkbox-list.md', '-o', 'sluice.yaml');
    for (const path of ['link.md', 'linked/plan.md', join(outside.root, 'plan.md')]) {
      const run = await sluice('start', path, '--dry-run', '--json');
      expect(run.exitCode).toBe(2);
    }
    outside.remove();
    repository.git('clean', '-fdq');
  });
});

describe('sluice import', () => {
  test('writes a policy that plans the document, and replaces nothing unasked', async () => {
    const run = await sluice('import', PACKET, '-o', 'sluice.yaml');
    expect(run.exitCode).toBe(0);
    const text = readFileSync(join(repository.root, 'sluice.yaml'), 'utf8');
    expect(parsePolicy(text, 'sluice.yaml')).toMatchObject({ policy: { backlog: PACKET } });
    const planned = dataOf(await sluice('plan', '--json')) as { items: { id: string }[] };
    expect(planned.items.map(({ id }) => id)).toEqual(['00', '01']);
    expect((await sluice('start', '--dry-run')).exitCode).toBe(0);
    expect((await sluice('import', PACKET, '-o', 'sluice.yaml')).exitCode).toBe(2);
    expect((await sluice('import', PACKET, '-o', 'sluice.yaml', '--force')).exitCode).toBe(0);
  });

  test('prints the items as JSON and as CSV', async () => {
    const json = await sluice('import', 'tracker.csv', '--to', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject([{ id: 'R-1' }, { id: 'R-2' }]);
    const csv = await sluice('import', 'numbered-plan.md', '--to', 'csv');
    expect(csv.stdout.split('\r\n')[1]).toMatch(/^P0-001,implement subtraction,12,P0/);
  });
});

describe('sluice audit', () => {
  test('exits 3 with findings, and 0 without', async () => {
    const run = await sluice('audit', PACKET);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain(`${PACKET}:37 COMMIT_PLACEHOLDER`);
    expect((await sluice('audit', 'numbered-plan.md')).exitCode).toBe(0);
  });

  test('has the shape that the design says', async () => {
    const expected = {
      findings: [{ code: 'COMMIT_PLACEHOLDER', item: '00', line: 37, rule: { line: 7 } }],
      counts: { findings: 1, byCode: { COMMIT_PLACEHOLDER: 1 } },
    };
    expect(dataOf(await sluice('audit', PACKET, '--json'))).toMatchObject(expected);
    expect(dataOf(await sluice('audit', PACKET, '--format', 'json'))).toMatchObject(expected);
  });

  test('writes SARIF with the place', async () => {
    const run = await sluice('audit', PACKET, '--format', 'sarif');
    expect(JSON.parse(run.stdout)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'COMMIT_PLACEHOLDER',
              locations: [{ physicalLocation: { artifactLocation: { uri: PACKET } } }],
            },
          ],
        },
      ],
    });
  });

  test('--repo tells recorded commits that the repository does not have', async () => {
    const head = repository.git('rev-parse', 'HEAD');
    const board = (hash: string): string => fixture(PACKET).replace('FIRSTCOMMIT', hash);
    repository.write({
      'known.md': board(head.slice(0, 9)),
      'unknown.md': board(head.slice(20) + head.slice(0, 20)),
    });
    expect((await sluice('audit', 'known.md', '--repo', '.')).exitCode).toBe(0);
    expect((await sluice('audit', 'unknown.md')).exitCode).toBe(0);
    const run = await sluice('audit', 'unknown.md', '--repo', '.', '--json');
    expect(run.exitCode).toBe(3);
    expect(dataOf(run)).toMatchObject({ counts: { byCode: { COMMIT_UNKNOWN: 1 } } });
  });
});
