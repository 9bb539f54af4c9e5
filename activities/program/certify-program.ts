import type {
  CertificationRequest,
  CertificationResult,
  CertificationVerdict,
} from '../../domain/certification.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import { judgeCertification } from '../../domain/rules/certification.ts';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import type { ActivityDeps } from '../deps.ts';
import { branchTip } from '../../git/refs.ts';
import { treeOf } from '../../git/tree.ts';

/** Evidence problems named in a verdict; the rest is a number and `sluice evidence verify`. */
const PROBLEMS_NAMED_MAX = 5;

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
  const { problems, checkpointed } = await weighEvidence(deps, request.program);
  const { verdict, reasons } = judgeCertification({
    counts: request.counts,
    baseline: request.baseline,
    tip: { commit, tree },
    evidenceProblems: problems,
    checkpointed,
  });
  const record = await recordOf(deps, request, { verdict, reasons, commit, tree });
  const [appended] = await deps.log.append([record]);
  return { verdict, commit, reasons, recordSha256: appended?.sha256 ?? '' };
}

interface EvidenceWeight {
  /** What is wrong with the evidence, in words. */
  readonly problems: readonly string[];
  /** Items of the program whose checkpoint the log proves. */
  readonly checkpointed: number;
}

async function weighEvidence(deps: ActivityDeps, program: string): Promise<EvidenceWeight> {
  const { evidenceDir: dir, publicKey, blobs } = deps;
  const committed = new Set<string>();
  const { problems } = await verifyEvidence({
    dir,
    publicKey,
    blobs,
    anchors: [],
    onRecord: ({ record: { scope, body } }) => {
      const isOurs = body.type === 'checkpoint' && scope.program === program;
      if (isOurs && scope.item !== null) committed.add(scope.item);
    },
  });
  const named = problems
    .slice(0, PROBLEMS_NAMED_MAX)
    .map((each) => `${each.code}: ${each.message}`);
  const rest = problems.length - named.length;
  return {
    problems: rest > 0 ? [...named, `and ${rest} more`] : named,
    checkpointed: committed.size,
  };
}

interface Verdict {
  readonly verdict: CertificationVerdict;
  readonly reasons: readonly string[];
  readonly commit: string;
  readonly tree: string;
}

async function recordOf(
  deps: ActivityDeps,
  request: CertificationRequest,
  made: Verdict,
): Promise<EvidenceRecord> {
  const { program, workflowId, runId, key, atMs, policyDigest, branch, counts } = request;
  const { sha256: logHead, records: logRecords } = await deps.log.head();
  const { done, deferred, blocked, open, claimed } = counts;
  return {
    scope: { program, item: null, workflowId, runId, key, atMs, policyDigest },
    body: {
      type: 'certification',
      ...made,
      branch,
      // A claimed item is not proven by this program's evidence, so it counts as open here.
      counts: { done, deferred, blocked, open: open + claimed },
      logHead,
      logRecords,
    },
  };
}
