import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintCommand } from '../../../policy/command-lint.ts';
import { anyText } from '../../support/any-text.ts';

function kindsOf(shell: string): readonly string[] {
  return [...new Set(lintCommand({ shell }).map(({ kind }) => kind))];
}

test.each([
  // The class of notes on destructive commands: discarding a work tree.
  'git checkout .',
  'git checkout -f',
  'git checkout --force main',
  'git checkout -- src',
  'git checkout HEAD~1 src/a.ts',
  'git checkout README.md',
  'git checkout ./src',
  'git checkout .github',
  'git checkout "*.ts"',
  'git checkout $FILES',
  'git checkout -B main',
  'git checkout --ours a',
  'git checkout --pathspec-from-file=list',
  'git switch -f main',
  'git switch --discard-changes main',
  'git switch -C main',
  'git restore .',
  'git restore -s HEAD~1 a',
  'git restore --staged --worktree a',
  'git reset --hard',
  'git reset --merge',
  'git reset --keep HEAD',
  'git reset HEAD~3',
  'git reset "$MODE"',
  'git clean -f',
  'git clean -fdx',
  'git clean -xdf .',
  'git clean',
  'git stash',
  'git stash push -m x',
  'git stash pop',
  'git stash drop',
  'git stash clear',
  'git stash -u',
  'git read-tree -u --reset HEAD',
  'git read-tree -m -u HEAD',
  'git checkout-index -f -a',
  'git rm -r src',
  'git apply -R fix.patch',
  'git rebase --abort',
  'git merge --abort',
  'git am --abort',
  'git cherry-pick --abort',
  'git worktree remove -f ../x',
  'git submodule update --init --force',
  'git submodule deinit --all',
  // The same for history.
  'git branch -D old',
  'git branch -f main HEAD~1',
  'git update-ref -d refs/heads/main',
  'git reflog expire --all',
  'git gc --prune=now',
  'git push -f',
  'git push --force-with-lease origin main',
  'git push origin +main',
  'git push origin :old',
  'git filter-branch --all',
  'git rebase main',
  'git commit --amend --no-edit',
])('refuses %s', (shell) => {
  expect(kindsOf(shell)).toContain('forbidden');
});

test.each([
  ['options before the subcommand', 'git -C x reset --hard'],
  ['a setting before the subcommand', 'git -c core.x=1 --no-pager reset --hard'],
  ['an abbreviated option', 'git reset --har'],
  ['a path to git', '/usr/bin/git reset --hard'],
  ['quotes inside the word', `g"i"'t' re\\set --hard`],
  ['a line continuation', 'git reset \\\n --hard'],
  ['an assignment before', 'FOO=1 GIT_DIR=x git reset --hard'],
  ['env', 'env -i FOO=1 git reset --hard'],
  ['env -u', 'env -u FOO git reset --hard'],
  ['env -S', 'env -S "git reset --hard"'],
  ['sudo', 'sudo -u ana git reset --hard'],
  ['timeout', 'timeout -k 5 20m git reset --hard'],
  ['nested wrappers', 'nice -n 5 timeout 3 command git reset --hard'],
  ['bash -c', `bash -c 'git reset --hard'`],
  ['sh with options', `sh -euo pipefail -c 'make; git clean -fd'`],
  ['bash -ec', `bash -ec "cd x && git clean -fd"`],
  ['bash with the script after more options', `bash -co pipefail 'git clean -fd'`],
  ['bash inside bash', `bash -c "bash -c 'git reset --hard'"`],
  ['eval', 'eval "git reset --hard"'],
  ['xargs', 'git diff --name-only | xargs git checkout'],
  ['xargs with options', 'ls | xargs -0 -n 1 git checkout HEAD'],
  ['find -exec', `find . -name '*.ts' -exec git checkout HEAD {} \\;`],
  ['an alias of its own', `git -c alias.x='reset --hard' x`],
  ['a shell alias of its own', `git -c alias.x='!git clean -fd' x`],
  ['an alias that is configured', `git config --global alias.undo 'reset --hard'`],
  ['submodule foreach', `git submodule foreach --recursive 'git reset --hard'`],
  ['bisect run', 'git bisect run git reset --hard'],
  ['after &&', 'make && git reset --hard'],
  ['after ||', 'make || git checkout .'],
  ['after a line break', 'make\ngit reset --hard'],
  ['in a subshell', '(cd x; git reset --hard)'],
  ['in a group', '{ git reset --hard; }'],
  ['in a condition', 'if true; then git reset --hard; fi'],
  ['in a loop', 'for f in a b; do git checkout -- $f; done'],
  ['in a function', 'f() { git reset --hard; }; f'],
  ['negated', '! git reset --hard'],
  ['in a substitution', 'echo "$(git reset --hard)"'],
  ['in backticks', 'echo `git reset --hard`'],
  ['in a default value', 'echo ${X:-$(git reset --hard)}'],
  ['in a process substitution', 'cat <(git reset --hard)'],
  ['in an assignment', 'X=$(git stash)'],
  ['in a redirection', 'echo a > "$(git stash)"'],
  ['in a here-document for a shell', 'bash <<EOF\ngit reset --hard\nEOF'],
  ['in a here-string for a shell', `bash <<< 'git reset --hard'`],
  ['echoed into a shell', `echo 'git reset --hard' | sh`],
  ['echoed into a shell without quotes', 'echo git reset --hard | bash -e'],
  ['behind a subcommand in a variable', 'git "$CMD" --hard'],
])('refuses it behind %s', (_hiding, shell) => {
  expect(kindsOf(shell)).toContain('forbidden');
});

test.each([
  'make clean',
  'make verify && npm test -- --force',
  'git status --porcelain',
  'git diff --exit-code',
  'git checkout -b feature',
  'git checkout -b force origin/main',
  'git checkout -bforce',
  'git checkout main',
  'git checkout v1.2.3',
  'git checkout --detach',
  'git switch main',
  'git switch -c feature',
  'git restore --staged a.ts',
  'git reset',
  'git reset --soft HEAD',
  'git clean -n',
  'git clean --dry-run -d',
  'git stash list',
  'git rm --cached a',
  'git worktree remove ../x',
  'git submodule update --init --recursive',
  'git push origin main',
  'git gc',
  'git branch feature',
  'git commit -m "git reset --hard"',
  'git -c user.name="A B" commit -m x',
  'git --version',
  'git log --grep="reset --hard"',
  'npx tool checkout .github',
  'grep -r checkout .github',
  'echo git reset --hard',
  `echo 'git reset --hard' | tee log`,
  'cat <<EOF\ngit reset --hard\nEOF',
  '# git reset --hard\nmake',
  'make # then git reset --hard',
  'gitleaks detect --no-git',
  './git-checks.sh clean -f',
  'docker run --rm git/git clean -f',
  'timeout 5 echo git reset --hard',
  'npx vitest run "$SLUICE_ITEM_TESTS" --reporter=junit --outputFile="$SLUICE_REPORT"',
  `awk '{ print $1 > "out" }' a.txt`,
  'make test 2>&1 | tee test.log',
  "bash -eo pipefail -c 'make test | tee log; make report'",
  "bash -c 'set -euo pipefail; make test | tee log; make report'",
  "sh -c 'cd app && make test'",
  '[[ -f a && -n "$B" ]] && make',
  'for f in a b; do make "$f"; done',
  'case "$X" in a) make;; *) make b;; esac',
  '',
])('has nothing against %s', (shell) => {
  expect(lintCommand({ shell })).toEqual([]);
});

test.each([
  ['make test || true', '|| true'],
  ['make test || :', '|| :'],
  ['make test || exit 0', '|| exit 0'],
  ['make test || echo failed', '|| echo failed'],
  ['make test; exit 0', '; exit 0'],
  ['make test\nexit 0', '; exit 0'],
  ['set +e\nmake test', 'set +e'],
  ['set +o pipefail; make | tee x', 'set +o pipefail'],
  ['npx jest --passWithNoTests', 'npx jest --passWithNoTests'],
  ['make test &', 'make test &'],
  ["trap 'exit 0' EXIT; make test", 'trap exit 0 EXIT'],
  ['make -i test', 'make -i test'],
  ["bash -c 'make test || true'", '|| true'],
  ["bash -c 'make test | tee log'", 'make test |'],
  ["bash -ec 'make test | tee log'", 'make test |'],
  ["sh -c 'make test; make report'", 'make test;'],
  ["eval 'make test || :'", '|| :'],
  ["timeout 60 bash -c 'make test || exit 0'", '|| exit 0'],
  ['make test || { echo failed; }', '|| echo failed'],
  ['npx vitest run --pass-with-no-tests', 'npx vitest run --pass-with-no-tests'],
])('warns that %s can hide a failure', (shell, command) => {
  expect(lintCommand({ shell })).toEqual([
    { kind: 'masked', command, reason: expect.stringMatching(/^\w/) },
  ]);
});

test('says what is wrong and where in the command', () => {
  expect(lintCommand({ shell: 'make && git -C "$DIR" checkout .  && make' })).toEqual([
    {
      kind: 'forbidden',
      command: 'git -C $DIR checkout .',
      reason: 'it overwrites or removes files that are not committed',
    },
  ]);
});

test('looks at a list of words as one command, without a shell', () => {
  expect(lintCommand({ argv: ['git', 'reset', '--hard'] })).toMatchObject([{ kind: 'forbidden' }]);
  expect(lintCommand({ argv: ['bash', '-c', 'git reset --hard'] })).toMatchObject([
    { kind: 'forbidden' },
  ]);
  expect(lintCommand({ argv: ['npx', 'jest', '--passWithNoTests'] })).toMatchObject([
    { kind: 'masked' },
  ]);
  expect(lintCommand({ argv: ['echo', '; git reset --hard'] })).toEqual([]);
});

test('refuses what is nested too deeply to be looked at', () => {
  const shell = `${'$('.repeat(30)}true${')'.repeat(30)}`;
  expect(lintCommand({ shell })).toMatchObject([
    { kind: 'forbidden', reason: 'its scripts are nested too deeply to be checked' },
  ]);
});

const SHELL_PARTS = [
  'git',
  ' ',
  'reset',
  '--hard',
  "'",
  '"',
  '\\',
  '$(',
  ')',
  '`',
  '<<E',
  '\n',
  ';',
  '|',
  'bash -c',
  '${',
  '}',
  '<(',
  'xargs',
  'env',
  '#',
  'find',
  '-exec',
];

test('never throws and ends soon, whatever the text', () => {
  const scripts = fc.oneof(
    anyText({ maxLength: 200 }),
    fc.array(fc.constantFrom(...SHELL_PARTS), { maxLength: 60 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(scripts, (shell) => {
      const startedMs = performance.now();
      lintCommand({ shell });
      expect(performance.now() - startedMs).toBeLessThan(1_000);
    }),
    { numRuns: 500 },
  );
});

test.each(SHELL_PARTS)('ends soon on a long command made of %j', (part) => {
  const shell = part.repeat(Math.floor(10_000 / part.length));
  const startedMs = performance.now();
  lintCommand({ shell });
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});
