import { measurementText } from '../domain/measurement.ts';
import { fillTemplate } from '../domain/template.ts';
import { formatPriority, type Priority } from '../domain/priority.ts';
import { rejectionText } from '../domain/rejection-text.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import type { GateEntry, Setback } from '../domain/item/item-state.ts';
import type { ItemView } from '../domain/item/item-view.ts';
import { waitLines } from '../domain/item/wait-text.ts';
import { reviewText } from './review-text.ts';
import { saidBy } from '../domain/word/signed-by.ts';
import { endText, issueText } from '../domain/item/blocking-issue.ts';
import { openSetback } from '../domain/item/open-setback.ts';
import { waiverText } from '../domain/item/waiver-text.ts';

const HASH_CHARS = 12;
const GATES_SHOWN_MAX = 8;

/** An item for people: where it stands, why it was sent back, what its gates said, what is next. */
export function itemText(view: ItemView): string {
  return [
    headline(view),
    ...holdLines(view),
    ...skippedLines(view),
    ...waitLines(view.state).map((line) => maskUnsafe(line)),
    ...setbackLines(view),
    ...view.state.gates.slice(-GATES_SHOWN_MAX).flatMap(gateLines),
    ...issueLines(view),
    ...waiverLines(view),
    ...voteLines(view),
    ...reviewText(view),
    ...diffLines(view),
    ...actionLines(view),
  ].join('\n');
}

function headline({ id, title, priority, state, waitingOn }: ItemView): string {
  const commit = state.commit === null ? '' : `, commit ${state.commit.slice(0, HASH_CHARS)}`;
  const turn = state.stage === 'DONE' ? '' : `, waiting on ${waitingOn}`;
  const urgency = formatPriority(priority as Priority);
  return `${id} ${maskUnsafe(title)} (${urgency})\n${state.stage}, attempt ${state.attempt}${turn}${commit}`;
}

function holdLines({ state }: ItemView): readonly string[] {
  const { hold, skipped } = state;
  if (skipped !== undefined) {
    return [`skipped for good by ${skipped.by}: ${maskUnsafe(skipped.reason)}`];
  }
  if (hold === null) return [];
  const by = saidBy(hold.by, hold);
  return [`${hold.kind} by ${by}: ${maskUnsafe(hold.reason)}; ${endText(hold)}`];
}

/** What it depends on and was taken out: it works without it. */
function skippedLines({ skippedDependencies = [] }: ItemView): readonly string[] {
  return skippedDependencies.map(
    ({ id, reason }) => `depends on ${id}, which was skipped: ${maskUnsafe(reason)}`,
  );
}

function setbackLines({ state }: ItemView): readonly string[] {
  const setback = openSetback(state);
  return setback === null ? [] : setbackText(setback);
}

/** Why a round ended without a pass, and what to do. */
export function setbackText(setback: Setback): readonly string[] {
  const { message, fix } = rejectionText(setback.code, setback.facts);
  const findings = setback.findings.map(
    (finding, place) =>
      `  ${place + 1}. ${maskUnsafe(`${finding.severity} ${finding.where ?? ''} ${finding.text}`)}`,
  );
  return [
    `sent back at ${setback.stage} (attempt ${setback.attempt}, ${setback.gate}): ${setback.code}`,
    `  ${maskUnsafe(message)}`,
    `  fix: ${maskUnsafe(fix)}`,
    ...findings,
  ];
}

function gateLines(entry: GateEntry): readonly string[] {
  const { counts, exitCode, code, result } = entry;
  const tests = counts === null ? '' : `, ${counts.passed} of ${counts.total} tests passed`;
  const exit = exitCode === null ? '' : `, exit ${exitCode}`;
  const why = code === null ? '' : ` ${code}`;
  const held = entry.sandbox === undefined ? '' : `, contained: ${entry.sandbox.level}`;
  return [
    `  ${entry.gate}#${entry.attempt}: ${result}${why}${exit}${tests}, ${(entry.durationMs / 1_000).toFixed(1)} s${held}`,
    ...(entry.measurements ?? []).map((each) => `    ${maskUnsafe(measurementText(each))}`),
    ...countLines(entry),
  ];
}

/** Fewer tests than on the base, which the implementer declared: the reviewer has to see it. */
function countLines({ facts }: GateEntry): readonly string[] {
  if (facts['testsFallDeclared'] !== true) return [];
  const text = '    fewer tests, as declared: {testsExecuted} ran, {testsOnBase} on the base';
  return [fillTemplate(text, facts)];
}

/** The log of blocking issues, the newest last. */
function issueLines({ state }: ItemView): readonly string[] {
  return (state.issues ?? [])
    .slice(-GATES_SHOWN_MAX)
    .map((issue) => `  ${maskUnsafe(issueText(issue))}`);
}

/** Waivers that open a gate now, and what became of the others; the newest last. */
function waiverLines({ state }: ItemView): readonly string[] {
  return (state.waivers ?? [])
    .slice(-GATES_SHOWN_MAX)
    .map((waiver) => `  ${maskUnsafe(waiverText(waiver))}`);
}

function voteLines({ state }: ItemView): readonly string[] {
  return state.votes.map((vote) => {
    if (vote.withdrawn === true) return `  review: ${vote.verdict} by ${vote.actor} WITHDRAWN`;
    const isStale = vote.attempt !== state.attempt || vote.tree !== state.candidate?.tree;
    const stale = isStale ? ', STALE: the tree moved on' : '';
    return `  review: ${vote.verdict} by ${saidBy(vote.actor, vote)} on attempt ${vote.attempt}${stale}`;
  });
}

/** What there is to review, as a command. */
function diffLines({ state: { turn, candidate } }: ItemView): readonly string[] {
  if (turn.kind !== 'reviewer' || candidate === null) return [];
  const [from, to] = [candidate.base, candidate.commit].map((each) => each.slice(0, HASH_CHARS));
  return [`to review: git diff ${from} ${to}`];
}

function actionLines({ actions, state }: ItemView): readonly string[] {
  if (state.stage === 'DONE') return [];
  return actions.map(({ who, command }) => `next, for ${who}: ${command}`);
}
