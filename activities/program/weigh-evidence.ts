import type { CertificationRequest } from '../../domain/certification.ts';
import { createGovernanceFold } from '../../domain/readiness/governance-fold.ts';
import { registerReservations } from '../../domain/register/register-reservations.ts';
import { registerReasons } from '../../domain/rules/register-reasons.ts';
import { signOffReasons } from '../../domain/rules/sign-off.ts';
import type { PlannedItem } from '../../domain/plan-page.ts';
import type { Policy } from '../../domain/policy.ts';
import { HoldLedger } from '../../domain/hold-ledger.ts';
import type { Reservation } from '../../domain/reservation.ts';
import { rerunOf } from '../../domain/item/gate-sequence.ts';
import { carriedWaiverText, type CertifiedWaivers } from '../../domain/rules/certified-waivers.ts';
import type { LedgerWaiver } from '../../domain/waiver-ledger.ts';
import { gatesNotRun, type ItemProof, missingProofs } from '../../domain/rules/item-proof.ts';
import { readPlanPage } from '../../evidence/stored-plan.ts';
import { createPolicyReader } from '../../evidence/stored-policy.ts';
import { createWordCheck } from '../../evidence/word/word-check.ts';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import { createProgramCheck, type ProgramCheck } from '../../evidence/verify-program.ts';
import { evidenceTrailers } from '../../git/evidence-trailers.ts';
import { createSealCheck } from '../../git/sealed-checkpoints.ts';
import type { ActivityDeps } from '../deps.ts';
import { commitProblems } from './commit-problems.ts';

type PolicyReader = ReturnType<typeof createPolicyReader>;

/** Problems named in a verdict; the rest is a number and `sluice evidence verify`. */
const PROBLEMS_NAMED_MAX = 5;
/** Planned items that are read at a time. */
const PLAN_PAGE_ITEMS = 1_000;

/** What the files say of a program; the workflow's own word is not asked for. */
export interface EvidenceWeight {
  /** What is wrong with the evidence, in words. */
  readonly problems: readonly string[];
  /** Items of the program whose checkpoint the log proves. */
  readonly checkpointed: number;
  /** Committed items whose proof lacks something that the policy demands, in words. */
  readonly incomplete: readonly string[];
  readonly reservations: readonly Reservation[];
  readonly waivers: CertifiedWaivers;
  /** What registers and missing sign-offs say against a certificate, in words. */
  readonly objections: readonly string[];
  /** Implementers may have reviewed their own work: by the policy, or by a record. */
  readonly isSolo: boolean;
}

/**
 * Reads the whole log of evidence, verifies it, and holds it against the plan, the policy and Git:
 * every checkpoint must be on the branch, and have every gate that the policy demands. The record
 * of each rerun baseline gate and those that commits name must be in the log, so that a shortened
 * one shows. Throws BLOB_MISSING, BLOB_DIGEST_MISMATCH for a plan or a policy that is not there.
 */
export async function weighEvidence(
  deps: ActivityDeps,
  request: CertificationRequest,
  tip: string,
): Promise<EvidenceWeight> {
  const { evidenceDir: dir, publicKey, blobs } = deps;
  const { program } = request;
  const check = createProgramCheck();
  const holds = new HoldLedger();
  const governance = createGovernanceFold();
  const policyOf = createPolicyReader(blobs);
  const seals = createSealCheck({ publicKey, readPolicy: policyOf });
  let isSolo = false;
  const { problems } = await verifyEvidence({
    dir,
    publicKey,
    blobs,
    words: createWordCheck(blobs),
    anchors: await anchorsOf(deps, request),
    check,
    onRecord: (placed) => {
      const { record } = placed;
      if (record.scope.program !== program) return;
      seals.add(placed);
      isSolo ||= 'solo' in record.body && record.body.solo;
      holds.add(record);
      governance.add(record);
    },
  });
  const unsealed = await seals.problems(deps.repository);
  const proofs = check.proofs(program);
  const items = await readPlan(deps, request.planDigest);
  const policy = await policyOf(request.policyDigest);
  const { registers, signOffs } = governance.facts();
  return {
    problems: firstFew([...problems, ...unsealed].map((each) => `${each.code}: ${each.message}`)),
    checkpointed: proofs.length,
    incomplete: firstFew([
      ...(await unfoundedItems(policyOf, items, proofs)),
      ...(await commitProblems(deps.repository, proofs, { tip, policyOf })),
    ]),
    waivers: {
      carried: check.waivers(program),
      atMs: request.atMs,
      cap: policy.caps?.openWaivers ?? null,
    },
    isSolo: isSolo || policy.solo === true,
    reservations: [
      ...reservationsOf({ policy, program, items, check, holds }),
      ...registerReservations(registers),
    ],
    objections: [...registerReasons(registers, policy), ...signOffReasons(policy, signOffs, tip)],
  };
}

/** Digests that must be in the log: of the baseline that just ran again, and those in commits. */
async function anchorsOf(
  deps: ActivityDeps,
  { program, baseline }: CertificationRequest,
): Promise<readonly string[]> {
  const trailers = await evidenceTrailers(deps.repository);
  const named = trailers.filter((each) => each.program === program).map((each) => each.sha256);
  return [...named, ...baseline.flatMap(({ recordSha256 }) => recordSha256 ?? [])];
}

function firstFew(problems: readonly string[]): readonly string[] {
  const named = problems.slice(0, PROBLEMS_NAMED_MAX);
  const rest = problems.length - named.length;
  return rest > 0 ? [...named, `and ${rest} more`] : named;
}

async function readPlan(
  deps: ActivityDeps,
  planDigest: string,
): Promise<ReadonlyMap<string, PlannedItem>> {
  const items = new Map<string, PlannedItem>();
  for (;;) {
    const page = { planDigest, offset: items.size, limit: PLAN_PAGE_ITEMS };
    const { items: next, total } = await readPlanPage(deps.blobs, page);
    for (const planned of next) items.set(planned.item.id, planned);
    if (next.length === 0 || items.size >= total) return items;
  }
}

/** Committed items that lack a gate, each judged by the policy that was in force for it. */
async function unfoundedItems(
  policyOf: PolicyReader,
  items: ReadonlyMap<string, PlannedItem>,
  proofs: readonly ItemProof[],
): Promise<readonly string[]> {
  const lacking: string[] = [];
  for (const proof of proofs) {
    const planned = items.get(proof.item);
    if (planned === undefined) {
      lacking.push(`${proof.item} has a checkpoint and is not in the plan`);
      continue;
    }
    const missing = missingProofs(await policyOf(proof.policyDigest), planned.item, proof);
    if (missing.length > 0) lacking.push(`${proof.item} has no proof of ${missing.join(', ')}`);
  }
  return lacking;
}

/** Everything that a reader of the verdict has to know besides, of each item in the plan's order. */
function reservationsOf(parts: {
  readonly policy: Policy;
  readonly program: string;
  readonly items: ReadonlyMap<string, PlannedItem>;
  readonly check: ProgramCheck;
  readonly holds: HoldLedger;
}): readonly Reservation[] {
  const { policy, program, items, check, holds } = parts;
  const committed = new Map(check.proofs(program).map((proof) => [proof.item, proof]));
  return [...items.values()].flatMap(({ item, claimed }): readonly Reservation[] => {
    const proof = committed.get(item.id);
    if (proof !== undefined) return exceptionsOf(proof, check.waivers(program));
    if (claimed === true) {
      return [
        { kind: 'claimed', item: item.id, what: 'done before the program, by the tracker’s word' },
      ];
    }
    const held = holds.of(item.id);
    const notRun = gatesNotRun(policy, item, check.gatesRun(program, item.id));
    return [
      ...(held === null ? [] : [{ kind: held.kind, item: item.id, what: held.reason }]),
      ...notRun.map((gate) => ({ kind: 'not-run', item: item.id, what: gate }) as const),
    ];
  });
}

/** Gates that let a committed item through without a pass. */
function exceptionsOf(
  { item, gates }: ItemProof,
  waivers: readonly LedgerWaiver[],
): readonly Reservation[] {
  return [...gates].flatMap(([gate, result]): readonly Reservation[] => {
    if (result === 'WAIVED') {
      const waiver = waivers.find((each) => each.item === item && opens(each, gate));
      const what = waiver === undefined ? gate : waivedText(waiver, gate);
      return [{ kind: 'waived', item, what }];
    }
    return result === 'NA' ? [{ kind: 'not-applicable', item, what: gate }] : [];
  });
}

/** A waiver of a gate covers the reviewer's rerun of it too. */
function opens(waiver: LedgerWaiver, gate: string): boolean {
  return waiver.gate === gate || rerunOf(waiver.gate) === gate;
}

function waivedText(waiver: LedgerWaiver, gate: string): string {
  const covers = waiver.gate === gate ? '' : `${gate} is covered by `;
  return `${covers}${carriedWaiverText(waiver)}`;
}
