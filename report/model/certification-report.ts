import type { ReservationList } from '../../domain/reservation.ts';
import type { ReportSources } from './build-report.ts';
import { programGates } from './program-gates.ts';
import type { Collected } from './report-collector.ts';
import type { CertificationReport } from './report-model.ts';

const NO_RESERVATIONS: ReservationList = { listed: [], total: 0 };

/** The newest certification of the program, or null where none was given. */
export function certificationReport(
  { certification, own }: Collected,
  sources: Pick<ReportSources, 'policy' | 'items' | 'tip'>,
): CertificationReport | null {
  if (certification === null) return null;
  const { at, record, body } = certification;
  const { verdict, branch, commit, tree, reasons, logHead, logRecords } = body;
  return {
    verdict,
    at,
    branch,
    commit,
    tree,
    reasons,
    reservations: body.reservations ?? NO_RESERVATIONS,
    logHead,
    logRecords,
    record,
    gates: programGates(own, sources, { stage: 'CERTIFICATION', tree }),
    hasBranchMoved: sources.tip === null ? null : sources.tip !== commit,
  };
}
