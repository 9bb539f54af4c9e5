/** JSON Pointer (RFC 6901) as the steps that it names. */
export function pointerSteps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Strings, brackets, and whatever else stands between them. JSON.parse has checked the grammar. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/gy;
const SPACE = /\s*/y;

interface Level {
  readonly isArray: boolean;
  index: number;
  key: string | null;
}

/**
 * Every value that `text` gives for a pointer, as JSON text; of a list or mapping only its bracket.
 * More than one where a mapping has the same key twice, of which JSON.parse would keep the last one
 * without a word. `text` must be valid JSON.
 */
export function valuesAt(text: string, pointer: string): readonly string[] {
  const wanted = pointerSteps(pointer);
  const levels: Level[] = [];
  const found: string[] = [];
  let isKey = false;
  for (const token of tokensOf(text)) {
    const top = levels.at(-1);
    if (token === '}' || token === ']') {
      levels.pop();
      isKey = false;
    } else if (token === ':') {
      isKey = false;
    } else if (token === ',') {
      if (top !== undefined) top.index += 1;
      isKey = top?.isArray === false;
    } else if (isKey && top !== undefined) {
      top.key = JSON.parse(token) as string;
    } else {
      if (isAt(levels, wanted)) found.push(token);
      const isOpening = token === '{' || token === '[';
      if (isOpening) levels.push({ isArray: token === '[', index: 0, key: null });
      isKey = token === '{';
    }
  }
  return found;
}

function* tokensOf(text: string): Generator<string> {
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    TOKEN.lastIndex = SPACE.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return;
    at = TOKEN.lastIndex;
    yield match[0];
  }
}

function isAt(levels: readonly Level[], wanted: readonly string[]): boolean {
  return (
    levels.length === wanted.length &&
    levels.every(({ isArray, index, key }, depth) =>
      isArray ? wanted[depth] === String(index) : wanted[depth] === key,
    )
  );
}
