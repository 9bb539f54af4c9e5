import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { type BlobStore, openBlobStore } from '../evidence/blob-store.ts';
import { logLines } from '../evidence/log-lines.ts';
import { readOrchestratorPublicKey } from '../evidence/orchestrator-key.ts';
import { createPolicyReader } from '../evidence/stored-policy.ts';
import { verifyLog } from '../evidence/verify-log.ts';
import { createWordCheck } from '../evidence/word/word-check.ts';
import { createProgramCheck } from '../evidence/verify-program.ts';
import { createSealCheck } from '../git/sealed-checkpoints.ts';
import { buildReport } from '../report/model/build-report.ts';
import { createReportCollector, type ReportCollector } from '../report/model/report-collector.ts';
import type { EvidenceReport, ReportModel } from '../report/model/report-model.ts';
import { evidenceAnchors } from './evidence-anchors.ts';
import { outsideSources, tipOf, treeOfTip } from './report-sources.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { unsealedCommits } from './unsealed-commits.ts';

/** Records between two updates of the progress line. */
const PROGRESS_RECORDS = 1_000;

/**
 * The report of a program from the files of this repository, verified while they are read, once and
 * in bounded memory; with the live board where a server answers. Throws USAGE, PROGRAM_NOT_FOUND,
 * KEY_MISSING, KEY_INVALID.
 */
export async function loadReport(session: Session, terminal: Terminal): Promise<ReportModel> {
  const { root, stateDir, program } = session;
  const dir = join(stateDir, 'evidence');
  if (!existsSync(dir)) {
    const message = `There is no evidence at ${dir}.`;
    throw new Fault({ code: 'USAGE', facts: { message, fix: 'Run a program first.' } });
  }
  const blobs = await openBlobStore(dir);
  const outside = await outsideSources(session, dir, blobs);
  const collector = createReportCollector(outside);
  const evidence = await readEvidence({ session, dir, blobs, collector, terminal });
  const { collected } = collector;
  if (collected.policyDigest === null && outside.items.length === 0 && outside.live === null) {
    throw new Fault({ code: 'PROGRAM_NOT_FOUND', facts: { program } });
  }
  const branch = outside.live?.program.branch ?? collected.branch;
  const tip = await tipOf(root, branch);
  const tipTree = await treeOfTip(root, tip);
  return buildReport(collected, { ...outside, evidence, tip, tipTree, madeAtMs: Date.now() });
}

/** Verifies the whole log and hands over each record that is genuine by itself. */
async function readEvidence(options: {
  readonly session: Session;
  readonly dir: string;
  readonly blobs: BlobStore;
  readonly collector: ReportCollector;
  readonly terminal: Terminal;
}): Promise<EvidenceReport> {
  const { session, dir, blobs, collector, terminal } = options;
  const publicKey = await readOrchestratorPublicKey(join(session.stateDir, 'keys'));
  const anchors = await evidenceAnchors(session.root, dir);
  const check = createProgramCheck();
  const seals = createSealCheck({ publicKey, readPolicy: createPolicyReader(blobs) });
  const { ok, records, head, problems } = await verifyLog(logLines(dir), {
    publicKey,
    blobs,
    anchors,
    words: createWordCheck(blobs),
    visit: (entry) => {
      if (entry.seq % PROGRESS_RECORDS === 0) terminal.progress(`${entry.seq} records verified`);
      collector.add(entry);
      seals.add(entry);
      return check.add(entry);
    },
  });
  const { problems: unsealed } = await unsealedCommits(session.root, seals);
  terminal.progress(null);
  return {
    ok: ok && unsealed.length === 0,
    records,
    head,
    anchors: anchors.length,
    problems: [...problems, ...unsealed],
  };
}
