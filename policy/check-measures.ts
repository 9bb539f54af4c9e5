import type { DocumentPath, Finding, Findings } from './finding.ts';
import { quoted } from './found-text.ts';
import { measureName, measuresOf } from './build-measures.ts';
import { gateEntries, type GateEntry } from './gate-entries.ts';
import type { MeasureFields } from './measure.schema.ts';
import { readMeasurePattern } from './measure-pattern.ts';
import { PATTERN_CHARS_MAX } from './policy-limits.ts';
import type { SoundParts } from './sound-parts.ts';

/** Measures: where they may be, what they read, and that their names differ. */
export function checkMeasures({ document }: SoundParts): Findings {
  const { baseline, verify, ...others } = gateEntries(document);
  const measuring = [...baseline, ...verify].filter(hasMeasures);
  const misplaced = Object.values(others).flat().filter(hasMeasures);
  const inPlace = document.isolation === 'in-place' ? measuring : [];
  const findings = [
    ...atOwnPlaces(misplaced.map(pathOfMeasure)).map(wrongPlace),
    ...inPlace.map((entry) => withoutBase(pathOfMeasure(entry))),
    ...measuring.flatMap(measureFindings),
  ];
  return { findings, warnings: [] };
}

function hasMeasures(entry: GateEntry): boolean {
  return fieldsOf(entry).length > 0;
}

function fieldsOf({ gate }: GateEntry): readonly MeasureFields[] {
  return typeof gate === 'string' ? [] : measuresOf('measure' in gate ? gate.measure : undefined);
}

function pathOfMeasure({ path }: GateEntry): DocumentPath {
  return [...path, 'measure'];
}

/** The gate of TARGETED may be that of RED, at the same place. */
function atOwnPlaces(paths: readonly DocumentPath[]): readonly DocumentPath[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

function wrongPlace(path: DocumentPath): Finding {
  return {
    code: 'POLICY_INVALID',
    path,
    at: 'key',
    expected: 'a measure in a gate of "baseline" or "verify"',
    found: 'one in a gate that has no base to compare with',
    fix: 'Move it to a gate of verify or baseline.',
  };
}

function withoutBase(path: DocumentPath): Finding {
  return {
    code: 'POLICY_INVALID',
    path,
    at: 'key',
    expected: 'no measure with "isolation: in-place"',
    found: 'one, whose base would have to be laid out in the checkout',
    fix: 'Write "isolation: worktree", or leave the measure out.',
  };
}

function measureFindings(entry: GateEntry): readonly Finding[] {
  const { gate } = entry;
  const fields = fieldsOf(entry);
  const isList = typeof gate !== 'string' && 'measure' in gate && Array.isArray(gate.measure);
  const names = new Set<string>();
  return fields.flatMap((each, nth) => {
    const path = isList ? [...pathOfMeasure(entry), nth] : pathOfMeasure(entry);
    const wrong = sourceFindings(each, path);
    const name = measureName(each) ?? '';
    const isTwice = wrong.length === 0 && names.has(name);
    names.add(name);
    return isTwice ? [twice(name, path)] : wrong;
  });
}

function sourceFindings({ json, pattern }: MeasureFields, path: DocumentPath): readonly Finding[] {
  if ((json === undefined) === (pattern === undefined)) {
    const finding = {
      expected: 'either "json" or "pattern"',
      found: json === undefined ? 'neither' : 'both',
      fix: 'Say in one way where the number is.',
    };
    return [{ code: 'POLICY_INVALID', path, at: 'key', ...finding }];
  }
  const reading = pattern === undefined ? null : readMeasurePattern(pattern);
  if (reading === null || reading.kind === 'named') return [];
  const finding = {
    expected: `an RE2 expression of at most ${PATTERN_CHARS_MAX} characters with exactly one named group`,
    found: reading.found,
    fix: 'Write it like "p95: (?<p95>[0-9.]+) ms"; RE2 has no look-around and no back references.',
  };
  return [{ code: 'POLICY_INVALID', path: [...path, 'pattern'], at: 'value', ...finding }];
}

function twice(name: string, path: DocumentPath): Finding {
  return {
    code: 'POLICY_INVALID',
    path,
    at: 'value',
    expected: 'measures of one gate with names of their own',
    found: `${quoted(name)} for the second time`,
    fix: 'Remove one of them, or name its group otherwise.',
  };
}
