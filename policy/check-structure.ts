import { matchesAny } from '../domain/item-pattern.ts';
import type { Roles } from '../domain/policy.ts';
import { haveDistinctHolders, roleNames } from '../domain/policy-roles.ts';
import type { Identities } from '../domain/review/person.ts';
import { nearestWord } from '../domain/suggestion.ts';
import { builtRoles } from './build-roles.ts';
import { listed } from './document-command.ts';
import type { DocumentPath, Finding, Findings, PathWarning } from './finding.ts';
import { quoted } from './found-text.ts';
import { gateEntries } from './gate-entries.ts';
import type { SoundParts } from './sound-parts.ts';

/** A word of the document that has to name something that the document has elsewhere. */
interface Reference {
  readonly path: DocumentPath;
  readonly name: string;
}

/** Workstreams, milestones, capabilities and sign-offs: what they name must be there, and be possible. */
export function checkStructure(parts: SoundParts): Findings {
  return {
    findings: [
      ...repeatedIds(parts),
      ...(parts.allGates ? unknown(gateReferences(parts), gateIds(parts), 'the id of a gate') : []),
      ...unknown(capabilityReferences(parts), capabilityIds(parts), 'the id of a capability'),
      ...roleFindings(parts),
    ],
    warnings: patternsWithoutItems(parts),
  };
}

/** A sign-off names a role, a milestone or a capability by one word: it must mean one thing. */
function repeatedIds({ document }: SoundParts): readonly Finding[] {
  const { roles, workstreams = [], milestones = [], capabilities = [] } = document;
  const seen = new Set(roles === undefined ? [] : roleNames(builtRoles(roles)));
  const entries = [
    ...workstreams.map(({ id }, nth) => ({ id, path: ['workstreams', nth, 'id'] })),
    ...milestones.map(({ id }, nth) => ({ id, path: ['milestones', nth, 'id'] })),
    ...capabilities.map(({ id }, nth) => ({ id, path: ['capabilities', nth, 'id'] })),
  ];
  return entries.flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      finding(path, {
        expected: 'an id that no other role, workstream, milestone or capability has',
        found: `${quoted(id)} for the second time`,
        fix: 'Give it an id of its own.',
      }),
    ];
  });
}

function gateIds({ document }: SoundParts): readonly string[] {
  const { baseline, targeted, verify, capabilities } = gateEntries(document);
  return [...baseline, ...targeted, ...verify, ...capabilities].map(({ id }) => id);
}

function capabilityIds({ document }: SoundParts): readonly string[] {
  return (document.capabilities ?? []).map(({ id }) => id);
}

function gateReferences({ document }: SoundParts): readonly Reference[] {
  const { milestones = [] } = document;
  return [
    ...milestones.flatMap(({ gates = [] }, nth) =>
      gates.map((name, place) => ({ name, path: ['milestones', nth, 'gates', place] })),
    ),
    ...conditions(document, 'gate'),
  ];
}

function capabilityReferences({ document }: SoundParts): readonly Reference[] {
  return conditions(document, 'capability');
}

function conditions(
  { workstreams = [] }: SoundParts['document'],
  kind: 'gate' | 'capability' | 'signOff',
): readonly Reference[] {
  return workstreams.flatMap(({ doneWhen = [] }, nth) =>
    doneWhen.flatMap((condition, place) => {
      const named: Partial<Record<typeof kind, string>> =
        typeof condition === 'string' ? {} : condition;
      const name = named[kind];
      const path = ['workstreams', nth, 'doneWhen', place, kind];
      return name === undefined ? [] : [{ name, path }];
    }),
  );
}

function unknown(
  references: readonly Reference[],
  known: readonly string[],
  expected: string,
): readonly Finding[] {
  return references
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => {
      const near = nearestWord(name, known);
      const listing = known.length === 0 ? 'there is none' : known.join(', ');
      return finding(path, {
        expected: `${expected} of this policy: ${listing}`,
        found: quoted(name),
        fix: near === null ? 'Name one of them.' : `Did you mean "${near}"?`,
      });
    });
}

/** Roles must exist, and nobody signs for two of them: each needs a person of its own. */
function roleFindings({ document }: SoundParts): readonly Finding[] {
  const { roles: written, signOffs = [], milestones = [] } = document;
  if (written === undefined) return [];
  const roles = builtRoles(written);
  const matters: readonly { readonly path: DocumentPath; readonly names: readonly string[] }[] = [
    { path: ['signOffs'], names: signOffs },
    ...milestones.map(({ signOffs: names = [] }, nth) => ({
      path: ['milestones', nth, 'signOffs'],
      names,
    })),
  ];
  const references = matters.flatMap(({ path, names }) =>
    names.map((name, place) => ({ name, path: [...path, place] })),
  );
  const wrong = unknown(
    [...references, ...conditions(document, 'signOff')],
    roleNames(roles),
    'a role',
  );
  if (wrong.length > 0 || document.solo === true) return wrong;
  return matters.flatMap(({ path, names }) =>
    neverSigned(roles, names, { path, identities: document.identities }),
  );
}

function neverSigned(
  roles: Roles,
  names: readonly string[],
  {
    path,
    identities,
  }: { readonly path: DocumentPath; readonly identities: Identities | undefined },
): readonly Finding[] {
  const distinct = [...new Set(names)];
  if (haveDistinctHolders(roles, distinct, identities)) return [];
  return [
    finding(path, {
      expected: 'roles with a different person for each, because nobody signs off for two',
      found: distinct.join(', '),
      fix: 'Give one of the roles another holder, demand fewer sign-offs, or write "solo: true".',
    }),
  ];
}

function finding(path: DocumentPath, said: Pick<Finding, 'expected' | 'found' | 'fix'>): Finding {
  return { code: 'POLICY_INVALID', path, at: 'value', ...said };
}

/** Only where the policy has all items itself: a tracker document is not read here. */
function patternsWithoutItems({ document, items, keys }: SoundParts): readonly PathWarning[] {
  if (keys.has('backlog') || !keys.has('items')) return [];
  const ids = [...items.values()].map(({ id }) => id);
  const { workstreams = [], milestones = [], capabilities = [] } = document;
  const groups = [
    ...workstreams.map(({ items: patterns }, nth) => ({ patterns, path: ['workstreams', nth] })),
    ...milestones.map(({ items: patterns }, nth) => ({ patterns, path: ['milestones', nth] })),
    ...capabilities.map(({ items: patterns }, nth) => ({ patterns, path: ['capabilities', nth] })),
  ];
  return groups
    .filter(({ patterns }) => !ids.some((id) => matchesAny(listed(patterns), id)))
    .map(({ path, patterns }) => ({
      path,
      message: `No item has an id like ${listed(patterns).join(' or ')}.`,
    }));
}
