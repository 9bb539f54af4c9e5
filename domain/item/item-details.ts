import { saidBy } from '../word/signed-by.ts';
import { markdownLine } from '../markdown.ts';
import { formatPriority } from '../priority.ts';
import { rejectionText } from '../rejection-text.ts';
import { stagesOf } from '../stage.ts';
import { endText, issueText } from './blocking-issue.ts';
import { votesOfRound } from './completeness.ts';
import { reviewLines } from './review-details.ts';
import { awaitedReviewers, gatesOfActor } from './reviewer.ts';
import type { ItemContract } from './item-contract.ts';
import type { GateEntry, ItemState } from './item-state.ts';
import { nextActions, waitingOn } from './item-view.ts';
import { waitLines } from './wait-text.ts';
import { openSetback } from './open-setback.ts';
import { waiverText } from './waiver-text.ts';

const DETAIL_GATES_MAX = 8;
const DETAIL_WAIVERS_MAX = 3;
const DETAIL_ISSUES_MAX = 3;

/**
 * The page that operators see in Temporal's UI under "Current details": whose turn it is, the
 * command to act, the payload to send by hand, and what the gates said. Markdown, below 8 KB.
 */
export function itemDetails(contract: ItemContract, state: ItemState): string {
  return [
    `## ${markdownLine(contract.item.id)} · ${markdownLine(contract.item.title)}`,
    summaryLine(contract, state),
    ...skipLines(contract, state),
    ...actionLines(contract, state),
    ...waitLines(state).map((line) => `- ${markdownLine(line)}`),
    ...setbackLines(state),
    ...gateTable(state),
    ...issueLines(state),
    ...waiverLines(state),
    ...voteLines(state),
    ...reviewLines(contract, state),
    ...refusalLines(state),
    ...payloadLines(contract, state),
  ].join('\n');
}

function summaryLine(contract: ItemContract, state: ItemState): string {
  const stages = [...stagesOf(contract.item.profile), 'DONE' as const];
  const line = stages.map((stage) => (stage === state.stage ? `**${stage}**` : stage)).join(' → ');
  const facts = [
    formatPriority(contract.item.priority),
    `attempt ${state.attempt}`,
    `waiting on **${waitingOn(state)}**`,
    ...(state.hold === null
      ? []
      : [
          `${state.hold.kind} by ${saidBy(state.hold.by, state.hold)}: ${markdownLine(state.hold.reason)} (${endText(state.hold)})`,
        ]),
    ...(state.candidate === null ? [] : [`tree \`${state.candidate.tree}\``]),
    ...(state.commit === null ? [] : [`commit \`${state.commit}\``]),
  ];
  return `${line}\n\n${facts.join(' · ')}\n`;
}

function actionLines(contract: ItemContract, state: ItemState): readonly string[] {
  const actions = nextActions(contract, state).map(
    (action) => `- ${markdownLine(action.who)}: \`${action.command}\``,
  );
  if (actions.length === 0) return [];
  return ['### Next', ...diffLines(state), ...actions, ''];
}

/** What there is to review, as a command that works in the repository and its clones on this machine. */
function diffLines({ turn, candidate }: ItemState): readonly string[] {
  if (turn.kind !== 'reviewer' || candidate === null) return [];
  return [`- to see the change: \`git diff ${candidate.base} ${candidate.commit}\``];
}

function payloadLines(contract: ItemContract, state: ItemState): readonly string[] {
  const payload = examplePayload(contract, state);
  if (payload === null) return [];
  const { signal, body } = payload;
  return [
    '',
    '### By hand in this UI',
    `*More Actions*, *Send a Signal*, name \`${signal}\`, input:`,
    '```json',
    JSON.stringify(body, null, 2),
    '```',
  ];
}

/** The payload of the signal that would move the item on, ready to be pasted. */
export function examplePayload(
  contract: ItemContract,
  state: ItemState,
): { readonly signal: string; readonly body: Readonly<Record<string, unknown>> } | null {
  const { attempt } = state;
  switch (waitingOn(state)) {
    case 'implementer': {
      const signal = state.turn.kind === 'implementer' ? state.turn.submit : 'green';
      const actor = contract.roles.implementers[0];
      return { signal, body: { messageId: idByHand(contract, signal, attempt), actor, attempt } };
    }
    case 'reviewer':
      return { signal: 'review', body: exampleApproval(contract, state) };
    case 'releaseLead': {
      const [actor] = contract.roles.releaseLeads;
      const messageId = idByHand(contract, 'retry', attempt);
      return { signal: 'retry', body: { messageId, actor, from: 'REVIEW', reason: 'ask again' } };
    }
    case 'unblocker': {
      const actor = state.hold?.unblocker ?? contract.roles.releaseLeads[0];
      const messageId = idByHand(contract, 'unblock', state.hold?.sinceMs ?? 0);
      return { signal: 'unblock', body: { messageId, actor } };
    }
    case 'gate':
    case 'checkpoint':
    case 'date':
    case 'lane':
    case 'nobody':
      return null;
  }
}

function exampleApproval(
  contract: ItemContract,
  state: ItemState,
): Readonly<Record<string, unknown>> {
  const { attempt, candidate } = state;
  const votes = votesOfRound(state);
  const [actor = contract.roles.reviewers[0]] = awaitedReviewers(contract, state);
  const mine = actor === undefined ? [] : gatesOfActor(contract, actor);
  const gates = mine.map((name) => [name, { result: 'PASS' }]);
  return {
    messageId: idByHand(contract, 'review', `${attempt}-${votes.length + 1}`),
    actor,
    attempt,
    tree: candidate?.tree,
    verdict: 'APPROVED',
    gates: Object.fromEntries(gates),
  };
}

/** An id that no other message of the item has: the same id twice would count once, silently. */
function idByHand(contract: ItemContract, signal: string, time: string | number): string {
  return `by-hand-${contract.item.id}-${signal}-${time}`;
}

function setbackLines(state: ItemState): readonly string[] {
  const setback = openSetback(state);
  if (setback === null) return [];
  const { message, fix } = rejectionText(setback.code, setback.facts);
  const findings = setback.findings.map(
    (finding, place) =>
      `${place + 1}. ${markdownLine(finding.severity)} ${finding.where === null ? '' : `\`${finding.where}\` `}${markdownLine(finding.text)}`,
  );
  const title = `### Sent back at ${setback.stage}, attempt ${setback.attempt} (${setback.code})`;
  return [title, `${markdownLine(message)} ${markdownLine(fix)}`, '', ...findings, ''];
}

function gateTable(state: ItemState): readonly string[] {
  if (state.gates.length === 0) return [];
  const rows = state.gates.slice(-DETAIL_GATES_MAX).map(gateRow);
  return [
    '',
    '| Gate | Attempt | Result | Exit | Tests passed | Time |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

function gateRow(entry: GateEntry): string {
  const { counts } = entry;
  const tests = counts === null ? '' : `${counts.passed} of ${counts.total}`;
  const result = entry.code === null ? entry.result : `${entry.result} ${entry.code}`;
  const time = `${(entry.durationMs / 1000).toFixed(1)} s`;
  return `| ${markdownLine(entry.gate)} | ${entry.attempt} | ${result} | ${entry.exitCode ?? ''} | ${tests} | ${time} |`;
}

/** That the item was taken out, or that something before it was. */
function skipLines(contract: ItemContract, { skipped }: ItemState): readonly string[] {
  const own =
    skipped === undefined
      ? []
      : [`**Skipped for good** by ${markdownLine(skipped.by)}: ${markdownLine(skipped.reason)}\n`];
  const before = (contract.skippedDependencies ?? []).map(
    ({ id, reason }) =>
      `**${markdownLine(id)}, which this depends on, was skipped:** ${markdownLine(reason)}\n`,
  );
  return [...own, ...before];
}

/** The log of blocking issues, the newest last. */
function issueLines({ issues = [] }: ItemState): readonly string[] {
  const shown = issues.slice(-DETAIL_ISSUES_MAX);
  return shown.map((issue) => `- ${markdownLine(issueText(issue))}`);
}

function waiverLines(state: ItemState): readonly string[] {
  const shown = (state.waivers ?? []).slice(-DETAIL_WAIVERS_MAX);
  return shown.map((waiver) => `- ${markdownLine(waiverText(waiver))}`);
}

function voteLines(state: ItemState): readonly string[] {
  return votesOfRound(state).map(
    (vote) => `- ${vote.verdict} by ${markdownLine(saidBy(vote.actor, vote))}`,
  );
}

function refusalLines(state: ItemState): readonly string[] {
  const shown = state.refusals.slice(-3);
  if (shown.length === 0) return [];
  const lines = shown.map(
    (each) =>
      `- \`${each.message}\` by ${markdownLine(each.actor)}: ${each.code}. ${markdownLine(rejectionText(each.code, each.facts).message)}`,
  );
  return ['', '### Refused messages', ...lines];
}
