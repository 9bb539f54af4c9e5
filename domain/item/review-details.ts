import { markdownLine } from '../markdown.ts';
import type { NumberedFinding } from '../review/findings.ts';
import { votesOfRound } from './completeness.ts';
import type { ItemContract } from './item-contract.ts';
import type { ItemState } from './item-state.ts';
import { gateStandings } from './review-quorum.ts';

const FINDINGS_SHOWN_MAX = 20;
const TALK_SHOWN_MAX = 5;
/** Longest text of a finding or of a remark on the page, in characters. */
const TEXT_SHOWN_MAX = 160;

/** What a reviewer has to see in Temporal's UI: quorum, findings with what was done, what was said. */
export function reviewLines(contract: ItemContract, state: ItemState): readonly string[] {
  return [
    ...soloLines(contract),
    ...quorumLines(contract, state),
    ...findingLines(state),
    ...talkLines(state),
  ];
}

function soloLines({ solo }: ItemContract): readonly string[] {
  return solo === true ? ['', '**SOLO**: implementers may review their own work.'] : [];
}

function quorumLines(contract: ItemContract, state: ItemState): readonly string[] {
  if (state.turn.kind !== 'reviewer') return [];
  const gates = gateStandings(contract, votesOfRound(state)).map(
    ({ gate, given, approvals }) => `${markdownLine(gate)} ${given.length} of ${approvals}`,
  );
  const assigned =
    state.assignee === undefined || state.assignee === null
      ? ''
      : ` · assigned to ${markdownLine(state.assignee)}`;
  return ['', `Review gates: ${gates.join(', ')}${assigned}`];
}

function findingLines({ findings = [] }: ItemState): readonly string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(-FINDINGS_SHOWN_MAX).map((each) => `- ${findingLine(each)}`);
  return ['', '### Findings', ...shown];
}

function findingLine({ id, state, severity, where, text, settled }: NumberedFinding): string {
  const place = where === null ? '' : ` \`${where}\``;
  const how = settled?.note ? `: ${short(settled.note)}` : '';
  const by = settled === null ? '' : ` (by ${markdownLine(settled.by)}${how})`;
  return `**${id} ${state}** ${markdownLine(severity)}${place} ${short(text)}${by}`;
}

function talkLines({ talk = [] }: ItemState): readonly string[] {
  if (talk.length === 0) return [];
  const shown = talk
    .slice(-TALK_SHOWN_MAX)
    .map((each) => `- ${each.talk} by ${markdownLine(each.actor)}: ${short(each.text)}`);
  return ['', '### Said', ...shown];
}

function short(text: string): string {
  const line = markdownLine(text.slice(0, TEXT_SHOWN_MAX));
  return text.length > TEXT_SHOWN_MAX ? `${line}…` : line;
}
