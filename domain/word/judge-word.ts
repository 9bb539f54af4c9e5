import { canonicalJson, textWithoutNulls } from '../canonical-json.ts';
import { type Judgement, passed, rejected } from '../judgement.ts';
import { readPayload } from './read-payload.ts';
import type { WordPayload, WordPlace, WordSignature } from './signed-word.ts';

/** A message as far as its signature is concerned. */
export interface SignableMessage {
  readonly type: string;
  readonly messageId: string;
  readonly actor: string;
  readonly signature?: WordSignature | null;
}

const PLACE_FIELDS = ['program', 'item', 'workflowId', 'runId', 'attempt', 'tree'] as const;

/**
 * Whether the signed text states this very message, at this place and for the first time. That it
 * was signed by whom it says is checked afterwards, with the pinned keys.
 */
export function judgePayload(
  message: SignableMessage & { readonly signature: WordSignature },
  place: WordPlace,
  nonces: readonly string[],
): Judgement {
  const payload = readPayload(message.signature.payload);
  if (payload === null) {
    return rejected('WORD_SIGNATURE_INVALID', {
      reason: 'the signed text is no payload of a word',
    });
  }
  const moved = PLACE_FIELDS.find((field) => payload[field] !== place[field]);
  if (moved !== undefined) {
    const facts = { field: moved, signed: payload[moved], current: place[moved] };
    return rejected('WORD_SIGNED_FOR_OTHER', facts);
  }
  const edited = differingField(payload, message);
  if (edited !== null) {
    return rejected('WORD_SIGNED_FOR_OTHER', { field: `message.${edited}` });
  }
  return nonces.includes(payload.nonce)
    ? rejected('WORD_REPLAYED', { nonce: payload.nonce })
    : passed();
}

/** The first member in which the signed message and the sent one differ. Absent is the same as null. */
function differingField(payload: WordPayload, message: SignableMessage): string | null {
  const { signature: _signature, ...sent } = message;
  const signed = payload.message;
  const names = [...new Set([...Object.keys(signed), ...Object.keys(sent)])].toSorted();
  const fields: Readonly<Record<string, unknown>> = sent;
  return (
    names.find((name) => textWithoutNulls(signed[name]) !== textWithoutNulls(fields[name])) ?? null
  );
}

/** The text to sign for a message: the canonical JSON of its payload. */
export function payloadText(payload: WordPayload): string {
  return canonicalJson(payload);
}
