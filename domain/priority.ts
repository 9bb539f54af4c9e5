/** P0 is the most urgent; an item without a priority has the least urgent one. */
export const PRIORITY_LOWEST = 9;
export type Priority = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export function parsePriority(text: string): Priority | null {
  const match = /^[Pp]([0-9])$/.exec(text.trim());
  return match ? (Number(match[1]) as Priority) : null;
}

export function formatPriority(priority: Priority): string {
  return `P${priority}`;
}
