import type { GateRunResult } from '../gate-run.ts';
import type { Facts } from '../judgement.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Ledger } from '../register/ledger.ts';
import type { Signed } from '../rules/sign-off.ts';
import type { VerifiedWord } from '../word/signed-word.ts';
import type {
  DeferItemMessage,
  PauseMessage,
  AcceptPolicyMessage,
  PromoteMessage,
  RegisterMessage,
  SignOffMessage,
} from './program-message.ts';

/** A message whose answer may need the plan or the branch, which the workflow does not hold. */
export type CheckedMessage =
  | RegisterMessage
  | SignOffMessage
  | PromoteMessage
  | PauseMessage
  | DeferItemMessage
  | AcceptPolicyMessage;

/** A message that waits for what has to be looked up. */
export interface Check {
  readonly message: CheckedMessage;
  /** The signed word, where the sender signed: it goes into the record. */
  readonly word?: VerifiedWord;
  /** The policy by which it was judged; absent in a state of an older version. */
  readonly policyDigest?: string;
}

/** What a message came to that was looked into after it had been received. */
export interface Outcome {
  readonly messageId: string;
  readonly answer: 'accepted' | 'refused';
  readonly code: RejectionCode | null;
  readonly facts: Facts;
}

/** The gates of a capability, run one after another on one commit. */
export interface Promotion {
  readonly messageId: string;
  readonly capability: string;
  readonly commit: string;
  readonly attempt: number;
  readonly results: readonly Pick<GateRunResult, 'gate' | 'result' | 'code'>[];
}

/**
 * What a program remembers of registers, sign-offs and promotions: only as much as the next message
 * is judged by. What counts is the evidence.
 */
export interface Governance {
  readonly ledger: Ledger;
  readonly checks: readonly Check[];
  readonly outcomes: readonly Outcome[];
  /** Those on the newest commit that anybody signed; others are stale. */
  readonly signed: readonly Signed[];
  readonly promotion: Promotion | null;
  /** Promotions that were begun. */
  readonly promotions: number;
}

/** Messages that may be looked into at once. */
export const CHECKS_MAX = 50;
/** Outcomes that are remembered for those who wait for them. */
export const OUTCOMES_MAX = 50;

const NONE: Governance = {
  ledger: [],
  checks: [],
  outcomes: [],
  signed: [],
  promotion: null,
  promotions: 0,
};

interface Governed {
  readonly governance?: Governance;
}

/** A state of an older version has none. */
export function governanceOf({ governance }: Governed): Governance {
  return governance ?? NONE;
}

export function withGovernance<S extends Governed>(state: S, fields: Partial<Governance>): S {
  return { ...state, governance: { ...governanceOf(state), ...fields } };
}
