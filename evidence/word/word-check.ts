import { sameActor, isActor } from '../../domain/actor.ts';
import { textWithoutNulls } from '../../domain/canonical-json.ts';
import type { RegisterEntry } from '../../domain/register/entry.ts';
import type { EvidenceRecord, RecordBody } from '../../domain/evidence-record.ts';
import { Fault } from '../../domain/fault.ts';
import { ITEM_MESSAGE_TYPES, type ItemMessageType } from '../../domain/item/item-message.ts';
import { rolesAllowed } from '../../domain/item/roles.ts';
import { isFields } from '../../domain/message/shape.ts';
import { heldRoles } from '../../domain/policy-roles.ts';
import type { Policy } from '../../domain/policy.ts';
import { demandedBy } from '../../domain/word/demanded.ts';
import { readPayload } from '../../domain/word/read-payload.ts';
import type { VerifiedWord, WordPayload } from '../../domain/word/signed-word.ts';
import type { BlobStore } from '../blob-store.ts';
import { createPolicyReader } from '../stored-policy.ts';
import { type AllowedSigner, parseAllowedSigners } from './allowed-signers.ts';
import { checkSignature } from './check-signature.ts';
import { checkWithKeygen } from './ssh-keygen.ts';

export interface WordProblem {
  readonly code: 'WORD_NOT_GENUINE' | 'WORD_MISSING' | 'WORD_COUNTED_TWICE';
  readonly message: string;
}

/** Checks the signed words of a log, record by record and in its order. */
export interface WordCheck {
  /** What is wrong with the word of a record, or null where it is good, or nothing asks for one. */
  check(record: EvidenceRecord): Promise<WordProblem | null>;
}

/** What a policy pinned about signatures. */
interface Pinned {
  readonly policy: Policy;
  readonly text: string;
  readonly signers: readonly AllowedSigner[];
}

/**
 * Checks signed words again from the files alone: the stored policy names the stored signers, the
 * signature must be theirs, and what was signed must be what the record states. Believes nothing
 * that the orchestrator wrote beside it.
 */
export function createWordCheck(blobs: BlobStore): WordCheck {
  const readPolicy = createPolicyReader(blobs);
  const pinned = new Map<string, Promise<Pinned | null>>();
  const nonces = new Set<string>();
  const pinnedBy = (digest: string): Promise<Pinned | null> => {
    const found = pinned.get(digest) ?? readPinned(blobs, readPolicy, digest);
    pinned.set(digest, found);
    return found;
  };
  return {
    check: async (record) => {
      const { scope, word } = record;
      if (messageOf(record.body) === null && word === undefined) return null;
      const rules = await pinnedBy(scope.policyDigest);
      if (word === undefined) return rules === null ? null : missingWord(record, rules);
      if (rules === null)
        return notGenuine('the policy and the signers that it pins are not stored');
      const payload = readPayload(word.payload);
      if (payload === null) return notGenuine('what was signed is no word');
      if (nonces.has(payload.nonce)) {
        const message = `A signed word is counted a second time (nonce ${payload.nonce}).`;
        return { code: 'WORD_COUNTED_TWICE', message };
      }
      nonces.add(payload.nonce);
      const reason = differs(record, word, payload) ?? (await badSignature(rules, word));
      return reason === null ? null : notGenuine(reason);
    },
  };
}

function notGenuine(reason: string): WordProblem {
  return { code: 'WORD_NOT_GENUINE', message: `The signed word does not hold: ${reason}.` };
}

async function readPinned(
  blobs: BlobStore,
  readPolicy: (digest: string) => Promise<Policy>,
  digest: string,
): Promise<Pinned | null> {
  try {
    const policy = await readPolicy(digest);
    const sha256 = policy.allowedSigners?.sha256;
    if (sha256 === undefined) return null;
    const text = (await blobs.read(sha256)).toString('utf8');
    const parsed = parseAllowedSigners(text);
    return parsed.kind === 'ok' ? { policy, text, signers: parsed.signers } : null;
  } catch (error) {
    // What is missing or was changed is reported as such; here it only means that nothing is known.
    if (error instanceof Fault && error.kind === 'evidence') return null;
    throw error;
  }
}

/** The type of the message that a record states, or null where it states none. */
function messageOf(body: RecordBody): string | null {
  if (!('messageId' in body) || body.messageId === null || body.type === 'refusal') return null;
  switch (body.type) {
    case 'submission':
      return body.submission;
    case 'verdict':
      return 'review';
    case 'decision':
      return body.decision === 'accept-policy' ? 'acceptPolicy' : body.decision;
    case 'talk':
      return body.talk;
    case 'waiver':
      return 'waive';
    case 'register':
      return 'decide';
    case 'sign-off':
      return 'signOff';
  }
}

/** The policy demands a signature of whoever said this, and there is none. */
function missingWord({ scope, body }: EvidenceRecord, { policy }: Pinned): WordProblem | null {
  const type = messageOf(body);
  if (type === null || !('actor' in body) || !isActor(body.actor)) return null;
  const held = heldRoles(policy.roles, body.actor);
  const isOfItem = scope.item !== null && isItemMessage(type);
  const allowed = isOfItem ? rolesAllowed(type) : held;
  const demands = demandedBy(policy.requireSignature ?? [], { type, held, allowed });
  if (demands.length === 0) return null;
  const message = `The policy demands a signature of ${demands.join(', ')}; this word of ${body.actor} has none.`;
  return { code: 'WORD_MISSING', message };
}

function isItemMessage(type: string): type is ItemMessageType {
  return ITEM_MESSAGE_TYPES.some((each) => each === type);
}

/** Members that a message and its record have alike. */
const ALIKE = [
  'messageId',
  'attempt',
  'verdict',
  'gates',
  'note',
  'reason',
  'item',
  'gate',
  'subject',
  'commit',
] as const;

/** In what the record differs from what was signed, in words; null where it does not. */
function differs(
  { scope, body }: EvidenceRecord,
  { principal }: VerifiedWord,
  payload: WordPayload,
): string | null {
  const { message } = payload;
  for (const field of ['program', 'item', 'workflowId', 'runId'] as const) {
    if (payload[field] !== scope[field]) return `it was signed for another ${field}`;
  }
  if (message['type'] !== messageOf(body)) return 'it was signed for another kind of message';
  const { actor } = message;
  const stated = 'actor' in body ? body.actor : '';
  const isTheirs = typeof actor === 'string' && isActor(actor) && isActor(stated);
  if (!isTheirs || !sameActor(actor, stated) || !sameActor(actor, principal)) {
    return 'it was signed by somebody else than the record names';
  }
  if (body.type === 'decision' && body.decision === 'accept-policy') {
    if (message['digest'] !== body.facts['to']) return 'it was signed for another policy';
  }
  if (body.type === 'register') return differsFromEntry(message, body.entry);
  if ('attempt' in body && payload.attempt !== body.attempt)
    return 'it was signed for another attempt';
  if (body.type === 'verdict') {
    if (payload.tree !== body.snapshot.tree) return 'it was signed for another tree';
    const signed = message['findings'] ?? [];
    if (textWithoutNulls(findingsOf(signed)) !== textWithoutNulls(findingsOf(body.findings))) {
      return 'its findings are not those that were signed';
    }
  }
  const fields: Readonly<Record<string, unknown>> = { ...body };
  const changed = ALIKE.find(
    (field) =>
      field in message &&
      field in fields &&
      textWithoutNulls(message[field]) !== textWithoutNulls(fields[field]),
  );
  return changed === undefined ? null : `its ${changed} is not what was signed`;
}

/** An entry is numbered and dated when it is taken; what its writer said stays as it was said. */
function differsFromEntry(message: WordPayload['message'], entry: RegisterEntry): string | null {
  if (message['kind'] !== entry.register) return 'it was signed for another register';
  const stated: Readonly<Record<string, unknown>> = { ...entry };
  const changed = Object.keys(message).find(
    (field) =>
      !GIVEN.has(field) &&
      field in stated &&
      message[field] !== null &&
      textWithoutNulls(message[field]) !== textWithoutNulls(stated[field]),
  );
  return changed === undefined ? null : `the entry's ${changed} is not what was signed`;
}

/** Members of an entry that are given when it is taken. */
const GIVEN: ReadonlySet<string> = new Set(['id', 'date', 'type']);

/** Findings are given their numbers when they are taken. */
function findingsOf(findings: unknown): unknown {
  if (!Array.isArray(findings)) return findings;
  return findings.map((finding: unknown) => {
    if (!isFields(finding)) return finding;
    const { id: _id, ...rest } = finding;
    return rest;
  });
}

async function badSignature(rules: Pinned, word: VerifiedWord): Promise<string | null> {
  const verdict = checkSignature(rules.signers, word);
  if (verdict.kind === 'bad') return verdict.reason;
  if (verdict.fingerprint !== word.fingerprint) return 'the record names another key';
  if (verdict.kind === 'good') return null;
  const said = await checkWithKeygen(rules.text, word);
  if (said.kind === 'good') return null;
  return said.kind === 'bad' ? said.reason : 'only ssh-keygen can check its certificate';
}
