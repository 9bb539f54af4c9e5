import type { List } from './list.ts';
import type { Span } from './source-text.ts';
import type { Table } from './table.ts';

interface Extent {
  /** First line, 1-based. */
  readonly line: number;
  /** Last line. */
  readonly lineLast: number;
}

export interface Heading extends Extent {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3 | 4 | 5 | 6;
  /** Markdown source of the heading's text. */
  readonly raw: string;
  readonly span: Span;
}

export interface Paragraph extends Extent {
  readonly kind: 'paragraph';
  /** Markdown source of each line, trimmed, with its place. */
  readonly texts: readonly { readonly line: number; readonly raw: string; readonly span: Span }[];
}

export interface Fence extends Extent {
  readonly kind: 'fence';
  /** First word after the opening fence, or an empty text. */
  readonly language: string;
  /** The lines between the fences. */
  readonly code: readonly string[];
}

export interface FrontMatter extends Extent {
  readonly kind: 'front-matter';
  /** The text between the two `---` lines. */
  readonly span: Span;
}

export interface Comment extends Extent {
  readonly kind: 'comment';
}

export interface ThematicBreak extends Extent {
  readonly kind: 'break';
}

/**
 * A piece of a Markdown document, in the order of the document. This is the part of CommonMark and
 * GFM that trackers are written in; headings are not nested, `sections.ts` does that.
 */
export type Block =
  | Heading
  | Paragraph
  | List
  | Table
  | Fence
  | FrontMatter
  | Comment
  | ThematicBreak;
