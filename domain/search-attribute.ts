/**
 * The search attributes of Sluice's workflows, all of Temporal's type Keyword. The embedded server,
 * docker-compose.yml and the worker's check before polling register or ask for exactly these.
 */
export const SEARCH_ATTRIBUTES = [
  'SluiceProgram',
  'SluiceItem',
  'SluiceStage',
  'SluicePriority',
  'SluiceWaitingOn',
] as const;
