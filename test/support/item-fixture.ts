import type { Actor } from '../../domain/actor.ts';
import type {
  BacklogItem,
  CommandGate,
  RedGate,
  ReviewGate,
  Roles,
  WaiverPolicy,
} from '../../domain/policy.ts';
import type { Identities } from '../../domain/review/person.ts';
import type { ItemContract } from '../../domain/item/item-contract.ts';
import type { Profile } from '../../domain/stage.ts';

export const IMPLEMENTER: Actor = 'agent:codex';
export const OTHER_IMPLEMENTER: Actor = 'human:ana';
export const REVIEWER: Actor = 'agent:claude';
export const OTHER_REVIEWER: Actor = 'human:bo';
export const LEAD: Actor = 'human:lea';

export const ROLES: Roles = {
  implementers: [IMPLEMENTER, OTHER_IMPLEMENTER, OTHER_REVIEWER],
  reviewers: [REVIEWER, OTHER_REVIEWER],
  releaseLeads: [LEAD],
};

export function commandGate(id: string): CommandGate {
  return {
    id,
    command: { shell: `run ${id}` },
    timeoutMs: 60_000,
    report: id === 'targeted' ? 'junit' : 'exit',
    outputBytesMax: 1_000_000,
  };
}

export function redGate(trigger: RedGate['trigger'] = 'submitted'): RedGate {
  return { ...commandGate('red'), report: 'junit', tests: ['test/**'], trigger };
}

export function backlogItem(fields: Partial<BacklogItem> = {}): BacklogItem {
  return {
    id: 'P0-003',
    title: 'Bearer admin auth',
    priority: 0,
    profile: 'tdd',
    dependsOn: [],
    tests: ['test/auth.test.ts'],
    expect: 'assertion',
    line: 1,
    commands: { targeted: [], verify: [] },
    ...fields,
  };
}

export interface ContractFields {
  readonly profile?: Profile;
  readonly trigger?: RedGate['trigger'];
  readonly approvals?: number;
  readonly attemptsMax?: number;
  /** Further rules of the review. */
  readonly review?: Partial<ReviewGate>;
  readonly solo?: boolean;
  readonly identities?: Identities;
  readonly waivers?: WaiverPolicy;
}

export function itemContract(fields: ContractFields = {}): ItemContract {
  const { profile = 'tdd', trigger = 'submitted', approvals = 1, attemptsMax = 5 } = fields;
  const { review = {}, solo, identities } = fields;
  return {
    program: 'release',
    workflowId: 'sluice/release/P0-003',
    runId: 'run-1',
    item: backlogItem({ profile }),
    gates: {
      red: profile === 'tdd' ? redGate(trigger) : null,
      targeted: profile === 'chore' ? [] : [commandGate('targeted')],
      verify: [commandGate('verify'), commandGate('verify.2')],
      review: {
        gates: ['P0', 'P1'],
        approvals,
        ...review,
      },
    },
    roles: ROLES,
    limits: { attemptsMax, heartbeatTimeoutMs: 10_000 },
    branch: 'main',
    policyDigest: 'd'.repeat(64),
    ...(solo === undefined ? {} : { solo }),
    ...(identities === undefined ? {} : { identities }),
    ...(fields.waivers === undefined ? {} : { waivers: fields.waivers }),
  };
}
