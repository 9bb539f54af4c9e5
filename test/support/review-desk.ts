import type { Actor } from '../../domain/actor.ts';
import type { Finding, FixedFinding, ReviewMark } from '../../domain/evidence-record.ts';
import type { Answer } from '../../domain/item/item-message.ts';
import type { FindingState } from '../../domain/review/findings.ts';
import { ItemDesk } from './item-desk.ts';
import { type ContractFields, IMPLEMENTER, itemContract, LEAD, REVIEWER } from './item-fixture.ts';

export const PASS: ReviewMark = { result: 'PASS', reason: null };
export const na = (reason: string | null): ReviewMark => ({ result: 'NA', reason });

export function finding(severity: string, text = 'the token is not checked'): Finding {
  return { severity, text, where: 'src/auth.ts:3' };
}

interface ReviewFields {
  readonly actor?: Actor;
  readonly tree?: string;
  readonly attempt?: number;
  readonly messageId?: string;
  readonly gates?: Readonly<Record<string, ReviewMark>>;
  readonly findings?: readonly Finding[];
}

/** An item at its review, with all that reviewers can say. */
export class ReviewDesk extends ItemDesk {
  static at(fields: ContractFields = {}): ReviewDesk {
    return new ReviewDesk(itemContract(fields)).toReview();
  }

  review(verdict: 'APPROVED' | 'CHANGES_REQUESTED', fields: ReviewFields = {}): Answer {
    const { attempt, candidate } = this.state;
    return this.send({
      type: 'review',
      verdict,
      messageId: this.nextId(),
      actor: REVIEWER,
      attempt,
      tree: candidate?.tree ?? '',
      gates: verdict === 'APPROVED' ? { P0: PASS, P1: PASS } : {},
      findings: verdict === 'APPROVED' ? [] : [finding('P1')],
      note: null,
      ...fields,
    });
  }

  /** The implementer submits again, and all gates pass. */
  again(fixed: readonly FixedFinding[] | null = null): this {
    const { attempt } = this.state;
    const base = { messageId: this.nextId(), actor: IMPLEMENTER, attempt };
    this.send({ type: 'green', ...base, checkout: null, note: null, testsChanged: null, fixed });
    this.gatesPass();
    return this;
  }

  settle(id: string, state: FindingState, fields: { actor?: Actor; reason?: string } = {}): Answer {
    const { actor = REVIEWER, reason = null } = fields;
    const base = { messageId: this.nextId(), actor, attempt: this.state.attempt };
    return this.send({ type: 'settle', ...base, finding: id, state, reason });
  }

  withdraw(actor: Actor = REVIEWER, attempt = this.state.attempt): Answer {
    const base = { messageId: this.nextId(), actor, attempt };
    return this.send({ type: 'withdraw', ...base, reason: 'I read another diff' });
  }

  reassign(to: Actor, actor: Actor = LEAD): Answer {
    const base = { messageId: this.nextId(), actor, attempt: this.state.attempt };
    return this.send({ type: 'reassign', ...base, to, reason: null });
  }

  say(type: 'ask' | 'comment', text: string, actor: Actor = REVIEWER): Answer {
    return this.send({ type, messageId: this.nextId(), actor, text });
  }

  /** Bodies of the records that were handed over or wait, oldest first, each once. */
  get bodies() {
    return this.records.map((each) => each.body);
  }
}
