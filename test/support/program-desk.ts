import type { Actor } from '../../domain/actor.ts';
import { planOrder } from '../../domain/backlog-order.ts';
import type { CertificationVerdict } from '../../domain/certification.ts';
import type { FoundPolicy } from '../../domain/look-up.ts';
import type { PlannedItem } from '../../domain/plan-page.ts';
import type { BacklogItem, Policy } from '../../domain/policy.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import type { Answer } from '../../domain/item/item-message.ts';
import { governanceOf, type Outcome } from '../../domain/program/governance.ts';
import type { ProgramMessage } from '../../domain/program/program-message.ts';
import type { ProgramCommand, ProgramEvent } from '../../domain/program/program-event.ts';
import {
  openProgramState,
  type ProgramContract,
  type ProgramState,
} from '../../domain/program/program-state.ts';
import { stepProgram } from '../../domain/program/program-step.ts';
import { backlogItem, commandGate, LEAD, redGate, ROLES } from './item-fixture.ts';
import { snapshotOf } from './item-desk.ts';

export function policyOf(fields: Partial<Policy> = {}): Policy {
  return {
    version: 1,
    program: 'release',
    roles: ROLES,
    baseline: [commandGate('baseline')],
    prepare: null,
    gates: {
      red: redGate(),
      targeted: commandGate('targeted'),
      verify: [commandGate('verify')],
      review: { gates: ['P0', 'P1'], approvals: 1 },
    },
    lanes: 1,
    isolation: 'worktree',
    onBlocked: 'wait',
    branch: null,
    exclude: [],
    passEnv: [],
    secrets: [],
    commandsFromTracker: 'show',
    backlog: null,
    limits: { attemptsMax: 5, heartbeatTimeoutMs: 10_000 },
    ...fields,
  };
}

/** `P0-1`, `P1-2<P0-1` (depends on): a backlog in one line. */
export function backlogOf(text: string): readonly BacklogItem[] {
  return text.split(' ').map((entry, line) => {
    const [id = '', ...dependsOn] = entry.split('<');
    const priority = Number(id[1]) as BacklogItem['priority'];
    return backlogItem({ id, priority, dependsOn, line: line + 1 });
  });
}

type Unsent<M> = M extends ProgramMessage ? Omit<M, 'messageId' | 'actor'> : never;
type WithoutBase = Unsent<ProgramMessage> & { readonly messageId?: string };

/** A program on a desk: its reducer with verbs. Pages and gates are answered when told to. */
export class ProgramDesk {
  readonly contract: ProgramContract;
  readonly plan: readonly PlannedItem[];
  state: ProgramState;
  readonly commands: ProgramCommand[] = [];
  /** Items in the order in which they were started. */
  readonly started: string[] = [];
  private messages = 0;
  private answered = 0;
  atMs = 1_000;

  constructor(items: readonly BacklogItem[], fields: Partial<Policy> = {}) {
    const order = planOrder(items, 'plan.md');
    if (order.kind !== 'ordered') throw new Error('the backlog of this test cannot be ordered');
    this.plan = order.items;
    this.contract = {
      program: 'release',
      workflowId: 'sluice/release',
      runId: 'run-1',
      policy: policyOf(fields),
      policyDigest: 'd'.repeat(64),
      planDigest: 'e'.repeat(64),
      total: this.plan.length,
      branch: 'main',
    };
    this.state = openProgramState(this.atMs);
    this.feed({ type: 'started' });
  }

  feed(event: ProgramEvent): void {
    this.atMs += 1;
    const step = stepProgram(this.contract, this.state, { event, atMs: this.atMs });
    this.state = step.state;
    this.commands.push(...step.commands);
    for (const each of step.commands) {
      if (each.type === 'startItem') this.started.push(each.planned.item.id);
    }
  }

  /** Gates of promotions that fail when they run; all others pass. */
  readonly failingPromotions = new Set<string>();
  /** Why a certificate is refused, when it is. */
  objections: readonly string[] = ['the baseline failed'];
  /** Policies that the evidence store holds, by digest. */
  readonly policies = new Map<string, FoundPolicy>();
  /** The branch's tip, as a look-up finds it. */
  tip = snapshotOf('tip');

  /** Sends any message; ids are given one after another unless the message brings its own. */
  tell(message: WithoutBase, actor: Actor = LEAD): Answer | undefined {
    this.messages += 1;
    const base = { messageId: `m${this.messages}`, actor };
    return this.answer({ type: 'message', message: { ...base, ...message } as ProgramMessage });
  }

  /** The outcome of the last message that had to be looked into. */
  get outcome(): Outcome | undefined {
    return governanceOf(this.state).outcomes.at(-1);
  }

  /** Everything that was handed over to be appended, or waits for it, once each. */
  get records(): readonly EvidenceRecord[] {
    const sent = this.commands.flatMap((each) => (each.type === 'record' ? each.records : []));
    const all = [...sent, ...this.state.carried, ...this.state.pending];
    return [...new Map(all.map((each) => [each.scope.key, each])).values()];
  }

  send(type: 'pause' | 'resume' | 'certify', actor: Actor = LEAD): unknown {
    this.messages += 1;
    const message = { type, messageId: `m${this.messages}`, actor, reason: 'because' } as const;
    return this.answer({ type: 'message', message });
  }

  retry(target: 'baseline' | 'certification', actor: Actor = LEAD): unknown {
    this.messages += 1;
    const base = { messageId: `m${this.messages}`, actor, reason: 'fixed' };
    return this.answer({ type: 'message', message: { type: 'retry', target, ...base } });
  }

  /** What a message is answered. */
  receive(message: ProgramMessage): Answer | undefined {
    return this.answer({ type: 'message', message });
  }

  private answer(event: ProgramEvent): Answer | undefined {
    this.atMs += 1;
    const step = stepProgram(this.contract, this.state, { event, atMs: this.atMs });
    this.state = step.state;
    this.commands.push(...step.commands);
    for (const each of step.commands) {
      if (each.type === 'startItem') this.started.push(each.planned.item.id);
    }
    return step.answer;
  }

  /** Answers what was asked of activities, in order, until nothing is left to answer. */
  settle(baseline: 'PASS' | 'FAIL' = 'PASS', verdict: CertificationVerdict = 'GO'): this {
    while (this.answered < this.commands.length) {
      const command = this.commands[this.answered];
      this.answered += 1;
      if (command === undefined) break;
      this.perform(command, baseline, verdict);
    }
    return this;
  }

  private perform(
    command: ProgramCommand,
    result: 'PASS' | 'FAIL',
    verdict: CertificationVerdict,
  ): void {
    if (command.type === 'runGate') {
      const { key } = command.request;
      const isFailing = this.failingPromotions.has(key.gate);
      const isPromotion = key.gate.startsWith('promotion/');
      if (isPromotion) this.gate(key, isFailing ? 'FAIL' : 'PASS');
      else this.gate(key, result);
    } else if (command.type === 'loadPage') {
      const { offset, limit } = command.request;
      const items = this.plan.slice(offset, offset + limit);
      const ahead = this.plan.slice(offset + limit).map((each) => each.item.priority);
      const mostUrgentAhead = ahead.length === 0 ? null : Math.min(...ahead);
      this.feed({ type: 'pageLoaded', page: { total: this.plan.length, items, mostUrgentAhead } });
    } else if (command.type === 'certify') {
      const commit = snapshotOf('tip').commit;
      const reasons = verdict === 'GO' ? [] : this.objections;
      this.feed({
        type: 'certified',
        result: { verdict, commit, reasons, recordSha256: 'f'.repeat(64) },
      });
    } else if (command.type === 'lookUp') {
      const planned = new Map(this.plan.map(({ item, index }) => [item.id, index]));
      const places = Object.fromEntries(planned);
      const { messageId, request } = command;
      const unknown = request.items.filter((item) => !planned.has(item));
      const tip = request.branch === null ? null : this.tip;
      const asked = request.policy;
      const found = asked === undefined ? undefined : this.policies.get(asked);
      const policy = asked === undefined ? {} : { policy: found ?? { kind: 'unknown' as const } };
      this.feed({
        type: 'lookedUp',
        messageId,
        result: { unknown, places, tip, ...policy },
        reason: '',
      });
    } else if (command.type === 'record') this.feed({ type: 'recorded' });
  }

  private gate(key: { gate: string; attempt: number }, result: 'PASS' | 'FAIL'): void {
    const empty = { counts: null, casesSha256: null, submitted: null, changedTests: [] };
    this.feed({
      type: 'gateFinished',
      result: {
        ...empty,
        gate: key.gate,
        attempt: key.attempt,
        result,
        code: result === 'PASS' ? null : 'COMMAND_FAILED',
        facts: {},
        snapshot: this.tip,
        exitCode: result === 'PASS' ? 0 : 1,
        durationMs: 1,
        stdoutSha256: null,
        stderrSha256: null,
        recordSha256: null,
      },
    });
  }

  done(id: string): void {
    this.feed({ type: 'itemDone', id, commit: snapshotOf(id).commit });
    this.settle();
  }

  hold(id: string, hold: 'blocked' | 'deferred' = 'blocked'): void {
    this.feed({ type: 'itemStanding', id, standing: { kind: 'held', hold, reason: 'waits' } });
    this.settle();
  }

  release(id: string): void {
    this.feed({ type: 'itemStanding', id, standing: { kind: 'queued' } });
    this.settle();
  }

  get active(): readonly string[] {
    return this.state.open
      .filter(({ status }) => status.kind === 'active')
      .map(({ planned }) => planned.item.id);
  }
}
