import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import type { Policy, ReviewGate } from '../../../domain/policy.ts';
import { type ItemProof, missingProofs } from '../../../domain/rules/item-proof.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { backlogItem } from '../../support/item-fixture.ts';
import { PASS } from '../../support/review-desk.ts';

const TEXT = `version: 1
program: demo
roles: { implementers: [agent:codex], reviewers: [agent:claude, human:bo], releaseLeads: [human:lea] }
gates: { verify: make }
items: [{ id: A, title: One }]
`;

function policy(review: Partial<ReviewGate> = {}, more: Partial<Policy> = {}): Policy {
  const parsed = parsePolicy(TEXT, 'sluice.yaml');
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.problems));
  const { gates } = parsed.policy;
  return {
    ...parsed.policy,
    ...more,
    gates: { ...gates, review: { ...gates.review, gates: ['P0', 'P1'], ...review } },
  };
}

const approval = (actor: Actor, ...names: readonly string[]) => ({
  actor,
  gates: Object.fromEntries(names.map((name) => [name, PASS])),
});

function proof(fields: Partial<ItemProof> = {}): ItemProof {
  return {
    item: 'A',
    commit: 'c',
    tree: 't',
    approvedTree: 't',
    parent: 'p',
    policyDigest: 'd',
    red: null,
    gates: new Map([['verify', 'PASS']]),
    approvals: [approval('agent:claude', 'P0', 'P1')],
    implementers: ['agent:codex'],
    ...fields,
  };
}

const missing = (held: Policy, shown: ItemProof): readonly string[] =>
  missingProofs(held, backlogItem({ profile: 'chore' }), shown);

describe('the proof of a review', () => {
  test('is complete when every gate has its quorum', () => {
    expect(missing(policy(), proof())).toEqual([]);
  });

  test('lacks a gate that only somebody else could have marked', () => {
    const held = policy({ perGate: { P0: { approvers: ['people'] } } });
    expect(missing(held, proof())).toEqual(['review']);
    const approvals = [approval('agent:claude', 'P1'), approval('human:bo', 'P0', 'P1')];
    expect(missing(held, proof({ approvals }))).toEqual([]);
  });

  test('is none when one person approved under two names', () => {
    const identities = { 'agent:claude': ['x@y'], 'human:bo': ['x@y'] };
    const approvals = [approval('agent:claude', 'P0', 'P1'), approval('human:bo', 'P0', 'P1')];
    expect(missing(policy({ approvals: 2 }), proof({ approvals }))).toEqual([]);
    const held = policy({ approvals: 2 }, { identities });
    expect(missing(held, proof({ approvals }))).toEqual(['review']);
  });

  test('is none when an implementer approved, unless the policy is solo', () => {
    const shown = proof({ implementers: ['agent:codex', 'agent:claude'] });
    expect(missing(policy(), shown)).toEqual(['review']);
    expect(missing(policy({}, { solo: true }), shown)).toEqual([]);
  });

  test('lacks the reruns that the policy asks for', () => {
    expect(missing(policy({ rerun: true }), proof())).toEqual(['verify.rerun']);
  });
});

describe('the rerun of a waived gate', () => {
  const held = policy({ rerun: true });

  test('completes the proof where the waiver covers it, as the gate itself', () => {
    const gates = new Map([
      ['verify', 'WAIVED'],
      ['verify.rerun', 'WAIVED'],
    ] as const);
    expect(missing(held, proof({ gates }))).toEqual([]);
  });

  test('is missing where it failed in another way, or never ran', () => {
    const failed = new Map([
      ['verify', 'WAIVED'],
      ['verify.rerun', 'FAIL'],
    ] as const);
    expect(missing(held, proof({ gates: failed }))).toEqual(['verify.rerun']);
    const unrun = new Map([['verify', 'WAIVED']] as const);
    expect(missing(held, proof({ gates: unrun }))).toEqual(['verify.rerun']);
  });
});
