import type { EvidenceRecord, RunRecord } from '../evidence-record.ts';
import type { SignOffRecord } from '../register/register-record.ts';
import { createRegisterFold, type Registers } from '../register/registers.ts';
import type { Result } from '../result.ts';

/** One run of a gate, by the name that the policy gives it. */
export interface GateFact {
  readonly gate: string;
  readonly stage: RunRecord['stage'];
  readonly commit: string;
  readonly tree: string;
  readonly result: Result;
}

/** What the evidence says of groups, sign-offs and registers. */
export interface GovernanceFacts {
  readonly registers: Registers;
  /** In the order of the log; those on other commits than the tip count for nothing. */
  readonly signOffs: readonly SignOffRecord[];
  /** The newest runs, the newest last. */
  runsOf(gate: string): readonly GateFact[];
  /** Items that have a checkpoint. */
  readonly committed: ReadonlySet<string>;
}

/** Reads the records of one program, once and in bounded memory. */
export interface GovernanceFold {
  add(record: EvidenceRecord): void;
  facts(): GovernanceFacts;
}

/** Runs of one gate that are kept: more trees than items can be at work on at once. */
const RUNS_KEPT_MAX = 200;
/** Sign-offs that are kept, the newest. */
const SIGN_OFFS_KEPT_MAX = 2_000;
/** Runs of the program itself are named for what they are for: `promotion/registry.canary`. */
const PROGRAM_PREFIX = /^(?:baseline|certification|promotion)\//;

export function createGovernanceFold(): GovernanceFold {
  const registers = createRegisterFold();
  const signOffs: SignOffRecord[] = [];
  const runs = new Map<string, GateFact[]>();
  const committed = new Set<string>();
  const addRun = (run: RunRecord): void => {
    const { stage, result, snapshot } = run;
    // A run on the tree before the work, or of tests that must fail, says nothing of the branch.
    if (stage === 'BASE' || stage === 'RED') return;
    const gate = run.gate.replace(PROGRAM_PREFIX, '');
    const known = runs.get(gate) ?? [];
    known.push({ gate, stage, commit: snapshot.commit, tree: snapshot.tree, result });
    if (known.length > RUNS_KEPT_MAX) known.shift();
    runs.set(gate, known);
  };
  return {
    add(record) {
      const { scope, body } = record;
      registers.add(record);
      if (body.type === 'run') addRun(body);
      if (body.type === 'checkpoint' && scope.item !== null) committed.add(scope.item);
      if (body.type !== 'sign-off') return;
      signOffs.push(body);
      if (signOffs.length > SIGN_OFFS_KEPT_MAX) signOffs.shift();
    },
    facts: () => ({
      registers: registers.registers(),
      signOffs,
      runsOf: (gate) => runs.get(gate) ?? [],
      committed,
    }),
  };
}
