import type { RejectionCode } from '../rejection.ts';
import { type RejectionText, said as text } from '../said.ts';

/** The part of the one table of refusals that is about signed words. */
export const WORD_TEXTS = {
  WORD_UNSIGNED: text(
    'A word of {actor} must be signed: the policy demands it of {demands}.',
    'Send it with `--sign KEY`, or set SLUICE_SIGNING_KEY; the key must stand beside {actor} in the file that `allowedSigners` names.',
  ),
  WORD_SIGNERS_UNKNOWN: text(
    'The message of {actor} is signed, but the policy names no `allowedSigners` to check it with.',
    'Send it without --sign, or name the file in the policy before the program starts.',
  ),
  WORD_SIGNED_FOR_OTHER: text(
    'The signature is for something else: {field} differs from what was signed{signed|}.',
    'Look at the item again and sign a new word; a signature counts only for the message, place and time it was made for.',
  ),
  WORD_REPLAYED: text(
    'This signed word has been counted before (nonce {nonce}).',
    'Sign a new one: each counts once.',
  ),
  WORD_SIGNATURE_INVALID: text(
    'The signature does not hold: {reason}.',
    'Sign with a key that the pinned `allowedSigners` lists for this actor, in the namespace sluice-word@v1, while it is valid.',
  ),
  WORD_HEAD_UNKNOWN: text(
    'The signer saw {sha256} as record {records} of the evidence, but the log has another there.',
    'Verify the evidence with `sluice evidence verify`: either the signer looked at another copy, or the log was written anew.',
  ),
  WORD_NOT_CHECKED: text(
    'The signature could not be checked: {reason}.',
    'See what the worker says, then send the word again.',
  ),
  TOO_MANY_WORDS: text(
    '{waiting} words wait for the check of a signature before them.',
    'Send it again in a moment.',
  ),
} satisfies Partial<Record<RejectionCode, RejectionText>>;
