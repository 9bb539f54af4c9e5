/** How good or bad a fact is; colour only repeats what the words say. */
export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'muted';

/** A piece of a line. Texts are as they came: each renderer makes them harmless in its own way. */
export type Inline =
  | string
  /** A digest, an id or a command; `full` is the whole of one that was shortened. */
  | { readonly kind: 'code'; readonly text: string; readonly full?: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'badge'; readonly text: string; readonly tone: Tone }
  /** A gate and how it stands; `title` says more. */
  | {
      readonly kind: 'chip';
      readonly label: string;
      readonly word: string;
      readonly tone: Tone;
      readonly title: string | null;
    }
  /** A link to an anchor of the same document. */
  | { readonly kind: 'ref'; readonly anchor: string; readonly text: string };

export type Line = readonly Inline[];

/** A row of a table; `group` is what the table can be narrowed to. */
export interface Row {
  readonly cells: readonly Line[];
  readonly group?: string;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly head: readonly string[];
  /** Places of columns that hold numbers. */
  readonly numeric?: readonly number[];
  /** Places of columns that need room. */
  readonly roomy?: readonly number[];
  readonly rows: readonly Row[];
  /** Groups that the table can be narrowed to, with what to call them. */
  readonly groups?: readonly { readonly group: string; readonly label: string }[];
}

export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'facts'; readonly rows: readonly Fact[] }
  | { readonly kind: 'list'; readonly entries: readonly Entry[] }
  | { readonly kind: 'tiles'; readonly tiles: readonly Tile[] }
  | { readonly kind: 'bar'; readonly label: string; readonly parts: readonly BarPart[] }
  | { readonly kind: 'commands'; readonly lines: readonly string[] }
  | Table
  | Card;

/** One point of a list, with what belongs under it. */
export interface Entry {
  readonly line: Line;
  readonly more?: readonly Line[];
}

export interface Fact {
  readonly label: string;
  readonly line: Line;
}

/** One figure at a glance. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone: Tone;
}

export interface BarPart {
  readonly label: string;
  readonly count: number;
  readonly tone: Tone;
}

/** A part of a section with a heading and an anchor of its own. */
export interface Card {
  readonly kind: 'card';
  readonly anchor: string;
  readonly title: Line;
  readonly blocks: readonly Block[];
}

export interface Section {
  readonly anchor: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The one word that a reader looks for first. */
export interface Stamp {
  readonly word: string;
  readonly tone: Tone;
  readonly note: string;
}

/** A page, whatever it is written as. */
export interface ReportDocument {
  /** What kind of page it is, such as `Program report`. */
  readonly kind: string;
  readonly title: string;
  readonly stamp: Stamp;
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  readonly footer: string;
}
