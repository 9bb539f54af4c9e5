import { plainText } from '../markdown/inline.ts';

/** `P0-003`, `ABC-12`, `T001`, `1.2`, `#12` at the start of a text, before `:` or in brackets. */
const MARKED_ID =
  /^(?:\[((?:[A-Za-z][A-Za-z0-9]*[-_])*[A-Za-z0-9]+\d[\w.-]*)\]|((?:[A-Za-z][A-Za-z0-9]*[-_])*[A-Za-z]+-?\d+(?:[.-]\d+)*|#\d+|\d+(?:\.\d+)+)\s*(?:[:)]|\s[—–-]\s))\s*(.*)$/;
/** The same before a space only: `UTF-8 support` looks like one, so it takes many of them. */
const BARE_ID =
  /^([A-Z][A-Za-z0-9]*-\d+(?:[.-]\d+)*|[A-Z]{1,4}\d{3,}|#\d+|\d+(?:\.\d+)+)\s+(\S.*)$/;
/** `**P0-003** Bearer auth`: bold at the start marks an id too. */
const BOLD_ID = /^\*\*\[?([A-Za-z0-9#][\w.-]*\d[\w.-]*)\]?:?\*\*:?\s*[:—–-]?\s*(.*)$/;

export interface TitledText {
  /** Null where the text has no id. */
  readonly id: string | null;
  readonly title: string;
}

/**
 * Takes the id off the front of an item's text. With `bareIds`, an id needs no colon, bracket or
 * bold around it: a caller allows that where most items of the document look so.
 */
export function splitId(raw: string, bareIds: boolean): TitledText {
  const bold = BOLD_ID.exec(raw);
  if (bold !== null) return titled(bold[1] ?? '', plainText(bold[2] ?? ''));
  const text = plainText(raw);
  const marked = MARKED_ID.exec(text);
  if (marked !== null) return titled(marked[1] ?? marked[2] ?? '', marked[3] ?? '');
  const bare = bareIds ? BARE_ID.exec(text) : null;
  if (bare !== null) return titled(bare[1] ?? '', bare[2] ?? '');
  return { id: null, title: text };
}

/** Whether most of the texts start with an id, so that it needs no mark around it. */
export function mostHaveBareIds(raws: readonly string[]): boolean {
  const bare = raws.filter((raw) => BARE_ID.test(plainText(raw))).length;
  return bare * 2 >= raws.length && bare > 0;
}

function titled(id: string, title: string): TitledText {
  return { id, title: title === '' ? id : title };
}
