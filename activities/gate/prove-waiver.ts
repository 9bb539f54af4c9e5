import type { Policy } from '../../domain/policy.ts';
import { judgeOutOfScope, type RunWithCases } from '../../domain/rules/out-of-scope.ts';
import type { WaivedRun, WaiverProof, WaiverProofRequest } from '../../domain/waiver.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import type { ActivityDeps } from '../deps.ts';
import type { RunControl } from './execute-gate.ts';
import { readCases } from './judge-gate.ts';
import { runGateOnce } from './run-gate.ts';

/**
 * Runs the gate on the base tree, which leaves a record of its own, and compares how it ended with
 * the run that failed: by the stored cases of both, so that a retry gives the same answer.
 */
export async function proveWaiver(
  deps: ActivityDeps,
  policy: Policy,
  work: { readonly request: WaiverProofRequest; readonly control: RunControl },
): Promise<WaiverProof> {
  const { request, control } = work;
  const { run, stage, tests, itemTests, failed, waiver } = request;
  const base = await runGateOnce(deps, policy, { request: run, control });
  const judgement = judgeOutOfScope({
    gate: run.gate.id,
    stage,
    hasReport: run.gate.report !== 'exit',
    candidate: await withCases(deps.blobs, failed),
    base: await withCases(deps.blobs, base),
    tests,
    itemTests,
    redCases: await readCases(deps.blobs, request.redCasesSha256),
    testsFallDeclared: run.budget?.testsFallDeclared ?? false,
  });
  return { waiver, base, judgement };
}

async function withCases(blobs: BlobStore, run: WaivedRun): Promise<RunWithCases> {
  const { result, code, exitCode, casesSha256 } = run;
  return { result, code, exitCode, casesSha256, cases: await readCases(blobs, casesSha256) };
}
