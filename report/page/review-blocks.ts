import type { NumberedFinding } from '../../domain/review/findings.ts';
import type { CheckpointReport, ReviewReport } from '../model/item-model.ts';
import type { Entry, Line } from './document.ts';
import { code, hash, strong } from './words.ts';

/** A finding with its number, where it stands, and what was done about it. */
export function findingEntry(finding: NumberedFinding): Entry {
  const { id, state, severity, where, text, by, attempt, settled } = finding;
  const at = where === null ? [] : [code(where), ' '];
  const how = settled?.note ? `: ${settled.note}` : '';
  const done =
    settled === null
      ? 'nothing was done about it'
      : `${state} by ${settled.by} in attempt ${settled.attempt}${how}`;
  return {
    line: [strong(`${id} ${state}`), ` ${severity} `, ...at, text],
    more: [[`raised by ${by} in attempt ${attempt}; ${done}`]],
  };
}

/** Sluice's own runs that a reviewer could rest on. */
export function rerunLines({ reruns }: ReviewReport): readonly Line[] {
  return reruns.map(({ gate, exitCode, recordSha256 }) => [
    `${gate}: exit ${exitCode ?? 'unknown'}`,
    ...(recordSha256 === null ? [] : [', record ', hash(recordSha256)]),
  ]);
}

/** That a verdict was given on another tip than it was committed on. */
export function carriedText({ carriedOver }: CheckpointReport): Line {
  if (carriedOver === null) return [];
  const { from, to } = carriedOver;
  return ['carried over from ', hash(from), ' to ', hash(to), ': the tree is identical'];
}
