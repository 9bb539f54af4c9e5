import type { EvidenceRecord, RecordBody } from '../evidence-record.ts';
import type { RefusedMessage } from '../item/item-records.ts';
import {
  newest,
  PENDING_RECORDS_MAX,
  REFUSALS_MAX,
  SEEN_MESSAGES_MAX,
} from '../item/item-state.ts';
import type { ProgramContext } from './baseline.ts';
import type { ProgramStep } from './program-event.ts';
import type { ProgramState } from './program-state.ts';

/** Keeps a refused message where operators and evidence can see it. */
export function refuse(
  context: ProgramContext,
  state: ProgramState,
  refused: RefusedMessage,
): ProgramStep {
  const { type, messageId, actor, code, facts } = refused;
  const refusal = { message: type, messageId, actor, code, facts, atMs: context.atMs };
  const body: RecordBody = { type: 'refusal', message: type, messageId, actor, code, facts };
  const record = scoped(context, `refused/${messageId}`, body);
  const next: ProgramState = {
    ...remember(state, messageId, 'refused'),
    refusals: newest([...state.refusals, refusal], REFUSALS_MAX),
    pending:
      state.pending.length < PENDING_RECORDS_MAX ? [...state.pending, record] : state.pending,
  };
  return { state: next, commands: [], answer: { kind: 'refused', code, facts } };
}

/** Remembers what a message was answered; a later answer to the same message takes the place of the first. */
export function remember(
  state: ProgramState,
  id: string,
  answer: 'accepted' | 'refused',
): ProgramState {
  const others = state.seen.filter((each) => each.id !== id);
  return { ...state, seen: newest([...others, { id, answer }], SEEN_MESSAGES_MAX) };
}

/** A record of the program itself; `key` names the one fact that it states. */
export function scoped(context: ProgramContext, key: string, body: RecordBody): EvidenceRecord {
  const { program, workflowId, runId, policyDigest } = context.contract;
  const scope = {
    program,
    item: null,
    workflowId,
    runId,
    key: `${workflowId}/${key}`,
    atMs: context.atMs,
    policyDigest,
  };
  return { scope, body };
}

/** The record with the signed word that led to it, where the sender signed. */
export function withWord({ word }: ProgramContext, record: EvidenceRecord): EvidenceRecord {
  return word === undefined ? record : { ...record, word };
}
