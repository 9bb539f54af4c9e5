import { describe, expect, test } from 'vitest';
import { byteText } from '../../../git/byte-text.ts';
import { commitMessage } from '../../../git/checkpoint-commit.ts';
import { excluding, including, mayMatch } from '../../../git/pathspec.ts';
import { indexInfo, parseRawDiff } from '../../../git/raw-diff.ts';
import { parseWorktrees } from '../../../git/worktree-list.ts';

const [ZERO, ONE, TWO] = ['0', '1', '2'].map((digit) => digit.repeat(40));

describe('a raw diff', () => {
  const output = `:100644 100755 ${ONE} ${TWO} M\u0000a\tb\n\u0000:000000 100644 ${ZERO} ${ONE} A\u0000x/y\u0000:100644 000000 ${ONE} ${ZERO} D\u0000x\u0000`;

  test('is parsed with any character in a path', () => {
    expect(parseRawDiff(output).map(({ status, path }) => [status, path])).toEqual([
      ['M', 'a\tb\n'],
      ['A', 'x/y'],
      ['D', 'x'],
    ]);
    expect(parseRawDiff('')).toEqual([]);
  });

  test('becomes index entries of either side, removals first', () => {
    const changes = parseRawDiff(output);
    expect(indexInfo(changes, 'to')).toBe(
      `000000 ${ZERO}\tx\u0000100755 ${TWO}\ta\tb\n\u0000100644 ${ONE}\tx/y\u0000`,
    );
    expect(indexInfo(changes, 'from')).toBe(
      `000000 ${ZERO}\tx/y\u0000100644 ${ONE}\ta\tb\n\u0000100644 ${ONE}\tx\u0000`,
    );
  });
});

describe('the list of work trees', () => {
  test('tells branches, detached ones and bare ones apart', () => {
    const output = `worktree /r\u0000bare\u0000\u0000worktree /a b\nc\u0000HEAD ${ONE}\u0000branch refs/heads/x/y\u0000\u0000worktree /d\u0000HEAD ${ONE}\u0000detached\u0000\u0000`;
    expect(parseWorktrees(output)).toEqual([
      { path: '/r', head: null, branch: null, bare: true },
      { path: '/a b\nc', head: ONE, branch: 'refs/heads/x/y', bare: false },
      { path: '/d', head: ONE, branch: null, bare: false },
    ]);
  });
});

describe('pathspecs', () => {
  test('spell their magic out, so that no pattern is read as magic', () => {
    expect(including(['./test/**', ':!x', 'dir/'])).toEqual([
      ':(top,glob)test/**',
      ':(top,glob):!x',
      ':(top,glob)dir',
    ]);
    expect(excluding(['a'])).toEqual([
      ':(top)',
      ':(top,glob,exclude)[a]',
      ':(top,glob,exclude)[a]/**',
    ]);
  });

  test('are asked only about paths that begin as they do', () => {
    expect(mayMatch(['docs/**'], 'docs/a')).toBe(true);
    expect(mayMatch(['./docs/'], 'docs/a/b')).toBe(true);
    expect(mayMatch(['docs'], 'src/docs')).toBe(false);
    expect(mayMatch(['ü*'], byteText(Buffer.from('üb')))).toBe(true);
    expect(mayMatch([], 'a')).toBe(false);
  });

  test.each(['*.md', '**/x', 'a\\*', '[a]b', '?b', '.', 'x/../a', 'x//../a', '/a'])(
    'are asked about any path where only Git can tell: %s',
    (pattern) => expect(mayMatch([pattern], 'a*b')).toBe(true),
  );
});

describe('the message of a checkpoint', () => {
  test('ends in its trailers, one line each, whatever they hold', () => {
    const trailers = [
      ['Sluice-Item', 'P0-1\nSigned-off-by: nobody'],
      ['Reviewed-by', 'human:bo'],
    ] as const;
    expect(commitMessage({ message: ' subject\n\nbody\n\n', trailers })).toBe(
      'subject\n\nbody\n\nSluice-Item: P0-1 Signed-off-by: nobody\nReviewed-by: human:bo\n',
    );
    expect(commitMessage({ message: 'subject', trailers: [] })).toBe('subject\n');
  });
});
