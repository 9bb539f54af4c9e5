import type { DocumentPath } from './finding.ts';
import type { Gate, RedGate } from './gate.schema.ts';
import type { PolicyDocument } from './policy.schema.ts';

/** A command gate of a policy document, with its id and where it stands. */
export interface GateEntry {
  readonly id: string;
  readonly path: DocumentPath;
  readonly gate: Gate | RedGate;
}

/** One gate or several, each at its own path: a list has one path below for each. */
function entriesOf(
  name: string,
  gates: Gate | readonly Gate[] | undefined,
  path: DocumentPath,
): readonly GateEntry[] {
  if (gates === undefined) return [];
  if (!isList(gates)) return [{ id: idOf(gates) ?? name, path, gate: gates }];
  return gates.map((gate, nth) => ({
    id: idOf(gate) ?? (nth === 0 ? name : `${name}.${nth + 1}`),
    path: [...path, nth],
    gate,
  }));
}

function isList(gates: Gate | readonly Gate[]): gates is readonly Gate[] {
  return Array.isArray(gates);
}

function idOf(gate: Gate): string | undefined {
  return typeof gate === 'string' ? undefined : gate.id;
}

/** All command gates by their duty. Parts that the document lacks are empty. */
export interface GateEntries {
  readonly baseline: readonly GateEntry[];
  readonly prepare: readonly GateEntry[];
  readonly red: readonly GateEntry[];
  readonly targeted: readonly GateEntry[];
  readonly verify: readonly GateEntry[];
  /** Those of all capabilities. */
  readonly capabilities: readonly GateEntry[];
}

/**
 * The gates of a document; ids default to `verify`, `verify.2` and so on, by place in the list.
 * Without a targeted gate, the command of RED is it: the same tests must now pass.
 */
export function gateEntries(
  document: Partial<Pick<PolicyDocument, 'baseline' | 'prepare' | 'capabilities'>> & {
    readonly gates?: Partial<PolicyDocument['gates']>;
  },
): GateEntries {
  const { baseline, prepare, gates, capabilities = [] } = document;
  const red = entriesOf('red', gates?.red, ['gates', 'red']);
  const targeted = entriesOf('targeted', gates?.targeted, ['gates', 'targeted']);
  return {
    baseline: entriesOf('baseline', baseline, ['baseline']),
    prepare: entriesOf('prepare', prepare, ['prepare']),
    red,
    targeted: targeted.length > 0 ? targeted : red.map((entry) => ({ ...entry, id: 'targeted' })),
    verify: entriesOf('verify', gates?.verify, ['gates', 'verify']),
    capabilities: capabilities.flatMap((capability, place) => {
      const { parity, canary, rollback } = capabilityEntries(capability, place);
      return [...parity, canary, rollback];
    }),
  };
}

type WrittenCapability = NonNullable<PolicyDocument['capabilities']>[number];

/** The gates of one capability; ids default to `CAPABILITY.parity`, `CAPABILITY.canary` and so on. */
export function capabilityEntries(
  { id, parity, canary, rollback }: WrittenCapability,
  place: number,
): {
  readonly parity: readonly GateEntry[];
  readonly canary: GateEntry;
  readonly rollback: GateEntry;
} {
  const path = ['capabilities', place];
  const only = (name: 'canary' | 'rollback', gate: Gate): GateEntry => ({
    id: idOf(gate) ?? `${id}.${name}`,
    path: [...path, name],
    gate,
  });
  return {
    parity: entriesOf(`${id}.parity`, parity, [...path, 'parity']),
    canary: only('canary', canary),
    rollback: only('rollback', rollback),
  };
}
