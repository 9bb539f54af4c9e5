import { rejectionText } from '../rejection-text.ts';
import type { Waiver, WaiverBasis } from '../waiver.ts';

const BASIS: Readonly<Record<WaiverBasis, string>> = {
  'same-tests': 'fails on the base tree by the same tests',
  'exit-code': 'fails on the base tree too, by its exit code alone (weaker: no test ids)',
  'could-not-run': 'cannot be judged on the base tree either, as the policy allows',
};

/** One waiver for people: what it opens until when, on whose word and on which proof. */
export function waiverText(waiver: Waiver): string {
  const { id, gate, actor, until, reason, status, basis, code, facts } = waiver;
  const head = `waiver ${id} of ${gate} by ${actor}`;
  switch (status) {
    case 'in-force':
      return `${head} until ${until}: ${reason}; ${basis === null ? '' : BASIS[basis]}`;
    case 'refused':
    case 'expired': {
      const why = code === null ? '' : `: ${rejectionText(code, facts).message}`;
      return `${head} ${status}${why}`;
    }
  }
}
