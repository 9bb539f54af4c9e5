import type { ReportModel } from '../model/report-model.ts';
import type { Fact } from './document.ts';
import { hash, moment } from './words.ts';

/** Stamped on every page of a program where nobody else may have looked at the work. */
export const SOLO_WORDS = 'SOLO: implementers may have reviewed their own work';

/** What every page says at its head: which program, which policy and plan, which log. */
export function headFacts(model: ReportModel): readonly Fact[] {
  const { program, evidence, certification } = model;
  const { branch, policyDigest, planDigest, firstAt, lastAt } = program;
  const facts: (Fact | null)[] = [
    program.isSolo ? { label: 'Mode', line: [{ kind: 'strong', text: SOLO_WORDS }] } : null,
    { label: 'Branch', line: [branch ?? 'not known yet'] },
    certification === null
      ? null
      : {
          label: 'Certified',
          line: [
            hash(certification.commit),
            ' · tree ',
            hash(certification.tree),
            ` · ${moment(certification.at)}`,
          ],
        },
    firstAt === null || lastAt === null
      ? null
      : { label: 'Evidence from', line: [`${moment(firstAt)} to ${moment(lastAt)}`] },
    policyDigest === null ? null : { label: 'Policy', line: ['sha256 ', hash(policyDigest)] },
    planDigest === null ? null : { label: 'Plan', line: ['sha256 ', hash(planDigest)] },
    {
      label: 'Log',
      line: [`${evidence.records} records, head sha256 `, hash(evidence.head)],
    },
  ];
  return facts.filter((fact) => fact !== null);
}

export function madeBy({ madeAt }: ReportModel): string {
  return `Made by sluice report on ${moment(madeAt)}, from the evidence log. Names of actors are claimed: messages are not signed.`;
}
