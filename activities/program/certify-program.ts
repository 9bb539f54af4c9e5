import type {
  CertificationRequest,
  CertificationResult,
  CertificationVerdict,
} from '../../domain/certification.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import { judgeCertification } from '../../domain/rules/certification.ts';
import type { ActivityDeps } from '../deps.ts';
import { branchTip } from '../../git/refs.ts';
import { treeOf } from '../../git/tree.ts';
import { listReservations, type ReservationList } from '../../domain/reservation.ts';
import { weighEvidence } from './weigh-evidence.ts';

/**
 * Judges a program from what can be checked: the baseline rerun on the branch's tip, the evidence
 * verified from the files, and every item accounted for. The verdict is recorded, once per key.
 */
export async function certifyProgram(
  deps: ActivityDeps,
  request: CertificationRequest,
): Promise<CertificationResult> {
  await deps.log.append(request.pending);
  const earlier = await deps.log.findByKey(request.key);
  if (earlier !== null && earlier.record.body.type === 'certification') {
    const { verdict, commit, reasons } = earlier.record.body;
    return { verdict, commit, reasons, recordSha256: earlier.sha256 };
  }
  const commit = await branchTip(deps.repository, request.branch);
  const tree = await treeOf(deps.repository, commit);
  const weight = await weighEvidence(deps, request, commit);
  const { verdict, reasons } = judgeCertification({
    counts: request.counts,
    baseline: request.baseline,
    tip: { commit, tree },
    evidenceProblems: weight.problems,
    checkpointed: weight.checkpointed,
    incomplete: weight.incomplete,
    reservations: weight.reservations,
    waivers: weight.waivers,
    objections: weight.objections,
  });
  const reservations = listReservations(weight.reservations);
  const solo = weight.isSolo ? { solo: true as const } : {};
  const made = { verdict, reasons, commit, tree, reservations, ...solo };
  const record = await recordOf(deps, request, made);
  const [appended] = await deps.log.append([record]);
  return { verdict, commit, reasons, recordSha256: appended?.sha256 ?? '' };
}

interface Verdict {
  readonly verdict: CertificationVerdict;
  readonly reasons: readonly string[];
  readonly commit: string;
  readonly tree: string;
  readonly reservations: ReservationList;
  readonly solo?: true;
}

async function recordOf(
  deps: ActivityDeps,
  request: CertificationRequest,
  made: Verdict,
): Promise<EvidenceRecord> {
  const { program, workflowId, runId, key, atMs, policyDigest, planDigest, branch } = request;
  const { sha256: logHead, records: logRecords } = await deps.log.head();
  const { done, deferred, blocked, open, claimed } = request.counts;
  return {
    scope: { program, item: null, workflowId, runId, key, atMs, policyDigest },
    body: {
      type: 'certification',
      ...made,
      branch,
      planDigest,
      // A claimed item is not proven by this program's evidence, so it counts as open here.
      counts: { done, deferred, blocked, open: open + claimed },
      logHead,
      logRecords,
    },
  };
}
