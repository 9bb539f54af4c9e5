import { SLUICE } from '../actor.ts';
import type { VerifiedWord } from './signed-word.ts';

/** The fingerprint of the key that signed the message being applied, as a member to spread. */
export function signedBy(context: { readonly word?: VerifiedWord }): {
  readonly signedBy?: string;
} {
  return context.word === undefined ? {} : { signedBy: context.word.fingerprint };
}

/** Who said something, and whether a signature proves it or only the sender's word. */
export function saidBy(actor: string, said: { readonly signedBy?: string }): string {
  if (actor === SLUICE) return actor;
  const { signedBy: key } = said;
  return key === undefined ? `${actor} (claimed)` : `${actor} (verified, ${key})`;
}
