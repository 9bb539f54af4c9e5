import type { CanaryRun } from './canary.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import type { Facts } from './judgement.ts';
import type { Measurement } from './measurement.ts';
import type { CommandGate } from './policy.ts';
import type { ProgramStage } from './program-stage.ts';
import type { RejectionCode } from './rejection.ts';
import type { Result } from './result.ts';
import type { SandboxFacts } from './sandbox.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stage } from './stage.ts';
import type { TestCounts } from './test-report.ts';

/** Identifies one gate run for ever: a retried activity finds the record of the first one. */
export interface RunKey {
  readonly workflowId: string;
  readonly runId: string;
  readonly gate: string;
  readonly attempt: number;
}

/** Which tree the gate judges. */
export type TreeSource =
  /** Take a new snapshot of the implementer's checkout. */
  | { readonly kind: 'checkout'; readonly checkout: string | null }
  /** The branch's tip, for the baseline and the certification. */
  | { readonly kind: 'branch-tip' }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  /** A commit's own tree, such as the one that a candidate started from. */
  | { readonly kind: 'commit'; readonly commit: string }
  /**
   * RED replayed: only the test files (`patterns`) of the submitted tree are laid over the tree that
   * RED was proven on, or with `onBase` over the one that the work started from. `from` is the
   * submitted tree; null takes a new snapshot of the checkout.
   */
  | {
      readonly kind: 'replay';
      readonly red: Snapshot;
      readonly patterns: readonly string[];
      readonly from: Snapshot | null;
      readonly onBase?: true;
      readonly checkout: string | null;
    };

/** What the gate's output is held against. */
export type GateRule =
  | {
      readonly rule: 'red';
      readonly tests: readonly string[];
      readonly expect: 'assertion' | 'missing-symbol';
    }
  | {
      readonly rule: 'red-replay';
      readonly tests: readonly string[];
      readonly expect: 'assertion' | 'missing-symbol';
    }
  /** `redCasesSha256` is the blob of the cases seen at RED; null where the profile has no RED. */
  | { readonly rule: 'targeted'; readonly redCasesSha256: string | null }
  | { readonly rule: 'exit-zero' }
  /** A run with a test that must fail, in `file`. */
  | { readonly rule: 'canary'; readonly file: string };

/** What a gate's numbers and its count of tests are held against. */
export interface GateBudget {
  /** The commit that the program started from; null where it is not known. */
  readonly base: string | null;
  /** The implementer said why tests changed, so that fewer of them are no secret. */
  readonly testsFallDeclared: boolean;
}

/** The test files frozen at RED; the gate is not run when they changed without being declared. */
export interface FrozenTests {
  readonly red: Snapshot;
  readonly patterns: readonly string[];
  readonly changeDeclared: boolean;
}

export interface GateRunRequest {
  readonly key: RunKey;
  readonly program: string;
  readonly item: {
    readonly id: string;
    readonly title: string;
    readonly tests: readonly string[];
  } | null;
  readonly stage: Stage | ProgramStage | 'BASE';
  /** The stage that the command is told, where it must not see another one than usual. */
  readonly shownStage?: Stage;
  readonly gate: CommandGate;
  readonly rule: GateRule;
  readonly source: TreeSource;
  /** Run in a worktree without caches: ignored files are removed first, and `prepare` runs. */
  readonly clean?: true;
  readonly frozen: FrozenTests | null;
  /** Runs beside the gate when that has passed; absent where none is due. */
  readonly canary?: CanaryRun;
  /** Absent in requests of older workflows: the base is then the snapshot's own. */
  readonly budget?: GateBudget;
  readonly branch: string;
  readonly lane: number;
  readonly policyDigest: string;
  readonly atMs: number;
  /** Records of messages that led here: appended first, by key, so a retry adds nothing. */
  readonly pending: readonly EvidenceRecord[];
}

/** Small facts for the workflow's history; bytes and cases stay in the store, by digest. */
export interface GateRunResult {
  readonly gate: string;
  readonly attempt: number;
  readonly result: Result;
  readonly code: RejectionCode | null;
  readonly facts: Facts;
  /** The tree that the gate ran on. */
  readonly snapshot: Snapshot;
  /** The snapshot of the checkout that this run took; null when it was given one. */
  readonly submitted: Snapshot | null;
  readonly counts: TestCounts | null;
  readonly casesSha256: string | null;
  /** Digest of the ids that failed; absent where none did or nothing names them. */
  readonly failingSha256?: string;
  readonly changedTests: readonly string[];
  /** Files of the protected set that the submitted tree changes; absent where it took none. */
  readonly changedProtected?: readonly string[];
  /** Authors and co-authors of the commits in the submitted work, as Git names them. */
  readonly authors?: readonly string[];
  readonly exitCode: number | null;
  readonly durationMs: number;
  /** What held the command; absent where none ran, and in results from before sandboxes. */
  readonly sandbox?: SandboxFacts;
  readonly stdoutSha256: string | null;
  readonly stderrSha256: string | null;
  /** Digest of the evidence record, or null when the command did not have to run. */
  readonly recordSha256: string | null;
  /** Absent where the gate measures nothing. */
  readonly measurements?: readonly Measurement[];
}
