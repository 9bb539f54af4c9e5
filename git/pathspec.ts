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
  return [':(top)', ...patterns.map((each) => `:(top,glob,exclude)${normal(each)}`)];
}

/** Everything but these exact paths and what is in them. */
export function excludingPaths(paths: readonly string[]): string[] {
  return paths.map((each) => `:(top,literal,exclude)${each}`);
}

function normal(pattern: string): string {
  return pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}
