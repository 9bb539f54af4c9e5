import { isActor } from '../domain/actor.ts';
import { roleNames } from '../domain/policy-roles.ts';
import { nearestWord } from '../domain/suggestion.ts';
import { builtRoles } from './build-roles.ts';
import type { DocumentPath, Finding, Findings } from './finding.ts';
import { quoted } from './found-text.ts';
import { gateEntries } from './gate-entries.ts';
import type { SoundParts } from './sound-parts.ts';

/** Commands of an item itself have these names, whatever the policy calls its own gates. */
const GATE_OF_ITEM = /^(?:targeted|verify)(?:\.[1-9][0-9]*)?$/;

/** Whether approvers are roles of the policy, and gates that may be waived exist and can be. */
export function checkWaivers(parts: SoundParts): Findings {
  return { findings: [...approverFindings(parts), ...gateFindings(parts)], warnings: [] };
}

function approverFindings({ document }: SoundParts): readonly Finding[] {
  const { roles, waivers } = document;
  if (roles === undefined) return [];
  const known = roleNames(builtRoles(roles));
  return (waivers?.approvers ?? []).flatMap((name, nth) =>
    isActor(name) || known.includes(name)
      ? []
      : [unknownName(['waivers', 'approvers', nth], name, { what: 'an actor or a role', known })],
  );
}

function gateFindings({ document, allGates }: SoundParts): readonly Finding[] {
  if (!allGates) return [];
  const { targeted, verify } = gateEntries(document);
  const known = [...targeted, ...verify].map(({ id }) => id);
  return (document.waivers?.couldNotRun ?? []).flatMap(({ gate }, nth) =>
    known.includes(gate) || GATE_OF_ITEM.test(gate)
      ? []
      : [
          unknownName(['waivers', 'couldNotRun', nth, 'gate'], gate, {
            what: 'a targeted or verify gate',
            known,
          }),
        ],
  );
}

function unknownName(
  path: DocumentPath,
  name: string,
  { what, known }: { readonly what: string; readonly known: readonly string[] },
): Finding {
  const near = nearestWord(name, known);
  return {
    code: 'POLICY_INVALID',
    path,
    at: 'value',
    expected: `${what} of this policy: ${known.join(', ')}`,
    found: quoted(name),
    fix: near === null ? 'Name one of them.' : `Did you mean "${near}"?`,
  };
}
