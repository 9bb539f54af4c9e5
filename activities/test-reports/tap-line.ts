/** One line of TAP 13 or 14, without its indent. */
export type TapLine =
  | { readonly kind: 'plan'; readonly count: number }
  | {
      readonly kind: 'point';
      readonly ok: boolean;
      readonly name: string;
      readonly directive: 'skip' | 'todo' | null;
      /** The line ends with `{`, which opens a subtest if one follows. */
      readonly brace: boolean;
    }
  | { readonly kind: 'bail-out'; readonly reason: string }
  | { readonly kind: 'comment'; readonly text: string }
  /** `---`, which opens a YAML block. */
  | { readonly kind: 'yaml' }
  /** `}`, which closes a subtest in the form that vitest and node-tap write. */
  | { readonly kind: 'brace' }
  | { readonly kind: 'other'; readonly text: string };

const PLAN = /^1\.\.(\d{1,9})(?:\s*#.*)?$/;
const POINT = /^(not )?ok(?= |$)/;
const NUMBER_AND_DASH = /^(?:\d{1,9}(?= |$) *)?(?:-(?= |$))?/;
/** A directive begins at a `#` that is not escaped (TAP 14); its word may be longer, as "skipped". */
const DIRECTIVE = /(?:^|\s)#\s*(skip|todo)/i;
/** vitest's duration, which would make a name change from run to run. */
const DURATION = /\s#\s*time=[\d.]+m?s\b/;
const BAIL_OUT = /^Bail out!/i;

/** Reads one line by the grammar of TAP 14 (testanything.org); what is not TAP is `other`. */
export function parseTapLine(text: string): TapLine {
  if (text === '---') return { kind: 'yaml' };
  if (text === '}') return { kind: 'brace' };
  if (text.startsWith('#')) return { kind: 'comment', text: text.slice(1).trimStart() };
  const plan = PLAN.exec(text);
  if (plan !== null) return { kind: 'plan', count: Number(plan[1]) };
  const bailOut = BAIL_OUT.exec(text)?.[0];
  if (bailOut !== undefined) {
    return { kind: 'bail-out', reason: text.slice(bailOut.length).trim() };
  }
  const point = POINT.exec(text);
  if (point === null) return { kind: 'other', text };
  const rest = text.slice(point[0].length).trim();
  return testPoint(point[1] === undefined, rest.replace(NUMBER_AND_DASH, ''));
}

function testPoint(ok: boolean, rest: string): TapLine {
  const description = rest.replace(DURATION, '');
  const found = DIRECTIVE.exec(description);
  const directive = found === null ? null : found[1]?.toLowerCase() === 'skip' ? 'skip' : 'todo';
  const name = description
    .slice(0, found?.index)
    .replaceAll(/\\([\\#])/g, '$1')
    .trim();
  return { kind: 'point', ok, name, directive, brace: rest.endsWith('{') };
}
