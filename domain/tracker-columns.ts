/** What a column of a CSV tracker can hold, by the names that a policy's `columns:` uses. */
export const TRACKER_COLUMNS = [
  'id',
  'title',
  'status',
  'priority',
  'phase',
  'owner',
  'reviewer',
  'dependsOn',
  'testFile',
  'command',
  'lastRunCommit',
  'lastPassedAt',
  'signoff',
  'deferredReason',
  'notes',
] as const;
export type TrackerColumn = (typeof TRACKER_COLUMNS)[number];

/** Which header of the document holds what. Several headers for a title are joined by a space. */
export type TrackerColumns = Readonly<
  Partial<Record<Exclude<TrackerColumn, 'title'>, string> & { title: string | readonly string[] }>
>;
