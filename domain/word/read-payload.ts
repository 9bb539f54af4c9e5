import { canonicalJson } from '../canonical-json.ts';
import { isFields } from '../message/shape.ts';
import { type SeenHead, WORD_NAMESPACE, type WordPayload } from './signed-word.ts';

const SHA256 = /^[0-9a-f]{64}$/;
/** At least 16 random bytes, in hexadecimal digits. */
const NONCE = /^[0-9a-f]{32,128}$/;
const FIELDS = [
  'attempt',
  'head',
  'item',
  'kind',
  'message',
  'nonce',
  'program',
  'runId',
  'tree',
  'workflowId',
];

/**
 * The payload that a signed text states, or null where it is none: not JSON, not canonical (so that
 * no text can be read in two ways), or with other members than these.
 */
export function readPayload(text: string): WordPayload | null {
  const value = parsed(text);
  if (!isFields(value) || canonicalJson(value) !== text) return null;
  if (Object.keys(value).toSorted().join() !== FIELDS.join()) return null;
  const { kind, program, item, workflowId, runId, attempt, tree, message, head, nonce } = value;
  if (kind !== WORD_NAMESPACE || !isFields(message) || !isHead(head)) return null;
  if (typeof nonce !== 'string' || !NONCE.test(nonce)) return null;
  if (typeof program !== 'string' || typeof workflowId !== 'string') return null;
  if (typeof runId !== 'string' || !isTextOrNull(item) || !isTextOrNull(tree)) return null;
  if (attempt !== null && typeof attempt !== 'number') return null;
  return { kind, program, item, workflowId, runId, attempt, tree, message, head, nonce };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isHead(value: unknown): value is SeenHead | null {
  if (value === null) return true;
  if (!isFields(value)) return false;
  const { sha256, records } = value;
  const isPlace = typeof records === 'number' && Number.isInteger(records) && records >= 0;
  return typeof sha256 === 'string' && SHA256.test(sha256) && isPlace;
}
