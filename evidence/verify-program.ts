import type {
  CertificationRecord,
  CheckpointRecord,
  EvidenceRecord,
  RecordScope,
  RunRecord,
} from '../domain/evidence-record.ts';
import type { ItemProof } from '../domain/rules/item-proof.ts';
import { createWaiverLedger, type LedgerWaiver } from '../domain/waiver-ledger.ts';
import { certificationProblems, waiverProblems } from './certification-problems.ts';
import { checkpointProblems, type Found, twiceCommitted } from './checkpoint-problems.ts';
import {
  emptyFacts,
  gatesOf,
  type ItemFacts,
  proofOf,
  rememberRun,
  withdraw,
} from './item-facts.ts';
import type { EvidenceProblem } from './problem.ts';

/** A record with its place in the log. */
export interface PlacedRecord {
  readonly seq: number;
  readonly record: EvidenceRecord;
}

/** Reads records one by one, in the order of the log, and says what each contradicts. */
export interface ProgramCheck {
  add(placed: PlacedRecord): readonly EvidenceProblem[];
  /** What each committed item of a program proves, in the order of their checkpoints. */
  proofs(program: string): readonly ItemProof[];
  /** The waivers that items of a program were committed with, as the evidence alone shows them. */
  waivers(program: string): readonly LedgerWaiver[];
  /** The gates that ran for an item, on whatever tree; empty once it is committed. */
  gatesRun(program: string, item: string): ReadonlySet<string>;
}

/** What the records contradict, all at once. Pure. */
export function verifyProgram(records: Iterable<PlacedRecord>): readonly EvidenceProblem[] {
  const check = createProgramCheck();
  return [...records].flatMap((placed) => check.add(placed));
}

/**
 * Checks the meaning of records: every checkpoint has its approval and its gates on exactly the tree
 * that was committed, no reviewer implemented, no run counts twice, and a certification rests on
 * what was recorded. Believes that the records are genuine: `verifyLog` is for that.
 */
export function createProgramCheck(): ProgramCheck {
  return new RecordCheck();
}

class RecordCheck implements ProgramCheck {
  readonly #items = new Map<string, ItemFacts>();
  readonly #programs = new Map<string, ItemFacts & { committedItems: number }>();
  readonly #runs = new Set<string>();
  readonly #waivers = createWaiverLedger();
  readonly #proofs = new Map<string, ItemProof[]>();

  add({ seq, record }: PlacedRecord): readonly EvidenceProblem[] {
    // A checkpoint is held against the waivers before it: it is inspected before the ledger takes it.
    const found = this.#inspect(record);
    const unfounded = this.#waivers
      .add(record)
      .map((message): Found => ({ code: 'WAIVER_UNFOUNDED', message }));
    return [...found, ...unfounded].map((each) => ({ ...each, record: seq }));
  }

  proofs(program: string): readonly ItemProof[] {
    return this.#proofs.get(program) ?? [];
  }

  waivers(program: string): readonly LedgerWaiver[] {
    return this.#waivers.carried(program);
  }

  gatesRun(program: string, item: string): ReadonlySet<string> {
    return gatesOf(this.#items.get(keyOfItem(program, item)));
  }

  #inspect({ scope, body }: EvidenceRecord): readonly Found[] {
    switch (body.type) {
      case 'run':
        return this.#addRun(scope, body);
      case 'submission':
        this.#factsOfItem(scope).implementers.push(body.actor);
        return [];
      case 'verdict':
        this.#factsOfItem(scope).verdicts.push(body);
        return [];
      case 'talk':
        withdraw(this.#factsOfItem(scope), body);
        return [];
      case 'checkpoint':
        return this.#addCheckpoint(scope, body);
      case 'certification':
        return this.#certified(scope, body);
      case 'refusal':
      case 'notice':
      case 'decision':
      case 'waiver':
      case 'register':
      case 'sign-off':
        return [];
    }
  }

  #addRun(scope: RecordScope, run: RunRecord): readonly Found[] {
    const facts = scope.item === null ? this.#factsOfProgram(scope) : this.#factsOfItem(scope);
    // A run on the base tree is the proof of a waiver or of a number, and no gate of the item's own tree.
    if (run.stage !== 'BASE' && run.purpose === undefined) rememberRun(facts, run);
    const { workflowId, runId } = scope;
    const beside = run.purpose === undefined ? [] : [run.purpose, run.snapshot.tree];
    const key = JSON.stringify([workflowId, runId, run.stage, run.gate, run.attempt, ...beside]);
    const twice = this.#runs.has(key);
    this.#runs.add(key);
    if (!twice) return [];
    const message = `Attempt ${run.attempt} of gate ${run.gate} is recorded twice.`;
    return [{ code: 'RUN_RECORDED_TWICE', message }];
  }

  #addCheckpoint(scope: RecordScope, checkpoint: CheckpointRecord): readonly Found[] {
    const facts = this.#factsOfItem(scope);
    if (facts.committed) return [twiceCommitted(scope)];
    const waived = this.#waivers.waivedGates(scope, checkpoint.approvedTree);
    this.#factsOfProgram(scope).committedItems += 1;
    const proof = proofOf(scope, facts, { checkpoint, waived });
    getOrAdd(this.#proofs, scope.program, () => []).push(proof);
    // Only the proof is needed from here on: memory stays small in a long log.
    const committed = { ...emptyFacts(), committed: true };
    this.#items.set(keyOfItem(scope.program, scope.item), committed);
    return checkpointProblems(facts, checkpoint, waived);
  }

  #certified(scope: RecordScope, certification: CertificationRecord): readonly Found[] {
    const carried = this.#waivers.carried(scope.program);
    return [
      ...certificationProblems(this.#factsOfProgram(scope), certification),
      ...waiverProblems(certification, carried, scope.atMs),
    ];
  }

  #factsOfItem(scope: RecordScope): ItemFacts {
    return getOrAdd(this.#items, keyOfItem(scope.program, scope.item), emptyFacts);
  }

  #factsOfProgram(scope: RecordScope): ItemFacts & { committedItems: number } {
    return getOrAdd(this.#programs, scope.program, () => ({ ...emptyFacts(), committedItems: 0 }));
  }
}

function keyOfItem(program: string, item: string | null): string {
  return JSON.stringify([program, item]);
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
