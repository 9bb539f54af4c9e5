import type { BlobStore } from '../../evidence/blob-store.ts';
import type { GateRunRequest } from '../../domain/gate-run.ts';
import type { Judgement } from '../../domain/judgement.ts';
import { judgeAdmissible } from '../../domain/rules/admissible.ts';
import { judgeCanary } from '../../domain/rules/canary.ts';
import { judgeExitZero } from '../../domain/rules/exit-zero.ts';
import { judgeRed } from '../../domain/rules/red.ts';
import { judgeRedReplay } from '../../domain/rules/red-replay.ts';
import type { ReportReading } from '../../domain/rules/report-reading.ts';
import { judgeTargeted } from '../../domain/rules/targeted.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import type { TestCase } from '../../domain/test-report.ts';

export interface GateFacts {
  readonly outcome: RunOutcome;
  readonly report: ReportReading;
  readonly treeBefore: string;
  readonly treeAfter: string;
}

/** Holds a run against the rule of its gate; a run that is no evidence is never judged further. */
export async function judgeGate(
  request: GateRunRequest,
  facts: GateFacts,
  blobs: BlobStore,
): Promise<Judgement> {
  const { rule } = request;
  const admissible = judgeAdmissible({ rule: rule.rule, ...facts });
  if (admissible.verdict === 'rejected') return admissible;
  switch (rule.rule) {
    case 'red':
      return judgeRed({ ...facts, tests: rule.tests, expect: rule.expect });
    case 'red-replay':
      return judgeRedReplay({ ...facts, tests: rule.tests, expect: rule.expect });
    case 'targeted':
      return judgeTargeted({ ...facts, redCases: await readCases(blobs, rule.redCasesSha256) });
    case 'canary':
      return judgeCanary({ ...facts, file: rule.file });
    case 'exit-zero':
      return judgeExitZero(facts);
  }
}

/** Cases are kept as a blob, because their list grows with the test suite. */
export async function storeCases(blobs: BlobStore, report: ReportReading): Promise<string | null> {
  if (report.kind !== 'parsed' || report.report.format === 'exit') return null;
  return blobs.put(Buffer.from(JSON.stringify(report.report.cases)));
}

/** The cases that a run listed, by their digest; null where it listed none. Throws BLOB_MISSING. */
export async function readCases(
  blobs: BlobStore,
  sha256: string | null,
): Promise<TestCase[] | null> {
  if (sha256 === null) return null;
  const bytes = await blobs.read(sha256);
  // The digest was checked on reading: these are the cases that Sluice itself stored.
  return JSON.parse(bytes.toString('utf8')) as TestCase[];
}
