import type { CheckWord, WordChecked } from '../domain/word/hear-word.ts';
import { faultOf } from './fault-of.ts';

/** What follows when a signature could not be checked at all: the word does not count. */
export function uncheckedWord({ request }: CheckWord, error: unknown): WordChecked {
  const { code, message } = faultOf(error);
  const facts = { reason: `${code}: ${message}` };
  const result = { kind: 'refused', code: 'WORD_NOT_CHECKED', facts } as const;
  return { type: 'wordChecked', messageId: request.messageId, result };
}
