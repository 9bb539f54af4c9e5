import type { CanaryRule } from '../canary.ts';
import type { WorkCalendar } from '../business-hours.ts';
import type {
  BacklogItem,
  CommandGate,
  Limits,
  RedGate,
  ReviewGate,
  Roles,
  WaiverPolicy,
} from '../policy.ts';
import type { Identities } from '../review/person.ts';
import type { TrackerLink } from '../tracker-update.ts';
import type { SigningRules } from '../word/signed-word.ts';

/** The gates of one item, after its own commands replaced the policy's. */
export interface ItemGates {
  readonly red: RedGate | null;
  readonly targeted: readonly CommandGate[];
  readonly verify: readonly CommandGate[];
  readonly review: ReviewGate;
}

/** What is fixed while an item runs: the pinned policy's part that concerns it. */
export interface ItemContract {
  readonly program: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly item: BacklogItem;
  readonly gates: ItemGates;
  readonly roles: Roles;
  readonly limits: Limits;
  readonly branch: string;
  readonly policyDigest: string;
  /** Absent in a program that was started before there were waivers. */
  readonly waivers?: WaiverPolicy;
  /** The commit that the program started from; absent where it is not known. */
  readonly base?: string;
  /** Items that this one depends on and that were taken out for good; absent where none was. */
  readonly skippedDependencies?: readonly { readonly id: string; readonly reason: string }[];
  /** The document that progress is written into; absent where there is none. */
  readonly tracker?: TrackerLink | null;
  /** Implementers may review their own work; absent: they may not. */
  readonly solo?: boolean;
  readonly identities?: Identities;
  /** Absent where the policy names no `allowedSigners`. */
  readonly signing?: SigningRules;
  /** In which hours the waiting for a review counts; absent: always. */
  readonly calendar?: WorkCalendar;
  /** Whether the policy has a command that tells people; absent: it has none. */
  readonly notifies?: boolean;
  /** `turn`: the item's place in the plan. Absent where the policy has no canary. */
  readonly canary?: CanaryRule & { readonly turn: number };
}
