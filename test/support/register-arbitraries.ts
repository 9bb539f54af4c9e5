import * as fc from 'fast-check';
import type { Actor } from '../../domain/actor.ts';
import type { RegisterRecord, SignOffRecord } from '../../domain/register/register-record.ts';
import { DRIFT_CLASSES, type RegisterEntry } from '../../domain/register/entry.ts';

/** Any entry of a register and any sign-off, of the given texts, actors and object ids. */
export function registerRecords({
  text,
  actor,
  gitId,
}: {
  readonly text: fc.Arbitrary<string>;
  readonly actor: fc.Arbitrary<Actor>;
  readonly gitId: fc.Arbitrary<string>;
}): readonly [fc.Arbitrary<RegisterRecord>, fc.Arbitrary<SignOffRecord>] {
  const nullable = (of: fc.Arbitrary<string>) => fc.option(of, { nil: null });
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

  const register = fc.record({
    type: fc.constant('register' as const),
    messageId: text,
    actor,
    entry,
  });

  const signOff = fc.record({
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

  return [register, signOff];
}
