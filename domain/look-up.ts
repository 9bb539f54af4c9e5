import type { ZoneOffset } from './business-hours.ts';
import type { Policy } from './policy.ts';

/** What a program has to know of the plan and the branch before it can answer a message. */
export interface LookUpRequest {
  readonly planDigest: string;
  /** Ids that a message names, of which the program itself does not know whether they are planned. */
  readonly items: readonly string[];
  /** The branch whose tip is asked for; null where no commit is involved. */
  readonly branch: string | null;
  /** Digest of a stored policy that is asked for; absent where none is. */
  readonly policy?: string;
}

/** A policy as the evidence store holds it under a digest. */
export type FoundPolicy =
  | {
      readonly kind: 'found';
      readonly policy: Policy;
      /** Offsets of the zone of its hours from now on; absent where it has none. */
      readonly zone?: readonly ZoneOffset[];
    }
  | { readonly kind: 'unknown' }
  /** What is stored there is no policy, or not one that may be pinned. */
  | { readonly kind: 'invalid'; readonly problem: string };

export interface LookUpResult {
  /** Those of the ids that the plan does not have. */
  readonly unknown: readonly string[];
  /** Places of the others in the plan; absent from the answer of an older worker. */
  readonly places?: Readonly<Record<string, number>>;
  readonly tip: { readonly commit: string; readonly tree: string } | null;
  /** Present where a policy was asked for. */
  readonly policy?: FoundPolicy;
}
