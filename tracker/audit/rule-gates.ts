import { isApproved, itemName, type AuditRule } from './audit-model.ts';
import { isWaived } from './command-outcome.ts';
import { observe } from './observation.ts';

const PASS = /^(?:pass(?:ed|es)?|ok|okay|approved|green|yes|clear(?:ed)?|met)\b|^[✅✓✔☑]/iu;
const NOT_APPLICABLE = /^(?:n\/?a|not applicable)\b/i;
/** At least one word says why. */
const REASON = /[a-z]{2,}/i;

/**
 * GATE_NOT_PASSED: the evidence of an approved item records a review gate that is neither PASS nor
 * N/A with a reason. A waived gate counts as answered; whether it may be is not for this rule.
 */
export const gates: AuditRule = ({ items }) =>
  items.filter(isApproved).flatMap((item) =>
    (item.evidence?.gates ?? [])
      .filter((gate) => !isAnswered(gate.result))
      .map((gate) =>
        observe(gate, 'GATE_NOT_PASSED', {
          item: itemName(item),
          message: `${itemName(item)} is approved, but its gate ${gate.gate} ${says(gate.result)}.`,
        }),
      ),
  );

function isAnswered(result: string): boolean {
  if (PASS.test(result) || isWaived(result)) return true;
  const na = NOT_APPLICABLE.exec(result);
  return na !== null && REASON.test(result.slice(na[0].length));
}

function says(result: string): string {
  if (result === '') return 'has no result';
  if (NOT_APPLICABLE.test(result)) return `is "${result}" without a reason`;
  return `reads "${result}"`;
}
