import { GATE_OUTPUT_BYTES_MAX, GATE_TIMEOUT_MS } from '../domain/gate-limits.ts';
import type { CanaryPolicy } from '../domain/canary.ts';
import type { Caps, CommandGate, Gates, Policy, RedGate } from '../domain/policy.ts';
import type { TrackerColumns } from '../domain/tracker-columns.ts';
import { buildReview } from './build-review.ts';
import { buildMeasure, measuresOf } from './build-measures.ts';
import { builtRoles } from './build-roles.ts';
import { buildStructure } from './build-structure.ts';
import { buildWaivers } from './build-waivers.ts';
import { parseByteSize } from './byte-size.ts';
import { buildSandbox } from './build-sandbox.ts';
import { commandOf, listed } from './document-command.ts';
import { gateEntries, type GateEntry } from './gate-entries.ts';
import type { GateObject, RedGateObject } from './gate.schema.ts';
import { buildHours, durationMs } from './build-timing.ts';
import * as defaults from './policy-defaults.ts';
import type { PolicyDocument } from './policy.schema.ts';

/** The policy that a checked document means, with a default for everything it leaves out. */
export function buildPolicy(document: PolicyDocument): Policy {
  const { baseline, prepare } = gateEntries(document);
  return {
    version: document.version,
    program: document.program,
    roles: builtRoles(document.roles),
    baseline: baseline.map(buildGate),
    prepare: prepare.map(buildGate)[0] ?? null,
    gates: buildGates(document),
    lanes: document.lanes ?? defaults.LANES,
    isolation: document.isolation ?? defaults.ISOLATION,
    onBlocked: document.onBlocked ?? defaults.ON_BLOCKED,
    branch: document.branch ?? null,
    sandbox: buildSandbox(document.sandbox ?? {}),
    ...(document.protect === undefined ? {} : { protect: document.protect }),
    ...(document.strict === undefined ? {} : { strict: document.strict }),
    ...(document.canary === undefined ? {} : { canary: buildCanary(document.canary) }),
    exclude: document.exclude ?? [],
    passEnv: document.passEnv ?? [],
    secrets: document.secrets ?? [],
    commandsFromTracker: document.commandsFromTracker ?? defaults.COMMANDS_FROM_TRACKER,
    backlog: document.backlog ?? null,
    ...buildSigning(document),
    ...(document.columns === undefined ? {} : { columns: buildColumns(document.columns) }),
    limits: {
      attemptsMax: document.limits?.attempts ?? defaults.ATTEMPTS,
      heartbeatTimeoutMs: durationMs(document.limits?.heartbeat) ?? defaults.HEARTBEAT_TIMEOUT_MS,
    },
    ...(document.hours === undefined ? {} : { hours: buildHours(document.hours) }),
    ...(document.notify === undefined ? {} : { notify: commandOf(document.notify) }),
    ...(document.waivers === undefined
      ? {}
      : { waivers: buildWaivers(document.waivers, builtRoles(document.roles)) }),
    ...(document.caps === undefined ? {} : { caps: buildCaps(document.caps) }),
    ...(document.solo === undefined ? {} : { solo: document.solo }),
    ...(document.identities === undefined ? {} : { identities: document.identities }),
    ...buildStructure(document, buildGate),
  };
}

function buildSigning({
  allowedSigners: path,
  requireSignature,
  signCheckpoints,
}: PolicyDocument): Pick<Policy, 'allowedSigners' | 'requireSignature' | 'signCheckpoints'> {
  return {
    ...(path === undefined ? {} : { allowedSigners: { path } }),
    ...(requireSignature === undefined ? {} : { requireSignature }),
    ...(signCheckpoints === undefined ? {} : { signCheckpoints }),
  };
}

/** The columns that are named, without those that are left out. */
function buildColumns(columns: NonNullable<PolicyDocument['columns']>): TrackerColumns {
  return Object.fromEntries(Object.entries(columns).filter(([, header]) => header !== undefined));
}

function buildCanary({ gate, ...canary }: NonNullable<PolicyDocument['canary']>): CanaryPolicy {
  return { ...canary, ...(gate === undefined ? {} : { gate }) };
}

/** The caps that are named. */
function buildCaps({ openWaivers, openDebts }: NonNullable<PolicyDocument['caps']>): Caps {
  return {
    ...(openWaivers === undefined ? {} : { openWaivers }),
    ...(openDebts === undefined ? {} : { openDebts }),
  };
}

function buildGates(document: PolicyDocument): Gates {
  const { red, targeted, verify } = gateEntries(document);
  return {
    red: red.map(buildRed)[0] ?? null,
    targeted: targeted.map(buildGate)[0] ?? null,
    verify: verify.map(buildGate),
    review: buildReview(document.gates.review ?? {}, builtRoles(document.roles)),
  };
}

function buildGate({ id, gate }: GateEntry): CommandGate {
  const fields: GateObject = typeof gate === 'string' ? { run: gate } : gate;
  const measure = measuresOf(fields.measure);
  return {
    id,
    command: commandOf(fields.run),
    timeoutMs: durationMs(fields.timeout) ?? GATE_TIMEOUT_MS,
    report: fields.report ?? defaults.REPORT,
    outputBytesMax: parseByteSize(fields.output ?? '') ?? GATE_OUTPUT_BYTES_MAX,
    ...(fields.sandbox === undefined ? {} : { sandbox: buildSandbox(fields.sandbox) }),
    ...(measure.length === 0 ? {} : { measure: measure.map(buildMeasure) }),
  };
}

function buildRed(entry: GateEntry): RedGate {
  const fields: Partial<RedGateObject> = typeof entry.gate === 'string' ? {} : entry.gate;
  const tests = listed(fields.tests);
  return {
    ...buildGate(entry),
    tests: tests.length > 0 ? tests : defaults.TEST_PATTERNS,
    trigger: fields.trigger ?? defaults.RED_TRIGGER,
    ...(fields.replay === undefined ? {} : { replay: fields.replay }),
  };
}
