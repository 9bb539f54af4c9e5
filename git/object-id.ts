import { Fault } from '../domain/fault.ts';

/** SHA-1 or SHA-256, in hex. Checked before it becomes an argument, so that none reads as an option. */
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Checks a whole object id; anything else is Sluice's own mistake. */
export function objectId(text: string): string {
  if (!OBJECT_ID.test(text)) throw impossible(`"${text.slice(0, 80)}" is no object id`);
  return text;
}

/** As people write it: at least seven digits. */
const SHORT_OBJECT_ID = /^[0-9a-f]{7,64}$/;

/** Checks a hash as a document gives it. */
export function shortObjectId(text: string): string {
  if (!SHORT_OBJECT_ID.test(text)) throw impossible(`"${text.slice(0, 80)}" is no hash`);
  return text;
}

/** Checks a full ref name. */
export function refName(text: string): string {
  if (!text.startsWith('refs/')) throw impossible(`"${text.slice(0, 80)}" is no full ref name`);
  return text;
}

function impossible(what: string): Fault {
  return new Fault({ code: 'IMPOSSIBLE_STATE', facts: { what } });
}
