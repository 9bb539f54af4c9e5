import { WORD_NAMESPACE } from '../../domain/word/signed-word.ts';
import { type AllowedSigner, matchesPatterns } from './allowed-signers.ts';
import { fingerprintOf, isCertificate, verifySshSignature } from './ssh-public-key.ts';
import { parseSshSignature, signedBytes, type SshSignature } from './ssh-signature.ts';
import { WireError } from './ssh-wire.ts';

/** A signed text and who is said to have signed it, when. */
export interface SignatureClaim {
  readonly principal: string;
  readonly payload: string;
  readonly sshsig: string;
  readonly atMs: number;
}

export type SignatureVerdict =
  | { readonly kind: 'good'; readonly fingerprint: string }
  | { readonly kind: 'bad'; readonly reason: string }
  /** A certificate: only ssh-keygen can follow it to the authority. */
  | { readonly kind: 'undecided'; readonly fingerprint: string };

/**
 * Whether a text was signed by a key that the signers' list gives to the principal, in our
 * namespace, at a time at which the key was valid. The same rules as `ssh-keygen -Y verify`, in
 * node:crypto, so that evidence can be checked where there is no OpenSSH. Never throws.
 */
export function checkSignature(
  signers: readonly AllowedSigner[],
  claim: SignatureClaim,
): SignatureVerdict {
  try {
    return check(signers, claim, parseSshSignature(claim.sshsig));
  } catch (error) {
    if (error instanceof WireError) return bad(error.message);
    throw error;
  }
}

function check(
  signers: readonly AllowedSigner[],
  claim: SignatureClaim,
  signature: SshSignature,
): SignatureVerdict {
  const { key, namespace } = signature;
  const fingerprint = fingerprintOf(key);
  if (namespace !== WORD_NAMESPACE) {
    return bad(`it was made for the namespace ${namespace.slice(0, 80)}`);
  }
  if (isCertificate(key)) return { kind: 'undecided', fingerprint };
  const refusal = whyNotAllowed(signers, claim, { key, fingerprint });
  if (refusal !== null) return bad(refusal);
  const bytes = signedBytes(Buffer.from(claim.payload, 'utf8'), signature);
  return verifySshSignature(key, signature.signature, bytes)
    ? { kind: 'good', fingerprint }
    : bad('it does not belong to the signed text');
}

function bad(reason: string): SignatureVerdict {
  return { kind: 'bad', reason };
}

/** Why no line of the list lets the key speak for the principal; null where one does. */
function whyNotAllowed(
  signers: readonly AllowedSigner[],
  { principal, atMs }: SignatureClaim,
  { key, fingerprint }: { readonly key: Buffer; readonly fingerprint: string },
): string | null {
  const known = signers.filter((each) => !each.isAuthority && each.key.equals(key));
  const named = known.filter((each) => matchesPatterns(each.principals, principal));
  if (named.length === 0) return `the key ${fingerprint} is not listed for ${principal}`;
  const spaced = named.filter(
    ({ namespaces }) => namespaces === null || matchesPatterns(namespaces, WORD_NAMESPACE),
  );
  if (spaced.length === 0) {
    return `the key ${fingerprint} is not allowed in the namespace ${WORD_NAMESPACE}`;
  }
  const seconds = Math.floor(atMs / 1000) * 1000;
  const started = spaced.filter((each) => seconds >= (each.validAfterMs ?? seconds));
  if (started.length === 0) return `the key ${fingerprint} is not valid yet`;
  const valid = started.some((each) => seconds <= (each.validBeforeMs ?? seconds));
  return valid ? null : `the key ${fingerprint} has expired`;
}
