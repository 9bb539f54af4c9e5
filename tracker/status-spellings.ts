import type { ItemStatus } from '../domain/backlog-status.ts';

import type { TrackerFormat } from './tracker-model.ts';

type Spellings = Readonly<Partial<Record<ItemStatus, string>>>;

/** How each kind of document writes a status that it has no example of yet. */
export const STATUS_SPELLINGS: Readonly<Record<TrackerFormat, Spellings>> = {
  'numbered-plan': {},
  'workstream-backlog': { todo: 'Not started' },
  'phase-tracker': { todo: 'Not Started', done: 'Complete' },
  'packet-board': { todo: 'TODO' },
  'checkbox-list': {},
  'task-table': {},
  csv: {},
  'backlog-md': {},
  'task-master': {},
  beads: {},
  'spec-kit': {},
};
