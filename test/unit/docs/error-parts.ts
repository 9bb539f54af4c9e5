import { exitCodeOfFault, exitCodeOfRefusal } from '../../../client/exit-code-of.ts';
import { FAULT_CODES, type FaultCode, type FaultKind } from '../../../domain/fault.ts';
import { faultText } from '../../../domain/fault-text.ts';
import type { Facts } from '../../../domain/judgement.ts';
import { REJECTION_CODES, type RejectionCode } from '../../../domain/rejection.ts';
import { rejectionText } from '../../../domain/rejection-text.ts';

const KINDS: Readonly<Record<FaultKind, string>> = {
  input: 'Something that was given is wrong. Never tried again by itself.',
  unavailable:
    'Something outside does not answer or has no room. Steps of a program are tried again.',
  evidence: 'Stored proof is missing or does not match. Never tried again.',
  invariant: 'Sluice itself is wrong. Never hidden.',
};

/** Where a group of refusals begins in the closed list, and what its codes have in common. */
const GROUPS: readonly (readonly [RejectionCode, string])[] = [
  ['TIMED_OUT', 'Runs that count for nothing'],
  ['REPORT_MISSING', 'Test reports'],
  ['RED_DID_NOT_FAIL', 'RED'],
  ['TESTS_CHANGED_SINCE_RED', 'GREEN, TARGETED, VERIFY'],
  ['CHANGES_REQUESTED', 'REVIEW and CHECKPOINT'],
  ['MALFORMED_MESSAGE', 'Messages'],
];

/** Facts that are part of a sentence only sometimes; the page shows the sentence without them. */
const OPTIONAL = new Set(['fix', 'detail', 'hint']);

/** Any fact, as its own name in italics. */
const NAMES: Facts = new Proxy<Record<string, string>>(
  {},
  {
    get: (_facts, name) =>
      typeof name === 'symbol' || OPTIONAL.has(name) ? undefined : `_${name}_`,
  },
);

export function errorsPart(): string {
  return Object.entries(FAULT_CODES)
    .map(([kind, codes]) => {
      const head = `### ${kind}\n\n${KINDS[kind as FaultKind]}`;
      return [head, ...codes.map(errorPart)].join('\n\n');
    })
    .join('\n\n');
}

function errorPart(code: FaultCode): string {
  return entry(code, faultText(code, NAMES), exitCodeOfFault(code));
}

export function refusalsPart(): string {
  return REJECTION_CODES.map((code) => {
    const group = GROUPS.find(([first]) => first === code);
    const part = entry(
      code,
      rejectionText(code, NAMES),
      isAnswerToMessage(code) ? exitCodeOfRefusal(code) : 3,
    );
    return group === undefined ? part : `### ${group[1]}\n\n${part}`;
  }).join('\n\n');
}

/** Refused messages have exit codes of their own; what gates and reviews refuse is a failed gate. */
function isAnswerToMessage(code: RejectionCode): boolean {
  return REJECTION_CODES.indexOf(code) >= REJECTION_CODES.indexOf('MALFORMED_MESSAGE');
}

function entry(
  code: string,
  { message, fix }: { readonly message: string; readonly fix: string },
  exitCode: number,
): string {
  const what = fix === 'unknown' ? 'As the message says.' : fix;
  return `#### ${code}\n\n${message}\n\nFix: ${what} Exit code ${exitCode}.`;
}
