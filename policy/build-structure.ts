import type { Actor } from '../domain/actor.ts';
import type { CommandGate, Policy } from '../domain/policy.ts';
import type { DoneWhen } from '../domain/policy-structure.ts';
import { listed } from './document-command.ts';
import { capabilityEntries, type GateEntry } from './gate-entries.ts';
import type { PolicyDocument } from './policy.schema.ts';
import type { DoneWhen as WrittenCondition } from './structure.schema.ts';

type Structure = Pick<Policy, 'workstreams' | 'milestones' | 'capabilities' | 'signOffs'>;

/** How the backlog is grouped and who signs for it; a key that the document lacks is left out. */
export function buildStructure(
  document: PolicyDocument,
  buildGate: (entry: GateEntry) => CommandGate,
): Structure {
  const { workstreams, milestones, signOffs } = document;
  return {
    ...(workstreams === undefined
      ? {}
      : {
          workstreams: workstreams.map(({ id, title, owner, items, doneWhen }) => ({
            id,
            title,
            owner: owner as Actor,
            items: listed(items),
            doneWhen: (doneWhen ?? ['items-done' as const]).map(buildCondition),
          })),
        }),
    ...(milestones === undefined
      ? {}
      : {
          milestones: milestones.map(({ id, title, items, gates = [], signOffs: roles = [] }) => ({
            id,
            title,
            items: listed(items),
            gates,
            signOffs: roles,
          })),
        }),
    ...buildCapabilities(document, buildGate),
    ...(signOffs === undefined ? {} : { signOffs }),
  };
}

function buildCapabilities(
  document: PolicyDocument,
  buildGate: (entry: GateEntry) => CommandGate,
): Pick<Policy, 'capabilities'> {
  if (document.capabilities === undefined) return {};
  const capabilities = document.capabilities.map((capability, place) => {
    const { parity, canary, rollback } = capabilityEntries(capability, place);
    return {
      id: capability.id,
      owner: capability.owner as Actor,
      items: listed(capability.items),
      parity: parity.map(buildGate),
      canary: buildGate(canary),
      rollback: buildGate(rollback),
    };
  });
  return { capabilities };
}

function buildCondition(written: WrittenCondition): DoneWhen {
  if (typeof written === 'string') return { kind: written };
  if ('gate' in written) return { kind: 'gate', gate: written.gate };
  if ('capability' in written) return { kind: 'capability', capability: written.capability };
  return { kind: 'sign-off', role: written.signOff };
}
