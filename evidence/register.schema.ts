import { z } from 'zod';
import { DRIFT_CLASSES } from '../domain/register/entry.ts';
import { ActorName, GitId, Text } from './field.schema.ts';

const entered = {
  action: z.literal('enter'),
  id: Text,
  title: Text,
  items: z.array(Text),
};
const supersedes = Text.nullable();

const Entered = z.discriminatedUnion('register', [
  z.strictObject({
    register: z.literal('decision'),
    ...entered,
    date: Text,
    rationale: Text,
    supersedes,
  }),
  z.strictObject({
    register: z.literal('debt'),
    ...entered,
    severity: Text,
    owner: ActorName,
    target: Text.nullable(),
    source: Text,
  }),
  z.strictObject({ register: z.literal('risk'), ...entered, severity: Text }),
  z.strictObject({ register: z.literal('rollback'), ...entered, supersedes }),
  z.strictObject({
    register: z.literal('drift'),
    ...entered,
    classification: z.enum(DRIFT_CLASSES),
    rationale: Text,
    supersedes,
  }),
]);

const Closing = z.strictObject({
  register: z.enum(['debt', 'risk']),
  action: z.literal('close'),
  id: Text,
  reason: Text,
});

/** An entry of a register, or its end, as the log holds it. */
export const registerFields = {
  messageId: Text,
  actor: ActorName,
  entry: z.union([Entered, Closing]),
};

/** A sign-off as the log holds it. */
export const signOffFields = {
  messageId: Text,
  actor: ActorName,
  of: z.enum(['program', 'milestone', 'capability']),
  subject: Text,
  role: Text.nullable(),
  commit: GitId,
  tree: GitId,
  reason: Text,
};
