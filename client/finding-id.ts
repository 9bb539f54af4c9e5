import { Fault } from '../domain/fault.ts';

const FINDING_ID = /^f?([1-9][0-9]{0,3})$/i;

/** `F2`, `f2` and `2` are one finding. Throws USAGE. */
export function findingId(text: string): string {
  const [, number] = FINDING_ID.exec(text.trim()) ?? [];
  if (number !== undefined) return `F${number}`;
  const message = `"${text}" is not the number of a finding.`;
  throw new Fault({ code: 'USAGE', facts: { message, fix: 'Write for example F2.' } });
}
