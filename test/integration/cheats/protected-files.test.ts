import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { protectedPatterns } from '../../../domain/protected-set.ts';
import { gateScripts } from '../../../policy/gate-scripts.ts';
import { changedFiles } from '../../../git/tree.ts';
import { CheatDesk } from '../../support/cheat-desk.ts';
import { tempRepository, type TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository | undefined;
afterEach(() => {
  repo?.remove();
  repo = undefined;
});

const CHEATS = [
  'conftest.py',
  'pkg/conftest.py',
  'package.json',
  'packages/a/package.json',
  'package-lock.json',
  'vitest.config.ts',
  'packages/a/vitest.config.mts',
  'jest.config.js',
  '.mocharc.json',
  'pyproject.toml',
  'tsconfig.json',
  'tsconfig.build.json',
  'sitecustomize.py',
  'go.mod',
  'Makefile',
  '.github/workflows/ci.yml',
  '.npmrc',
  '.gitattributes',
  '.gitignore',
  'sluice.yaml',
  'scripts/verify.sh',
];
const HONEST = [
  'src/index.ts',
  'README.md',
  'src/package.ts',
  'test/new.test.ts',
  'my-Makefile.md',
];

test('every cheat with a file that decides how tests run is seen, whether it is new or changed', async () => {
  repo = await tempRepository({ 'package.json': '{}', 'scripts/verify.sh': 'make test\n' });
  const from = repo.git('rev-parse', 'HEAD');
  const files = Object.fromEntries([...CHEATS, ...HONEST].map((path) => [path, `new ${path}\n`]));
  repo.write(files);
  repo.git('add', '--all', '--force');
  repo.git('commit', '--quiet', '--message', 'cheat');
  const patterns = protectedPatterns(gateScripts([{ shell: 'cd . && ./scripts/verify.sh' }]));
  const changed = await changedFiles(repo.repository, {
    from,
    to: repo.git('rev-parse', 'HEAD'),
    patterns,
  });
  expect(changed.toSorted()).toEqual(CHEATS.toSorted());
});

test('a verify script that is replaced by a stub needs the mark of a person', async () => {
  const gates = '{ verify: ./scripts/verify.sh, review: { gates: [P0, P1] } }';
  const files = { 'scripts/verify.sh': '#!/bin/sh\ngrep -q good add.mjs\n' };
  await using desk = await CheatDesk.open({ files, gates, more: 'protect: []', profile: 'chore' });
  chmodSync(join(desk.gates.repository.root, 'scripts/verify.sh'), 0o755);
  expect(await desk.green({ 'scripts/verify.sh': '#!/bin/sh\nexit 0\n' })).toBeNull();
  expect(desk.item.state.changedProtected).toEqual(['scripts/verify.sh']);
  expect(desk.reviewGates).toContain('protected');
  const marks = { protected: { result: 'PASS', reason: null } } as const;
  expect(desk.item.approve({ marks })).toMatchObject({ code: 'PROTECTED_CHANGED_UNAPPROVED' });
});
