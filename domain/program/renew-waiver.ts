import type { EvidenceRecord } from '../evidence-record.ts';
import { bodyOfWaiver } from '../item/waiver-records.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { parseMoment } from '../moment.ts';
import { judgeTerms } from '../rules/waiver-terms.ts';
import { type CarriedWaiver, WAIVER_DURATION_MS } from '../waiver.ts';
import type { ProgramContext } from './baseline.ts';
import type { WaiverRenewalMessage } from './program-message.ts';
import { scoped } from './program-records.ts';
import type { ProgramState } from './program-state.ts';

/** Waivers of finished items that a program remembers, to have them renewed; all are in the evidence. */
const CARRIED_WAIVERS_MAX = 200;

/** Adds the waivers that an item was committed with. */
export function withCarried(
  state: ProgramState,
  carried: readonly CarriedWaiver[] | undefined,
): ProgramState {
  if (carried === undefined || carried.length === 0) return state;
  return { ...state, waivers: [...(state.waivers ?? []), ...carried].slice(-CARRIED_WAIVERS_MAX) };
}

function carriedBy(state: ProgramState, message: WaiverRenewalMessage): CarriedWaiver | undefined {
  return (state.waivers ?? []).findLast(
    ({ item, waiver }) => item === message.item && waiver.gate === message.gate,
  );
}

/** Whether somebody may renew the waiver that a finished item was committed with. */
export function judgeRenewal(
  { contract, atMs }: ProgramContext,
  state: ProgramState,
  message: WaiverRenewalMessage,
): Judgement {
  const { policy } = contract;
  if (state.phase.kind === 'closed') return rejected('PROGRAM_CLOSED', {});
  const carried = carriedBy(state, message);
  const terms = judgeTerms(message, {
    policy: policy.waivers ?? {
      approvers: policy.roles.releaseLeads,
      maxDurationMs: WAIVER_DURATION_MS,
      couldNotRun: [],
    },
    implementers: carried?.implementers ?? [],
    solo: policy.solo === true,
    atMs,
  });
  if (terms.verdict === 'rejected') return terms;
  if (carried !== undefined) return passed();
  const detail = `: ${message.item} was not committed with a waiver of it`;
  return rejected('NOTHING_TO_WAIVE', { gate: message.gate, detail });
}

/** The waiver with its new end, and the record of it; null where there is none to renew. */
export function renew(
  context: ProgramContext,
  state: ProgramState,
  message: WaiverRenewalMessage,
): { readonly state: ProgramState; readonly record: EvidenceRecord } | null {
  const carried = carriedBy(state, message);
  if (carried === undefined) return null;
  const { actor, reason, until, messageId } = message;
  const untilMs = parseMoment(until) ?? carried.waiver.untilMs;
  const solo = context.contract.policy.solo === true ? { solo: true } : {};
  const facts = { ...carried.waiver.facts, ...solo };
  const waiver = { ...carried.waiver, actor, reason, until, untilMs, facts };
  const body = bodyOfWaiver(waiver, { event: 'renewed', messageId });
  const record = scoped(context, `message/${messageId}`, body);
  const waivers = (state.waivers ?? []).map((each) =>
    each === carried ? { ...carried, waiver } : each,
  );
  return {
    state: { ...state, waivers },
    record: { ...record, scope: { ...record.scope, item: carried.item } },
  };
}
