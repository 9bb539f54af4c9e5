import type { Finding, Findings, PathWarning } from './finding.ts';
import { quoted } from './found-text.ts';
import { gateEntries, type GateEntry } from './gate-entries.ts';
import type { SoundParts } from './sound-parts.ts';

/** Gate ids, review gates and the RED gate of a document. */
export function checkGates({ document }: SoundParts): Findings {
  const { baseline, prepare, red, targeted, verify, capabilities } = gateEntries(document);
  const review = document.gates?.review;
  const findings = [
    ...repeated(
      [...baseline, ...prepare, ...red, ...targeted, ...verify, ...capabilities].map(namedGate),
    ),
    ...repeated(
      (review?.gates ?? []).map((name, nth) => ({ name, path: ['gates', 'review', 'gates', nth] })),
    ),
  ];
  return { findings, warnings: red.flatMap(redWithoutReport) };
}

interface Named {
  readonly name: string;
  readonly path: Finding['path'];
}

function namedGate({ id, path, gate }: GateEntry): Named {
  const hasId = typeof gate !== 'string' && gate.id !== undefined;
  return { name: id, path: hasId ? [...path, 'id'] : path };
}

function repeated(entries: readonly Named[]): readonly Finding[] {
  const seen = new Set<string>();
  return entries.flatMap(({ name, path }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        code: 'POLICY_INVALID' as const,
        path,
        at: 'value' as const,
        expected: 'an id that no other gate has',
        found: `${quoted(name)} for the second time`,
        fix: 'Give each gate an id of its own.',
      },
    ];
  });
}

function redWithoutReport({ path, gate }: GateEntry): readonly PathWarning[] {
  if (typeof gate !== 'string' && gate.report !== undefined) return [];
  return [
    {
      path,
      message:
        'The RED gate has no test report, so a test that failed cannot be told from one that could not run. Declare `report: junit`, `tap`, `go-test-json`, or `exit` if that is meant.',
    },
  ];
}
