import { afterEach, expect, test } from 'vitest';
import { protectedPatterns } from '../../../domain/protected-set.ts';
import { changedFiles } from '../../../git/tree.ts';
import { tempRepository, type TempRepository } from '../../support/temp-repository.ts';

let repo: TempRepository;
afterEach(() => repo.remove());

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
  const patterns = protectedPatterns(['scripts/**']);
  const changed = await changedFiles(repo.repository, {
    from,
    to: repo.git('rev-parse', 'HEAD'),
    patterns,
  });
  expect(changed.toSorted()).toEqual(CHEATS.toSorted());
});
