const KEY = /^(\s*)([\w-]+):(?: (.*))?$/;
const BLOCK_SCALAR = /^[|>][+-]?$/;

/**
 * The keys of a YAML block that identify a failure: those of the block itself, and those directly
 * under `error:` as `error.KEY`. Lines are read one by one because vitest writes strings over
 * several lines that are not valid YAML; a text of several lines is given by its first.
 */
export function readDiagnostics(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let errorIndent: number | null = null;
  let inError = false;
  for (const [index, line] of lines.entries()) {
    const match = KEY.exec(line);
    if (match === null) continue;
    const [, space = '', key = '', raw = ''] = match;
    if (space.length === 0) {
      inError = key === 'error' && raw === '';
      errorIndent = null;
      setOnce(found, key, scalar(raw, lines.slice(index + 1)));
    } else if (inError && space.length === (errorIndent ??= space.length)) {
      setOnce(found, `error.${key}`, scalar(raw, lines.slice(index + 1)));
    }
  }
  return found;
}

function setOnce(found: Map<string, string>, key: string, value: string): void {
  if (!found.has(key)) found.set(key, value);
}

function scalar(raw: string, following: readonly string[]): string {
  if (BLOCK_SCALAR.test(raw)) return following.find((each) => each.trim() !== '')?.trim() ?? '';
  const quote = raw.startsWith("'") ? "'" : raw.startsWith('"') ? '"' : null;
  if (quote === null) return raw;
  const inner = raw.slice(1, raw.endsWith(quote) && raw.length > 1 ? -1 : undefined);
  return quote === "'" ? inner.replaceAll("''", "'") : inner.replaceAll(/\\(["\\])/g, '$1');
}
