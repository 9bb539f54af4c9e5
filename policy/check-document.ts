import { checkCanary } from './check-canary.ts';
import { checkCommands } from './check-commands.ts';
import { checkGates } from './check-gates.ts';
import { checkSignatures } from './check-signatures.ts';
import { checkItems } from './check-items.ts';
import { checkReview } from './check-review.ts';
import { checkMeasures } from './check-measures.ts';
import { checkRoles } from './check-roles.ts';
import { checkStructure } from './check-structure.ts';
import { checkTiming } from './check-timing.ts';
import { checkWaivers } from './check-waivers.ts';
import { checkSandbox } from './check-sandbox.ts';
import type { Finding, Findings } from './finding.ts';
import { quoted } from './found-text.ts';
import type { SoundParts } from './sound-parts.ts';

/** What must hold between the parts of a document, for those parts that have the right shape. */
export function checkDocument(parts: SoundParts): Findings {
  const { roles } = parts.document;
  const checks: readonly Findings[] = [
    {
      findings: [
        ...backlogSource(parts),
        ...lanesInPlace(parts),
        ...excludesAll(parts),
        ...checkSignatures(parts),
      ],
      warnings: [],
    },
    ...(roles === undefined ? [] : [checkRoles(roles)]),
    checkReview(parts),
    checkGates(parts),
    checkMeasures(parts),
    checkCommands(parts),
    checkSandbox(parts),
    checkItems(parts),
    checkCanary(parts),
    checkStructure(parts),
    checkTiming(parts),
    checkWaivers(parts),
  ];
  return {
    findings: checks.flatMap(({ findings }) => findings),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}

function backlogSource({ keys }: SoundParts): readonly Finding[] {
  if (keys.has('items') || keys.has('backlog')) return [];
  return [
    {
      code: 'POLICY_INVALID',
      path: [],
      at: 'key',
      expected: '"items:" or "backlog:"',
      found: 'neither',
      fix: 'Add "items:" with a list of items, or "backlog:" with the path of a tracker document.',
    },
  ];
}

function lanesInPlace({ document }: SoundParts): readonly Finding[] {
  if (document.isolation !== 'in-place' || (document.lanes ?? 1) === 1) return [];
  return [
    {
      code: 'POLICY_INVALID',
      path: ['lanes'],
      at: 'value',
      expected: '1 with "isolation: in-place", because there is only one checkout',
      found: `the number ${document.lanes}`,
      fix: 'Write "lanes: 1", or "isolation: worktree".',
    },
  ];
}

/** A tree without any file has always the same identity: every change would go unseen. */
function excludesAll({ document }: SoundParts): readonly Finding[] {
  return (document.exclude ?? []).flatMap((pattern, nth) =>
    /^[*./]+$/.test(pattern)
      ? [
          {
            code: 'POLICY_INVALID' as const,
            path: ['exclude', nth],
            at: 'value' as const,
            expected: 'a path or pattern that leaves out some files, not all',
            found: quoted(pattern),
            fix: 'Name the documents that are not part of the work.',
          },
        ]
      : [],
  );
}
