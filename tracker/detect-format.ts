import type { Read } from './input-problem.ts';
import { refused } from './input-problem.ts';
import { checkboxList } from './formats/checkbox-list.ts';
import { viewOf, type MarkdownFormat, type MarkdownView } from './formats/markdown-format.ts';
import { numberedPlan } from './formats/numbered-plan.ts';
import { phaseTracker } from './formats/phase-tracker.ts';
import { taskTable } from './formats/task-table.ts';
import { unplacedIn } from './formats/unplaced.ts';
import { workstreamBacklog } from './formats/workstream-backlog.ts';
import { packetBoard } from './packet-board/packet-board.ts';
import type { Reference, TrackerDocument } from './tracker-model.ts';

/** The kinds of Markdown trackers, the most particular first: it wins where two are equally sure. */
const MARKDOWN_FORMATS: readonly MarkdownFormat[] = [
  packetBoard,
  phaseTracker,
  numberedPlan,
  workstreamBacklog,
  taskTable,
  checkboxList,
];

/**
 * Reads a Markdown tracker. Refuses, with the line, what is no readable text or could be read in two
 * ways; a document without any items is refused on line 1, since nothing could run.
 */
export function readMarkdownTracker(text: string): Read<TrackerDocument> {
  const view = viewOf(text);
  if (view.kind === 'refused') return view;
  const best = bestFormat(view.value);
  if (best === null) return noItems();
  const read = best.format.parse(view.value);
  if (read.kind === 'refused') return read;
  const warnings = [...read.value.warnings, ...unplacedIn(view.value, read.value)];
  const references = uniqueReferences(read.value.references);
  return {
    kind: 'read',
    value: {
      ...read.value,
      detectedBy: best.reasons,
      references,
      warnings: warnings.sort((a, b) => a.line - b.line),
    },
  };
}

/**
 * Reads a tracker for a change of one item: the others may be missing, and warnings are not looked
 * for. It is how a change in a document of 10,000 items stays fast.
 */
export function readForChange(text: string, item: string): Read<TrackerDocument> {
  const view = viewOf(text);
  if (view.kind === 'refused') return view;
  const best = bestFormat(view.value);
  return best === null ? noItems() : best.format.parse(view.value, item);
}

function bestFormat(
  view: MarkdownView,
): { readonly format: MarkdownFormat; readonly reasons: readonly string[] } | null {
  const scored = MARKDOWN_FORMATS.map((format) => ({ format, ...format.detect(view) }));
  const best = scored.reduce((first, next) => (next.score > first.score ? next : first));
  return best.score === 0 ? null : best;
}

/** Each file once, where it is first called a source of truth or else first named. */
function uniqueReferences(references: readonly Reference[]): readonly Reference[] {
  const byPath = new Map<string, Reference>();
  for (const reference of references) {
    const known = byPath.get(reference.path);
    if (known === undefined || (reference.sourceOfTruth && !known.sourceOfTruth)) {
      byPath.set(reference.path, reference);
    }
  }
  return [...byPath.values()];
}

function noItems(): Read<never> {
  return refused({
    line: 1,
    column: 1,
    expected: 'items: check boxes, a table with a task and a status column, or headings with ids',
    found: 'none',
    fix: 'Add a list such as `- [ ] P0-001: title`, or name another document.',
  });
}
