import type { EvidenceRecord, ReviewMark } from '../../domain/evidence-record.ts';
import type { Actor } from '../../domain/actor.ts';
import type { CheckpointResult } from '../../domain/checkpoint.ts';
import type { GateRunRequest, GateRunResult, RunKey } from '../../domain/gate-run.ts';
import type { ItemCommand, ItemEvent } from '../../domain/item/item-event.ts';
import type { Answer, ItemMessage, WaiveMessage } from '../../domain/item/item-message.ts';
import { type Judgement, passed } from '../../domain/judgement.ts';
import type { WaiverProofRequest } from '../../domain/waiver.ts';
import type { ItemContract } from '../../domain/item/item-contract.ts';
import { type ItemState, openItemState } from '../../domain/item/item-state.ts';
import { stepItem } from '../../domain/item/item-step.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { IMPLEMENTER, LEAD, REVIEWER } from './item-fixture.ts';

const hex = (text: string): string =>
  Array.from(text, (c) => c.charCodeAt(0).toString(16))
    .join('')
    .padEnd(40, '0')
    .slice(0, 40);

/** When waivers on the desk end, a while after everything else. */
export const WAIVER_END = '1970-01-01T01:00:00+00:00';
export const WAIVER_END_MS = 3_600_000;

export function snapshotOf(name: string): Snapshot {
  return { commit: hex(`c${name}`), tree: hex(`t${name}`), base: hex('base') };
}

/** The records that an activity was asked to append. */
function recordsIn(command: ItemCommand): readonly EvidenceRecord[] {
  switch (command.type) {
    case 'record':
      return command.records;
    case 'runGate':
    case 'checkpoint':
      return command.request.pending;
    case 'proveWaiver':
      return command.request.run.pending;
    case 'cancelGate':
    case 'checkWord':
    case 'updateTracker':
    case 'notify':
    case 'abandonNotices':
    case 'tellProgram':
      return [];
  }
}

/** A run that passed and left nothing behind. */
function runResult({ gate, attempt }: RunKey, snapshot: Snapshot): GateRunResult {
  return {
    gate,
    attempt,
    result: 'PASS',
    code: null,
    facts: {},
    snapshot,
    submitted: null,
    counts: null,
    casesSha256: null,
    changedTests: [],
    exitCode: 0,
    durationMs: 1,
    stdoutSha256: null,
    stderrSha256: null,
    recordSha256: null,
  };
}

/** An item on a desk: its reducer with verbs, and the commands that it asked for. */
export class ItemDesk {
  readonly contract: ItemContract;
  state: ItemState;
  readonly commands: ItemCommand[] = [];
  private messages = 0;
  private trees = 0;
  atMs = 1_000;

  constructor(contract: ItemContract) {
    this.contract = contract;
    this.state = openItemState(this.atMs, 1);
    this.feed({ type: 'started' });
  }

  feed(event: ItemEvent): Answer | undefined {
    this.atMs += 1;
    const step = stepItem(this.contract, this.state, { event, atMs: this.atMs });
    this.state = step.state;
    this.commands.push(...step.commands);
    return step.answer;
  }

  send(message: ItemMessage): Answer {
    return this.feed({ type: 'message', message }) ?? { kind: 'accepted', facts: {} };
  }

  nextId(): string {
    this.messages += 1;
    return `m${this.messages}`;
  }

  red(actor: Actor = IMPLEMENTER, attempt = this.state.attempt): Answer {
    return this.send({
      type: 'red',
      messageId: this.nextId(),
      actor,
      attempt,
      checkout: null,
      note: null,
    });
  }

  green(fields: { actor?: Actor; attempt?: number; testsChanged?: string } = {}): Answer {
    const { actor = IMPLEMENTER, attempt = this.state.attempt, testsChanged = null } = fields;
    const base = { messageId: this.nextId(), actor, attempt, checkout: null, note: null };
    return this.send({ type: 'green', ...base, testsChanged });
  }

  approve(
    fields: {
      actor?: Actor;
      attempt?: number;
      tree?: string;
      messageId?: string;
      /** Marks besides those of P0 and P1. */
      marks?: Readonly<Record<string, ReviewMark>>;
    } = {},
  ): Answer {
    const { actor = REVIEWER, attempt = this.state.attempt } = fields;
    const tree = fields.tree ?? this.state.candidate?.tree ?? '';
    const gates = {
      P0: { result: 'PASS', reason: null },
      P1: { result: 'PASS', reason: null },
      ...fields.marks,
    } as const;
    const messageId = fields.messageId ?? this.nextId();
    const base = { messageId, actor, attempt, tree, gates, findings: [], note: null };
    return this.send({ type: 'review', verdict: 'APPROVED', ...base });
  }

  requestChanges(actor: Actor = REVIEWER): Answer {
    const findings = [{ severity: 'P1', text: 'the token is not checked', where: 'src/auth.ts:3' }];
    const tree = this.state.candidate?.tree ?? '';
    const base = { messageId: this.nextId(), actor, attempt: this.state.attempt, tree };
    const rest = { gates: {}, findings, note: null };
    return this.send({ type: 'review', verdict: 'CHANGES_REQUESTED', ...base, ...rest });
  }

  block(actor: Actor = LEAD): Answer {
    const base = { messageId: this.nextId(), actor, reason: 'the vendor is down', unblocker: null };
    return this.send({ type: 'block', ...base });
  }

  unblock(actor: Actor = LEAD): Answer {
    return this.send({ type: 'unblock', messageId: this.nextId(), actor, reason: null });
  }

  /** Asks for a waiver of the gate on the submitted tree. */
  waive(fields: Partial<Omit<WaiveMessage, 'type'>> = {}): Answer {
    return this.send({
      type: 'waive',
      messageId: this.nextId(),
      actor: LEAD,
      attempt: this.state.attempt,
      tree: this.state.candidate?.tree ?? '',
      gate: 'verify',
      tests: [],
      reason: 'the vendor is down',
      until: WAIVER_END,
      ...fields,
    });
  }

  /** The proof that was asked for last. */
  get proofAsked(): WaiverProofRequest {
    const command = this.commands.findLast((each) => each.type === 'proveWaiver');
    if (command === undefined) throw new Error('no proof was asked for');
    return command.request;
  }

  /** The gate has run on the base tree and showed this. */
  proof(judgement: Judgement = passed({ basis: 'same-tests' })): void {
    const { waiver, run } = this.proofAsked;
    const isOut = judgement.verdict === 'passed';
    const base: GateRunResult = {
      ...runResult(run.key, snapshotOf('base')),
      ...(isOut ? { result: 'FAIL', code: 'COMMAND_FAILED', exitCode: 1 } : {}),
      recordSha256: 'f'.repeat(64),
    };
    this.feed({ type: 'waiverProven', proof: { waiver, base, judgement } });
  }

  /** Brings a new item to where its verify gate has failed. */
  toFailedVerify(code: GateRunResult['code'] = 'COMMAND_FAILED'): this {
    if (this.state.turn.kind === 'implementer' && this.state.turn.submit === 'red') this.red();
    if (this.state.stage === 'RED') this.gate();
    this.green();
    while (this.run.key.gate !== 'verify') this.gate();
    const result = code === 'COMMAND_FAILED' ? 'FAIL' : 'ERROR';
    this.gate({ result, code, exitCode: 1, casesSha256: 'c'.repeat(64) });
    return this;
  }

  /** The newest gate run that was asked for. */
  get run(): GateRunRequest {
    const command = this.commands.findLast((each) => each.type === 'runGate');
    if (command === undefined) throw new Error('no gate was asked for');
    return command.request;
  }

  /** Every record that was handed over to be appended or still waits, oldest first, each once. */
  get records(): readonly EvidenceRecord[] {
    const all = [...this.commands.flatMap(recordsIn), ...this.state.pending];
    return [...new Map(all.map((each) => [each.scope.key, each])).values()];
  }

  /** The gate that was asked for ends. A run on the checkout takes a new snapshot unless told which. */
  gate(fields: Partial<GateRunResult> = {}): void {
    const { key, source } = this.run;
    const isNew = source.kind === 'checkout' || (source.kind === 'replay' && source.from === null);
    if (isNew) this.trees += 1;
    const taken = snapshotOf(`tree${this.trees}`);
    const given = source.kind === 'snapshot' ? source.snapshot : taken;
    const result: GateRunResult = {
      ...runResult(key, source.kind === 'replay' ? snapshotOf('overlay') : given),
      submitted: isNew ? taken : null,
      casesSha256: key.gate === 'red' ? 'a'.repeat(64) : null,
      recordSha256: 'b'.repeat(64),
      ...fields,
    };
    this.feed({ type: 'gateFinished', result });
  }

  /** The result of a run that has already ended arrives once more. */
  echo(key: RunKey): void {
    const snapshot = snapshotOf('echo');
    const result = { ...runResult(key, snapshot), submitted: snapshot };
    this.feed({ type: 'gateFinished', result });
  }

  gateFails(code: GateRunResult['code'] = 'COMMAND_FAILED'): void {
    this.gate({ result: 'FAIL', code, exitCode: 1 });
  }

  /** All gates that follow pass, up to the review. */
  gatesPass(): void {
    while (this.state.turn.kind === 'gate') this.gate();
  }

  checkpoint(result: CheckpointResult): void {
    this.feed({ type: 'checkpointFinished', result });
  }

  committed(): void {
    const tree = this.state.candidate?.tree ?? '';
    const commit = hex('commit');
    const recordSha256 = 'e'.repeat(64);
    this.checkpoint({ kind: 'committed', commit, tree, parent: hex('base'), recordSha256 });
  }

  /** Brings a new item to its review. */
  toReview(): this {
    if (this.state.turn.kind === 'implementer' && this.state.turn.submit === 'red') this.red();
    if (this.state.stage === 'RED') this.gate();
    this.green();
    this.gatesPass();
    return this;
  }
}
