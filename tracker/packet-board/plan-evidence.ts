import { insertAfterLine } from '../insert-lines.ts';
import type { EditPlan, ItemChange, NewEvidence, PlannedEdit } from '../item-change.ts';
import type { TrackerDocument, TrackerItem } from '../tracker-model.ts';
import { editOfField } from '../cell-edit.ts';

import { DEFAULT_SHAPE } from './evidence-shape.ts';
import { evidenceLines } from './write-evidence.ts';

/** Writes an item's evidence section: a new one at the end of its checklist, or the one it has anew. */
export function planEvidence(
  document: TrackerDocument,
  item: TrackerItem,
  change: ItemChange,
): EditPlan {
  const { evidence } = change;
  if (evidence === undefined) return planCommitOnly(document, item, change);
  const { lineEnding } = document.style;
  const shape = document.style.evidence ?? DEFAULT_SHAPE;
  const lines = evidenceLines(item.writtenId ?? item.id, evidence, shape);
  const common = { item: item.id, field: 'evidence', after: summary(evidence) };
  const old = item.evidence;
  const edit: PlannedEdit =
    old === null
      ? {
          ...common,
          line: item.lineLast,
          before: '',
          ...insertAfterLine(document.text, item.lineLast, { lines: ['', ...lines], lineEnding }),
        }
      : {
          ...common,
          line: old.line,
          before: old.verdict?.text ?? old.heading,
          ...old.span,
          text: lines.join(lineEnding),
        };
  const unchanged = document.text.slice(edit.start, edit.end) === edit.text;
  const link = linkEdit(document, item, lines[0] ?? '');
  return { edits: [...(unchanged ? [] : [edit]), ...link], unplaced: [] };
}

/** Puts the hash where the evidence section has a placeholder for it. */
function planCommitOnly(
  document: TrackerDocument,
  item: TrackerItem,
  { commit }: ItemChange,
): EditPlan {
  const field = item.evidence?.commit ?? null;
  if (commit === undefined || field === null || field !== item.commit) {
    return { edits: [], unplaced: [] };
  }
  const known = /\b[0-9a-f]{7,64}\b/.exec(field.text)?.[0];
  if (known !== undefined && commit.startsWith(known)) return { edits: [], unplaced: [] };
  const edit = {
    item: item.id,
    field: 'commit',
    line: field.line,
    before: field.text,
    after: commit,
    ...editOfField(document.text, field, `\`${commit}\``),
  };
  return { edits: [edit], unplaced: [] };
}

/** The board's link to the section, where it has a column for it that is still empty. */
function linkEdit(document: TrackerDocument, item: TrackerItem, heading: string): PlannedEdit[] {
  const field = item.evidenceLink;
  if (field === null || field.text !== '') return [];
  const value = `See ${heading.replace(/^#+ /, '')} below`;
  const edit = editOfField(document.text, field, value);
  const key = { item: item.id, field: 'evidenceLink', line: field.line };
  return [{ ...key, before: '', after: value, ...edit }];
}

function summary(evidence: NewEvidence): string {
  const gates = evidence.gates.map((gate) => `${gate.name} ${gate.mark}`).join(', ');
  return `${evidence.verdict ?? 'no verdict'}; ${evidence.commands.length} commands; ${gates}`;
}
