import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { ItemChange, EditPlan } from '../../tracker/item-change.ts';
import { applyEdits } from '../../tracker/markdown/edit.ts';
import { openTracker } from '../../tracker/open-tracker.ts';
import type { TrackerDocument, TrackerItem } from '../../tracker/tracker-model.ts';

import { valueRead } from './value-read.ts';

const FIXTURES = new URL('../fixtures/trackers/', import.meta.url);
/** Trackers of real teams, beside the clone of those who develop Sluice; absent elsewhere. */
const SAMPLES = new URL('../../../shared/trackers/', import.meta.url);

export const HAS_SAMPLES = existsSync(fileURLToPath(SAMPLES));

export function fixtureText(name: string): string {
  return readFileSync(new URL(name, FIXTURES), 'utf8');
}

export function sampleText(name: string): string {
  return readFileSync(new URL(name, SAMPLES), 'utf8');
}

export function documentOf(text: string): TrackerDocument {
  return valueRead(openTracker(text, { path: 'plan.md' })).document;
}

export function itemIn(text: string, id: string): TrackerItem {
  const item = documentOf(text).items.find((each) => each.id === id);
  if (item === undefined) throw new Error(`there is no item ${id}`);
  return item;
}

export function planned(text: string, change: ItemChange): EditPlan {
  return valueRead(openTracker(text, { path: 'plan.md' }, change.item)).plan(change);
}

/** The text after a change. */
export function written(text: string, change: ItemChange): string {
  return applyEdits(text, planned(text, change).edits);
}

/** One line per item: `line id status stage done/boxes`. */
export function outlineOf(document: TrackerDocument): readonly string[] {
  return document.items.map((item) => {
    const done = item.checklist.filter((entry) => entry.done).length;
    return `${item.line} ${item.id} ${item.status} ${item.stage ?? '-'} ${done}/${item.checklist.length}`;
  });
}
