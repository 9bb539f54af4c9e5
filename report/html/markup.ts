import { plainLine } from '../plain-text.ts';

/** Markup that is known to be well-formed; made only by `markup`. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type MarkupPart = string | number | Markup | readonly Markup[] | null;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template of HTML that is well-formed XML too, so that any parser can check it. What is filled in
 * is text and is escaped, in attributes too (which must be quoted); only markup stays markup.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const source = template.reduce(
    (all, literal, place) =>
      `${all}${literal}${place < parts.length ? partSource(parts[place]) : ''}`,
    '',
  );
  return new Markup(source);
}

function partSource(part: MarkupPart | undefined): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'object') return part.map((each) => each.source).join('');
  return escapeText(String(part));
}

/** Spaces at the ends are kept: they part pieces of a line. */
function escapeText(text: string): string {
  const start = /^\s/.test(text) ? ' ' : '';
  const line = plainLine(text);
  const end = line !== '' && /\s$/.test(text) ? ' ' : '';
  return `${start}${line.replace(/[&<>"']/g, (each) => ESCAPES[each] ?? '')}${end}`;
}
