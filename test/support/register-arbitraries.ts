import * as fc from 'fast-check';
import { DRIFT_CLASSES, type RegisterEntry } from '../../domain/register/entry.ts';
import { actor, gitId, nullable, text } from './field-arbitraries.ts';

const entered = {
  action: fc.constant('enter' as const),
  id: text,
  title: text,
  items: fc.array(text),
};
const entry: fc.Arbitrary<RegisterEntry> = fc.oneof(
  fc.record({
    register: fc.constant('decision' as const),
    ...entered,
    date: text,
    rationale: text,
    supersedes: nullable(text),
  }),
  fc.record({
    register: fc.constant('debt' as const),
    ...entered,
    severity: text,
    owner: actor,
    target: nullable(text),
    source: text,
  }),
  fc.record({ register: fc.constant('risk' as const), ...entered, severity: text }),
  fc.record({
    register: fc.constant('rollback' as const),
    ...entered,
    supersedes: nullable(text),
  }),
  fc.record({
    register: fc.constant('drift' as const),
    ...entered,
    classification: fc.constantFrom(...DRIFT_CLASSES),
    rationale: text,
    supersedes: nullable(text),
  }),
  fc.record({
    register: fc.constantFrom('debt' as const, 'risk' as const),
    action: fc.constant('close' as const),
    id: text,
    reason: text,
  }),
);

/** Any entry of a register, or its end. */
export const register = fc.record({
  type: fc.constant('register' as const),
  messageId: text,
  actor,
  entry,
});

export const signOff = fc.record({
  type: fc.constant('sign-off' as const),
  messageId: text,
  actor,
  of: fc.constantFrom('program' as const, 'milestone' as const, 'capability' as const),
  subject: text,
  role: nullable(text),
  commit: gitId,
  tree: gitId,
  reason: text,
});
