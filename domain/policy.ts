import type { Actor } from './actor.ts';
import type { CanaryPolicy } from './canary.ts';
import type { Capability, Milestone, Workstream } from './policy-structure.ts';
import type { Identities } from './review/person.ts';
import type { Priority } from './priority.ts';
import type { RejectionCode } from './rejection.ts';
import type { SandboxWish } from './sandbox.ts';
import type { Profile } from './stage.ts';
import type { ReportFormat } from './test-report.ts';
import type { BusinessHours } from './business-hours.ts';
import type { ReviewTiming } from './review-timing.ts';
import type { AllowedSigners } from './word/signed-word.ts';
import type { TrackerColumns } from './tracker-columns.ts';

/** A command: an argv list, or a string that bash runs with `-eo pipefail`. */
export type Command = { readonly argv: readonly string[] } | { readonly shell: string };

/** Where a gate's number is read from: a JSON Pointer (RFC 6901), or a pattern with one named group. */
export type MeasureSource = { readonly json: string } | { readonly pattern: string };

/** A number that a gate yields, and how far from the base it may be. */
export interface Measure {
  /** The pattern's named group, or the JSON Pointer; unique within the gate. */
  readonly name: string;
  readonly source: MeasureSource;
  /** What the number counts, for people: `ms`, `bytes`, `req/s`. */
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** A value is out of band only when it is off by more than both: a share of the base, and a number. */
  readonly tolerance: { readonly relative: number; readonly absolute: number };
  /** Runs of the gate on the base tree whose median is the base. */
  readonly samples: number;
  /** Who has to mend a regression. */
  readonly owner: Actor;
}

/** One command that must pass: what runs, for how long, and how its result is read. */
export interface CommandGate {
  /** Unique within the policy: `baseline`, `red`, `targeted`, `verify`, or `verify.2`, or the author's id. */
  readonly id: string;
  readonly command: Command;
  readonly timeoutMs: number;
  readonly report: ReportFormat;
  /** Largest output stored per stream before the middle is left out. */
  readonly outputBytesMax: number;
  /** Where its containment differs from the policy's. */
  readonly sandbox?: SandboxWish;
  /** Numbers that it yields; absent where it yields none. */
  readonly measure?: readonly Measure[];
}

/** The RED gate also says which files are tests: they are frozen when it opens GREEN. */
export interface RedGate extends CommandGate {
  readonly tests: readonly string[];
  /** `submitted` waits for the implementer; `at-once` runs it when the item starts. */
  readonly trigger: 'submitted' | 'at-once';
  /**
   * `always` replays RED before TARGETED in every round, on the tree that the work started from and
   * with only its test files. Absent and `changed`: where a change of tests was declared.
   */
  readonly replay?: 'always' | 'changed';
}

export interface ReviewGate {
  /** Names of the review gates that a reviewer marks, for example P0, P1, P2. */
  readonly gates: readonly string[];
  readonly approvals: number;
  /** Roles, actors, `people`, `agents`: who may approve. Absent: the reviewers. */
  readonly approvers?: readonly string[];
  /** Gates that need other approvers, or another number of them. */
  readonly perGate?: Readonly<Record<string, GateApproval>>;
  /** Severities of findings that must not be open in an approved change. Absent: none. */
  readonly blocking?: readonly string[];
  /** Reviews that may ask for changes before the item is blocked. Absent: any number. */
  readonly rounds?: number;
  /** Whether Sluice runs the required commands once more, in a worktree without caches. */
  readonly rerun?: boolean;
  /** Whether an approval may mark every gate NA. Absent: no. */
  readonly allNa?: 'refuse' | 'allow';
  /** What happens while nobody answers; absent where nothing does. */
  readonly timing?: ReviewTiming;
}

export interface GateApproval {
  readonly approvers?: readonly string[];
  readonly approvals?: number;
}

export interface Roles {
  readonly implementers: readonly Actor[];
  readonly reviewers: readonly Actor[];
  readonly releaseLeads: readonly Actor[];
  /** Roles of the policy's own making, by name; absent where it makes none. */
  readonly others?: Readonly<Record<string, readonly Actor[]>>;
}

/** More than a cap open, and certification fails. A cap that is left out does not bind. */
export interface Caps {
  /** Items may have been committed with so many waivers. */
  readonly openWaivers?: number;
  readonly openDebts?: number;
}

export interface Limits {
  /** Failed attempts of one item before it is blocked. */
  readonly attemptsMax: number;
  /** A gate activity that is silent for so long is given to another worker. */
  readonly heartbeatTimeoutMs: number;
}

export interface Gates {
  readonly red: RedGate | null;
  readonly targeted: CommandGate | null;
  readonly verify: readonly CommandGate[];
  readonly review: ReviewGate;
}

/** A gate that may be waived although it could not run, with the codes for which it may. */
export interface CouldNotRunCase {
  readonly gate: string;
  readonly codes: readonly RejectionCode[];
}

export interface WaiverPolicy {
  readonly approvers: readonly Actor[];
  /** From the grant to the expiry. */
  readonly maxDurationMs: number;
  readonly couldNotRun: readonly CouldNotRunCase[];
}

/** The parsed `sluice.yaml`, without its items. Durations are milliseconds, sizes are bytes. */
export interface Policy {
  readonly version: 1;
  readonly program: string;
  readonly roles: Roles;
  /** Mail addresses, Git names and further actors of one person, by actor. */
  readonly identities?: Identities;
  readonly baseline: readonly CommandGate[];
  readonly prepare: CommandGate | null;
  readonly gates: Gates;
  readonly lanes: number;
  readonly isolation: 'worktree' | 'in-place';
  readonly onBlocked: 'wait' | 'continue';
  /** Branch that checkpoints go to; null means the branch checked out when the program starts. */
  readonly branch: string | null;
  /** How gates are contained. Absent in policies stored before there were sandboxes. */
  readonly sandbox?: SandboxWish;
  /** Further patterns of the protected set. Absent: a change of it needs nobody's word. */
  readonly protect?: readonly string[];
  /** Hidden failures in commands are mistakes, not warnings. */
  readonly strict?: boolean;
  /** Absent: no canary is sent. */
  readonly canary?: CanaryPolicy;
  /** Paths left out of a tree's identity, such as tracker documents. */
  readonly exclude: readonly string[];
  /** Names of environment variables that commands may see, beyond the built-in list. */
  readonly passEnv: readonly string[];
  /** Names of environment variables whose values are redacted from stored output. */
  readonly secrets: readonly string[];
  readonly commandsFromTracker: 'show' | 'allow';
  /** Tracker document that is the backlog, relative to the repository; null for `items:`. */
  readonly backlog: string | null;
  /** Headers of a CSV backlog; what it leaves out is guessed. Absent where the policy names none. */
  readonly columns?: TrackerColumns;
  readonly limits: Limits;
  /** When people answer; absent where all time counts. */
  readonly hours?: BusinessHours;
  /** Run for every notice; absent where nobody is told outside Sluice. */
  readonly notify?: Command;
  readonly caps?: Caps;
  /** Roles whose sign-off of the final commit the certification demands. */
  readonly signOffs?: readonly string[];
  readonly workstreams?: readonly Workstream[];
  readonly milestones?: readonly Milestone[];
  readonly capabilities?: readonly Capability[];
  /** One person may be everything; stamped on every report. */
  readonly solo?: boolean;
  /** Absent in a policy from before there were waivers: release leads approve, with the default end. */
  readonly waivers?: WaiverPolicy;
  /** Whose SSH keys speak for whom; pinned with the policy. Absent where the policy names no file. */
  readonly allowedSigners?: AllowedSigners;
  /** Roles and message types whose words count only when they are signed. */
  readonly requireSignature?: readonly string[];
  /** Checkpoint commits are signed with the orchestrator's key; absent where they are not. */
  readonly signCheckpoints?: boolean;
}

/** One entry of a backlog, as planned. */
export interface BacklogItem {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority;
  readonly profile: Profile;
  readonly dependsOn: readonly string[];
  /** What `SLUICE_ITEM_TESTS` holds: test files or names, joined by spaces. */
  readonly tests: readonly string[];
  /** How RED is expected to fail, beyond an assertion. */
  readonly expect: 'assertion' | 'missing-symbol';
  /** Line of the item in its document, 1-based. */
  readonly line: number;
  /** Commands of this item alone, used instead of the policy's gate of the same stage. */
  readonly commands: { readonly targeted: readonly Command[]; readonly verify: readonly Command[] };
}
