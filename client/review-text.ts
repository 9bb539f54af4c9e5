import type { ItemView } from '../domain/item/item-view.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import type { NumberedFinding } from '../domain/review/findings.ts';

const TALK_SHOWN_MAX = 10;
const DIGEST_CHARS = 12;

/** The review of an item for people: quorum, reruns, findings with what was done, what was said. */
export function reviewText(view: ItemView): readonly string[] {
  return [
    ...(view.review.isSolo ? ['SOLO: implementers may review their own work'] : []),
    ...gateLines(view),
    ...view.review.reruns.map(
      ({ gate, exitCode, recordSha256 }) =>
        `  ${gate}: exit ${exitCode ?? 'unknown'}, record ${recordSha256?.slice(0, DIGEST_CHARS) ?? 'none'}`,
    ),
    ...(view.state.findings ?? []).map(findingLine),
    ...(view.state.talk ?? [])
      .slice(-TALK_SHOWN_MAX)
      .map(({ talk, actor, text }) => `  ${talk} by ${actor}: ${maskUnsafe(text)}`),
  ];
}

function gateLines({ state, review }: ItemView): readonly string[] {
  if (state.turn.kind !== 'reviewer') return [];
  const assigned = review.assignee === null ? '' : `; assigned to ${review.assignee}`;
  const gates = review.gates.map(({ gate, given, approvals }) => {
    const by = given.length === 0 ? '' : ` by ${given.join(', ')}`;
    return `${maskUnsafe(gate)} ${given.length} of ${approvals}${by}`;
  });
  return [`  review gates: ${gates.join('; ')}${assigned}`];
}

function findingLine({ id, state, severity, where, text, settled }: NumberedFinding): string {
  const place = where === null ? '' : `${where} `;
  const how = settled?.note ? `: ${settled.note}` : '';
  const by = settled === null ? '' : ` (by ${settled.by}, attempt ${settled.attempt}${how})`;
  return `  ${id} ${state}: ${maskUnsafe(`${severity} ${place}${text}${by}`)}`;
}
