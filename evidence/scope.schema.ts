import { z } from 'zod';
import { ActorName, Rfc3339, Sha256, Text } from './field.schema.ts';
import { SCOPE_FIELD, WORD_FIELD } from './statement-types.ts';

const Scope = z.strictObject({
  seq: z.int().positive(),
  prev: Sha256,
  program: Text,
  item: Text.nullable(),
  workflowId: Text,
  runId: Text,
  key: Text,
  at: Rfc3339,
  policyDigest: Sha256,
});
const Word = z.strictObject({
  principal: ActorName,
  fingerprint: Text,
  at: Rfc3339,
  payload: Text,
  sshsig: Text,
});
/** What every predicate has alike: where the record belongs, and the word that it rests on. */
export const scoped = { [SCOPE_FIELD]: Scope, [WORD_FIELD]: Word.exactOptional() };
