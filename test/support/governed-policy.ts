import type { Actor } from '../../domain/actor.ts';
import type { Policy } from '../../domain/policy.ts';
import { commandGate, LEAD, ROLES } from './item-fixture.ts';

export const SECURITY: Actor = 'human:sam';
export const OWNER: Actor = 'human:olu';

/** A policy with everything that is signed off: the program, a milestone and a capability. */
export function governedPolicy(): Partial<Policy> {
  return {
    roles: { ...ROLES, others: { security: [SECURITY, LEAD], qa: ['human:quin', SECURITY] } },
    signOffs: ['releaseLeads', 'security'],
    milestones: [
      {
        id: 'beta',
        title: 'Beta',
        items: ['P0-*'],
        gates: ['verify', 'registry.canary'],
        signOffs: ['security', 'qa'],
      },
    ],
    capabilities: [
      {
        id: 'registry',
        owner: OWNER,
        items: ['P0-*'],
        parity: [commandGate('registry.parity')],
        canary: commandGate('registry.canary'),
        rollback: commandGate('registry.rollback'),
      },
    ],
    workstreams: [
      {
        id: 'WS1',
        title: 'All of it',
        owner: LEAD,
        items: ['*'],
        doneWhen: [
          { kind: 'items-done' },
          { kind: 'no-open-debts' },
          { kind: 'no-drift' },
          { kind: 'rollback-notes' },
          { kind: 'capability', capability: 'registry' },
          { kind: 'sign-off', role: 'qa' },
        ],
      },
    ],
  };
}
