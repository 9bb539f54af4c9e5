import { byteText } from './byte-text.ts';

/**
 * Patterns of policies as Git's pathspecs, see "pathspec" in gitglossary(7). `glob` makes `*` stop
 * at a slash and gives `**` its meaning; a pattern that names a folder covers all that is in it.
 * `top` counts from the top of the tree. Magic is always spelled out, so that a pattern that
 * begins with `:` or `!` is a name like any other.
 */
export function including(patterns: readonly string[]): string[] {
  return patterns.map((each) => `:(top,glob)${normal(each)}`);
}

/** Everything but what the patterns match. */
export function excluding(patterns: readonly string[]): string[] {
  const specs = patterns.flatMap((each) => wildOf(normal(each)));
  return [':(top)', ...specs.map((each) => `:(top,glob,exclude)${each}`)];
}

/**
 * The same pattern, beginning with a wildcard. `git add` fails where a plain path is left out by
 * name that `.gitignore` names too, such as `.sluice/` or a tracker document that nobody commits;
 * a pattern with a wildcard does not cover what is in a folder, so that is said besides.
 */
function wildOf(pattern: string): readonly string[] {
  if (!/^[\w.]/.test(pattern)) return [pattern];
  const wild = `[${pattern.slice(0, 1)}]${pattern.slice(1)}`;
  return [wild, `${wild}/**`];
}

/** Everything but these exact paths and what is in them. */
export function excludingPaths(paths: readonly string[]): string[] {
  return paths.map((each) => `:(top,literal,exclude)${each}`);
}

/**
 * Whether one of the patterns might match a path (a byte text) or a folder that it is in. Git alone
 * knows for sure; but a path that does not begin as a pattern does up to its first special character
 * is certainly none of its own.
 */
export function mayMatch(patterns: readonly string[], path: string): boolean {
  return patterns.some((each) => path.startsWith(plainStart(normal(each))));
}

/** The part of a pattern that stands for itself, as a byte text. */
function plainStart(pattern: string): string {
  // Git tidies such segments away before it compares.
  if (pattern.split('/').some((segment) => /^\.{0,2}$/.test(segment))) return '';
  return byteText(Buffer.from(/^[^*?[\\]*/.exec(pattern)?.[0] ?? ''));
}

function normal(pattern: string): string {
  return pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}
