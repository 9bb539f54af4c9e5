import { type Judgement, rejected } from '../judgement.ts';
import { judgeRed, type RedFacts } from './red.ts';

/**
 * RED replayed: the declared change of tests, laid over the tree from before the work, must still
 * fail as RED did. A replay that passes shows that the changed tests no longer prove the work.
 */
export function judgeRedReplay(facts: RedFacts): Judgement {
  const judgement = judgeRed(facts);
  if (judgement.verdict === 'rejected' && judgement.code === 'RED_DID_NOT_FAIL') {
    return rejected('RED_REPLAY_DID_NOT_FAIL', judgement.facts);
  }
  return judgement;
}
