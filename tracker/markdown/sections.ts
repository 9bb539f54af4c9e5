import type { Block, Heading } from './blocks.ts';

/** A heading with the blocks below it, down to the next heading of any level. */
export interface Section {
  /** Null for what comes before the first heading. */
  readonly heading: Heading | null;
  /** 0 for what comes before the first heading. */
  readonly level: number;
  /** The blocks before the first subsection. */
  readonly blocks: readonly Block[];
  readonly children: readonly Section[];
  readonly line: number;
  /** Last line of the section, its subsections included. */
  readonly lineLast: number;
}

interface Draft {
  readonly heading: Heading | null;
  readonly level: number;
  readonly blocks: Block[];
  readonly children: Draft[];
  readonly line: number;
  lineLast: number;
}

/** The outline of a document: one root section of level 0 that holds all others. */
export function outline(blocks: readonly Block[]): Section {
  const root = draft(null, 1);
  const open: Draft[] = [root];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      while ((open.at(-1)?.level ?? 0) >= block.level) open.pop();
      const section = draft(block, block.line);
      (open.at(-1) ?? root).children.push(section);
      open.push(section);
    } else (open.at(-1) ?? root).blocks.push(block);
    for (const section of open) section.lineLast = block.lineLast;
  }
  return root;
}

/** All sections below one, in the order of the document. */
export function* walkSections(section: Section): Generator<Section> {
  yield section;
  for (const child of section.children) yield* walkSections(child);
}

function draft(heading: Heading | null, line: number): Draft {
  return { heading, level: heading?.level ?? 0, blocks: [], children: [], line, lineLast: line };
}
