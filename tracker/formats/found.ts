import { isSafeLine, maskUnsafe } from '../../domain/safe-text.ts';
import type { Stage } from '../../domain/stage.ts';
import type { Block } from '../markdown/blocks.ts';
import { codeSpans, links, plainText } from '../markdown/inline.ts';
import { walkItems, type List, type ListItem } from '../markdown/list.ts';
import type { Section } from '../markdown/sections.ts';
import type { ChecklistEntry, Field, FoundCommand, Note, Reference } from '../tracker-model.ts';

const PATH = /^(?:\.{0,2}\/)?[\w@.-]+(?:\/[\w@.*-]+)*\/?$/;
const EXTENSION = /\.[a-z][a-z0-9]{0,9}$/i;
/** The first word of a command that people put into trackers, when code could be anything. */
const PROGRAM =
  /^(?:\w+=\S+ )*(?:\.{0,2}\/)?(?:[\w.-]+\/)*(?:make|npm|npx|pnpm|yarn|bun|node|deno|go|cargo|python3?|pytest|uv|tox|pip|mvn|gradle|gradlew|bash|sh|docker|kubectl|helm|terraform|git|just|task|ruby|bundle|rake|rspec|php|composer|dotnet|swift|mix|sbt|bazel|cmake|ctest|tsc|vitest|jest|eslint|playwright|ruff|mypy|curl|[\w.-]+\.(?:sh|py|mjs|js|ts|rb))(?=\s|$)/;

/** Programs that do their work without an argument; `go` alone is a word, not a command. */
const STANDS_ALONE = /^(?:make|just|pytest|tox|rspec|rake|ctest|vitest|jest|.*\.(?:sh|py|mjs))$/;

/** The commands in backticks that a text mentions. Paths and symbols in backticks are no commands. */
export function commandsIn(
  raw: string,
  line: number,
  stage: FoundCommand['stage'],
): readonly FoundCommand[] {
  return codeSpans(raw)
    .map((span) => span.code.trim())
    .filter((code) => PROGRAM.test(code) && (/\s/.test(code) || STANDS_ALONE.test(code)))
    .map((code) => ({ text: maskUnsafe(code), line, stage: isSafeLine(code) ? stage : null }));
}

/** The files that a text refers to, in backticks or links. */
export function referencesIn(raw: string, line: number): readonly Reference[] {
  const sourceOfTruth = /source of truth|tracker/i.test(raw);
  const codes = codeSpans(raw).map((span) => span.code);
  const targets = links(raw).map((link) => link.target);
  return [...codes, ...targets]
    .filter((path) => PATH.test(path) && EXTENSION.test(path) && path.includes('/'))
    .map((path) => ({ path: maskUnsafe(path), line, sourceOfTruth }));
}

/** A list entry as a note, its text without Markdown's marks. */
export function noteOf(item: ListItem): Note {
  return { line: item.line, text: plainText(item.raw) };
}

/** The entries of the lists among the blocks, nested ones too. */
export function notesIn(blocks: readonly Block[]): readonly Note[] {
  return listItemsIn(blocks).map(noteOf);
}

/** The list entries of all sections whose heading matches. */
export function notesUnder(sections: readonly Section[], heading: RegExp): readonly Note[] {
  return sections
    .filter((section) => heading.test(headingText(section)))
    .flatMap((section) => notesIn(section.blocks));
}

export function listsIn(blocks: readonly Block[]): readonly List[] {
  return blocks.filter((block) => block.kind === 'list');
}

export function listItemsIn(blocks: readonly Block[]): readonly ListItem[] {
  return listsIn(blocks).flatMap((list) => [...walkItems(list.items)]);
}

/** The entry for a list item that has a box; undefined for one that has none. */
export function entryOf(item: ListItem, section: string, stage: Stage): ChecklistEntry | undefined {
  if (item.box === null) return undefined;
  const { checked: done, span: box } = item.box;
  return { text: plainText(item.raw), line: item.line, done, section, box, stage };
}

/** The text of a section's heading as a reader sees it. */
export function headingText(section: Section): string {
  return section.heading === null ? '' : plainText(section.heading.raw);
}

/** The first `Label: value` among the paragraphs of the blocks, such as `Status: Active`. */
export function labelledField(blocks: readonly Block[], label: RegExp): Field | null {
  for (const block of blocks) {
    if (block.kind !== 'paragraph') continue;
    for (const { raw, line, span } of block.texts) {
      const match = /^(?:\*\*|__)?([^:*_]{1,40}?)(?:\*\*|__)?:(?:\*\*|__)?[ \t]+(\S.*)$/.exec(raw);
      if (match === null || !label.test(match[1] ?? '')) continue;
      const value = match[2] ?? '';
      const field = { start: span.end - value.length, end: span.end };
      return { text: plainText(value), line, span: field, cell: null };
    }
  }
  return null;
}
