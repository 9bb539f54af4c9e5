import type { VerifiedWord } from './signed-word.ts';

/** The fingerprint of the key that signed the message being applied, as a member to spread. */
export function signedBy(context: { readonly word?: VerifiedWord }): {
  readonly signedBy?: string;
} {
  return context.word === undefined ? {} : { signedBy: context.word.fingerprint };
}

/** Sluice itself: it sends no messages. */
const OWN_NAME = 'service:sluice';

/** Who said something, and whether a signature proves it or only the sender's word. */
export function saidBy(actor: string, said: { readonly signedBy?: string }): string {
  if (actor === OWN_NAME) return actor;
  const { signedBy: key } = said;
  return key === undefined ? `${actor} (claimed)` : `${actor} (verified, ${key})`;
}
