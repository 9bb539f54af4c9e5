import type { VerifiedWord } from './signed-word.ts';

/** The fingerprint of the key that signed the message being applied, as a member to spread. */
export function signedBy(context: { readonly word?: VerifiedWord }): {
  readonly signedBy?: string;
} {
  return context.word === undefined ? {} : { signedBy: context.word.fingerprint };
}
