import type { Facts } from '../domain/judgement.ts';
import type { RejectionCode } from '../domain/rejection.ts';

/** A message was answered with no: an answer, but the end of the verb that sent it. */
export class Refused extends Error {
  readonly code: RejectionCode;
  readonly facts: Facts;

  constructor(code: RejectionCode, facts: Facts) {
    super(code);
    this.name = 'Refused';
    this.code = code;
    this.facts = facts;
  }
}
