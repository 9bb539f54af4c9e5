import type { Actor } from '../domain/actor.ts';
import type { Measure, MeasureSource } from '../domain/policy.ts';
import type { GateObject } from './gate.schema.ts';
import type { MeasureFields } from './measure.schema.ts';
import { readMeasurePattern } from './measure-pattern.ts';
import * as defaults from './policy-defaults.ts';

/** The measures of a gate as a list; empty where it has none. */
export function measuresOf(measure: GateObject['measure']): readonly MeasureFields[] {
  if (measure === undefined) return [];
  return Array.isArray(measure) ? measure : [measure];
}

/** A measure that has been checked, with a default for what it leaves out. */
export function buildMeasure(fields: MeasureFields): Measure {
  const { unit, better, tolerance, samples, owner } = fields;
  return {
    name: measureName(fields) ?? '',
    source: sourceOf(fields),
    unit,
    better,
    tolerance: {
      relative: tolerance?.relative ?? defaults.RELATIVE_TOLERANCE,
      absolute: tolerance?.absolute ?? defaults.ABSOLUTE_TOLERANCE,
    },
    samples: samples ?? defaults.SAMPLES,
    // The schema has checked that it is an actor; it gives it as plain text.
    owner: owner as Actor,
  };
}

/** How a measure is called: its JSON Pointer, or the named group of its pattern. Null for a wrong one. */
export function measureName({ json, pattern }: MeasureFields): string | null {
  if (json !== undefined) return json;
  const reading = readMeasurePattern(pattern ?? '');
  return reading.kind === 'named' ? reading.name : null;
}

function sourceOf({ json, pattern = '' }: MeasureFields): MeasureSource {
  return json === undefined ? { pattern } : { json };
}
