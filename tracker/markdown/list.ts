import type { Span } from './source-text.ts';

export interface CheckBox {
  readonly checked: boolean;
  /** The character: `x` or `X`, a space, or one of the marks that note-taking tools add. */
  readonly mark: string;
  /** The one character between the brackets. */
  readonly span: Span;
}

export interface ListItem {
  readonly line: number;
  /** Last line that belongs to the item itself, without its children. */
  readonly lineLast: number;
  /** 0 for an item of the outermost list. */
  readonly depth: number;
  /** Columns before the marker, with a tab counted to the next multiple of 4. */
  readonly indent: number;
  readonly marker: string;
  /** The number of a numbered item. */
  readonly number: number | null;
  readonly box: CheckBox | null;
  /** Markdown source after marker and box; continuation lines are joined by a space. */
  readonly raw: string;
  /** Where the first line of `raw` is. */
  readonly span: Span;
  readonly children: readonly ListItem[];
}

export interface List {
  readonly kind: 'list';
  readonly line: number;
  readonly lineLast: number;
  readonly items: readonly ListItem[];
}

/** All items of a list, parents before their children. */
export function* walkItems(items: readonly ListItem[]): Generator<ListItem> {
  for (const item of items) {
    yield item;
    yield* walkItems(item.children);
  }
}
