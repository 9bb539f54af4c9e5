import type { Actor } from '../actor.ts';
import type { Roles } from '../policy.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Facts } from '../judgement.ts';

/** Namespace of the SSH signatures: one made for Git or for another tool counts for nothing here. */
export const WORD_NAMESPACE = 'sluice-word@v1';

/** What a sender adds to a message to sign it. */
export interface WordSignature {
  /** The signed text: canonical JSON of a `WordPayload`. */
  readonly payload: string;
  /** The armoured signature, as `ssh-keygen -Y sign` prints it. */
  readonly sshsig: string;
}

/** The end of the evidence log as a signer saw it. */
export interface SeenHead {
  readonly sha256: string;
  readonly records: number;
}

/** Where and when a word is meant: it counts nowhere else. */
export interface WordPlace {
  readonly program: string;
  /** Null for a word to the program. */
  readonly item: string | null;
  readonly workflowId: string;
  readonly runId: string;
  /** The item's attempt; null for a word to the program. */
  readonly attempt: number | null;
  /** The submitted tree; null while there is none. */
  readonly tree: string | null;
}

/** What a signature covers. */
export interface WordPayload extends WordPlace {
  readonly kind: typeof WORD_NAMESPACE;
  /** The whole message, with its type and without its signature. */
  readonly message: Readonly<Record<string, unknown>>;
  /** Null where the signer has no copy of the evidence. */
  readonly head: SeenHead | null;
  /** Random; it counts once. */
  readonly nonce: string;
}

/** A signature that was found good, as it stands in the evidence. */
export interface VerifiedWord extends WordSignature {
  /** The name in the pinned `allowed_signers` that the signature was checked for. */
  readonly principal: Actor;
  /** `SHA256:…`, what `ssh-keygen -l` prints of the key. */
  readonly fingerprint: string;
  /** When the word arrived: the key was looked at as it was valid then. */
  readonly atMs: number;
}

/** What a worker is asked to check with the pinned `allowed_signers`. */
export interface WordCheckRequest extends WordSignature {
  readonly messageId: string;
  readonly principal: Actor;
  readonly policyDigest: string;
  /** When the word arrived: keys are looked at as they were valid then. */
  readonly atMs: number;
}

export type WordCheckResult =
  | { readonly kind: 'verified'; readonly fingerprint: string }
  | { readonly kind: 'refused'; readonly code: RejectionCode; readonly facts: Facts };

/** What the pinned policy says of signatures. Absent where it names no `allowedSigners`. */
export interface SigningRules {
  /** Roles and message types whose words count only when they are signed. */
  readonly required: readonly string[];
}

/** The same for senders, who want to know whether to sign. */
export interface SigningView extends SigningRules {
  readonly roles: Roles;
}

/** An `allowed_signers` file, see ssh-keygen(1): whose keys speak for whom. */
export interface AllowedSigners {
  readonly path: string;
  /** Digest of its content, which the evidence store holds; absent before a program is started. */
  readonly sha256?: string;
}
