import type { Finding, Findings } from './finding.ts';
import { quoted } from './found-text.ts';
import { gateEntries } from './gate-entries.ts';
import type { SoundParts } from './sound-parts.ts';

/** A canary needs a gate that there is, and a worktree to be laid into. */
export function checkCanary({ document, allGates }: SoundParts): Findings {
  const { canary, isolation } = document;
  if (canary === undefined) return { findings: [], warnings: [] };
  const { targeted, verify } = gateEntries(document);
  const ids = [...targeted, ...verify].map(({ id }) => id);
  const { gate } = canary;
  const isUnknown = allGates && gate !== undefined && !ids.includes(gate);
  return {
    findings: [
      ...(isUnknown ? [unknownGate(gate, ids)] : []),
      ...(isolation === 'in-place' ? [inPlace()] : []),
    ],
    warnings: [],
  };
}

function unknownGate(gate: string, ids: readonly string[]): Finding {
  return {
    code: 'POLICY_INVALID',
    path: ['canary', 'gate'],
    at: 'value',
    expected: `the id of a targeted or verify gate: ${ids.join(', ')}`,
    found: quoted(gate),
    fix: 'Name one of these gates, or leave `gate` out.',
  };
}

function inPlace(): Finding {
  return {
    code: 'POLICY_INVALID',
    path: ['canary'],
    at: 'key',
    expected: 'no canary with "isolation: in-place"',
    found: 'a test that would have to be written into the checkout',
    fix: 'Remove `canary`, or write "isolation: worktree".',
  };
}
