import { z } from 'zod';
import { type Actor, isActor } from '../domain/actor.ts';
import { WEEKDAYS } from '../domain/business-hours.ts';
import type { Policy } from '../domain/policy.ts';
import { LANES_MAX } from '../domain/program/program-state.ts';
import { REJECTION_CODES } from '../domain/rejection.ts';
import { SANDBOX_LEVELS } from '../domain/sandbox.ts';
import { REPORT_FORMATS } from '../domain/test-report.ts';
import { TRACKER_COLUMNS } from '../domain/tracker-columns.ts';

const Text = z.string();
const Texts = z.array(Text);
const Count = z.number().int().nonnegative();
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const ActorName = z.custom<Actor>((value) => typeof value === 'string' && isActor(value));
const Actors = z.array(ActorName);

const Command = z.union([
  z.strictObject({ argv: Texts.min(1) }),
  z.strictObject({ shell: Text.min(1) }),
]);

const Sandbox = z.strictObject({
  use: z.enum(['best', 'off']).exactOptional(),
  network: z.enum(['allow', 'deny']).exactOptional(),
  minimum: z.enum(SANDBOX_LEVELS).exactOptional(),
  writable: Texts.exactOptional(),
  readable: Texts.exactOptional(),
  limits: z
    .strictObject({
      processes: Count.exactOptional(),
      memoryBytes: Count.exactOptional(),
      openFiles: Count.exactOptional(),
      fileBytes: Count.exactOptional(),
    })
    .exactOptional(),
});

const Measure = z.strictObject({
  name: Text,
  source: z.union([z.strictObject({ json: Text }), z.strictObject({ pattern: Text })]),
  unit: Text,
  better: z.enum(['lower', 'higher']),
  tolerance: z.strictObject({ relative: z.number(), absolute: z.number() }),
  samples: Count,
  owner: ActorName,
});

const gate = {
  id: Text.min(1),
  command: Command,
  timeoutMs: Count.positive(),
  report: z.enum(REPORT_FORMATS),
  outputBytesMax: Count,
  sandbox: Sandbox.exactOptional(),
  measure: z.array(Measure).exactOptional(),
};
const Gate = z.strictObject(gate);
const GateList = z.array(Gate);

const approval = { approvers: Texts.exactOptional(), approvals: Count.exactOptional() };

const Timing = z.strictObject({
  remindAfterMs: Count.nullable(),
  escalateAfterMs: Count.nullable(),
  escalateTo: z.array(Actors),
  expireAfterMs: Count.nullable(),
  onExpiry: z.enum(['stay-closed', 'block']),
});

const Review = z.strictObject({
  gates: Texts,
  approvals: Count,
  approvers: Texts.exactOptional(),
  perGate: z.record(Text, z.strictObject(approval)).exactOptional(),
  blocking: Texts.exactOptional(),
  rounds: Count.exactOptional(),
  rerun: z.boolean().exactOptional(),
  allNa: z.enum(['refuse', 'allow']).exactOptional(),
  timing: Timing.exactOptional(),
});

const Gates = z.strictObject({
  red: z
    .strictObject({
      ...gate,
      tests: Texts,
      trigger: z.enum(['submitted', 'at-once']),
      replay: z.enum(['always', 'changed']).exactOptional(),
    })
    .nullable(),
  targeted: Gate.nullable(),
  verify: GateList,
  review: Review,
});

const DoneWhen = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('items-done') }),
  z.strictObject({ kind: z.literal('no-open-debts') }),
  z.strictObject({ kind: z.literal('no-drift') }),
  z.strictObject({ kind: z.literal('rollback-notes') }),
  z.strictObject({ kind: z.literal('gate'), gate: Text }),
  z.strictObject({ kind: z.literal('capability'), capability: Text }),
  z.strictObject({ kind: z.literal('sign-off'), role: Text }),
]);

const Workstream = z.strictObject({
  id: Text,
  title: Text,
  owner: ActorName,
  items: Texts,
  doneWhen: z.array(DoneWhen),
});
const Milestone = z.strictObject({
  id: Text,
  title: Text,
  items: Texts,
  gates: Texts,
  signOffs: Texts,
});
const Capability = z.strictObject({
  id: Text,
  owner: ActorName,
  items: Texts,
  parity: GateList,
  canary: Gate,
  rollback: Gate,
});

const Hours = z.strictObject({
  timezone: Text,
  days: z.array(z.enum(WEEKDAYS)),
  fromMinute: Count,
  toMinute: Count,
  holidays: Texts,
});

const Roles = z.strictObject({
  implementers: Actors,
  reviewers: Actors,
  releaseLeads: Actors,
  others: z.record(Text, Actors).exactOptional(),
});

const Waivers = z.strictObject({
  approvers: Actors,
  maxDurationMs: Count,
  couldNotRun: z.array(z.strictObject({ gate: Text, codes: z.array(z.enum(REJECTION_CODES)) })),
});

const FIELDS = {
  version: z.literal(1),
  program: Text.min(1),
  roles: Roles,
  identities: z.record(Text, Texts).exactOptional(),
  baseline: GateList,
  prepare: Gate.nullable(),
  gates: Gates,
  lanes: Count.min(1).max(LANES_MAX),
  isolation: z.enum(['worktree', 'in-place']),
  onBlocked: z.enum(['wait', 'continue']),
  branch: Text.nullable(),
  sandbox: Sandbox.exactOptional(),
  protect: Texts.exactOptional(),
  strict: z.boolean().exactOptional(),
  canary: z
    .strictObject({
      every: Count.min(1),
      gate: Text.exactOptional(),
      file: Text.min(1),
      content: Text.min(1),
    })
    .exactOptional(),
  exclude: Texts,
  passEnv: Texts,
  secrets: Texts,
  commandsFromTracker: z.enum(['show', 'allow']),
  backlog: Text.nullable(),
  columns: z.partialRecord(z.enum(TRACKER_COLUMNS), z.union([Text, Texts])).exactOptional(),
  limits: z.strictObject({ attemptsMax: Count, heartbeatTimeoutMs: Count }),
  hours: Hours.exactOptional(),
  notify: Command.exactOptional(),
  caps: z
    .strictObject({ openWaivers: Count.exactOptional(), openDebts: Count.exactOptional() })
    .exactOptional(),
  signOffs: Texts.exactOptional(),
  workstreams: z.array(Workstream).exactOptional(),
  milestones: z.array(Milestone).exactOptional(),
  capabilities: z.array(Capability).exactOptional(),
  solo: z.boolean().exactOptional(),
  waivers: Waivers.exactOptional(),
  allowedSigners: z.strictObject({ path: Text, sha256: Sha256.exactOptional() }).exactOptional(),
  requireSignature: Texts.exactOptional(),
  signCheckpoints: z.boolean().exactOptional(),
} as const satisfies Readonly<Record<keyof Policy, z.ZodType>>;

/**
 * A parsed policy as the evidence store holds it. What the text of a policy must keep to besides is
 * checked when `sluice.yaml` is read; this says that what was stored under a digest is a policy.
 */
export const StoredPolicy = z.strictObject(FIELDS);
