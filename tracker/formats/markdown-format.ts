import type { Read } from '../input-problem.ts';
import { readMarkdown, type MarkdownDocument } from '../markdown/read-blocks.ts';
import { outline, walkSections, type Section } from '../markdown/sections.ts';
import type { TrackerDocument, TrackerFormat } from '../tracker-model.ts';

/** A Markdown document as the formats look at it. */
export interface MarkdownView extends MarkdownDocument {
  readonly root: Section;
  /** All sections in the order of the document; the first one is the root. */
  readonly sections: readonly Section[];
}

/** How sure a format is that a document is its own, and why. */
export interface Detection {
  /** 0 for certainly not; the format with the highest score reads the document. */
  readonly score: number;
  /** What was seen, for a person. */
  readonly reasons: readonly string[];
}

/** One kind of Markdown tracker: text in, model out. */
export interface MarkdownFormat {
  readonly id: TrackerFormat;
  detect(view: MarkdownView): Detection;
  /**
   * Refuses a document that can be read in two ways; warns of what it cannot place. With `only`, a
   * format may leave out all items but the one of that id: a change needs no other.
   */
  parse(view: MarkdownView, only?: string | null): Read<TrackerDocument>;
}

export const NOT_DETECTED: Detection = { score: 0, reasons: [] };

export function viewOf(text: string): Read<MarkdownView> {
  const read = readMarkdown(text);
  if (read.kind === 'refused') return read;
  const root = outline(read.value.blocks);
  return { kind: 'read', value: { ...read.value, root, sections: [...walkSections(root)] } };
}
