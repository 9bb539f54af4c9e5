import type { EvidenceShape } from '../document-style.ts';
import { headingText } from '../formats/found.ts';
import type { Section } from '../markdown/sections.ts';

import {
  COMMANDS,
  COMMIT,
  FILES,
  GATES,
  isEvidence,
  LABEL,
  RISK,
  ROLLBACK,
} from './read-evidence.ts';

/** The words that are used where a board has no evidence section yet. */
export const DEFAULT_SHAPE: EvidenceShape = {
  level: 3,
  before: 'Packet ',
  after: ' Review Evidence',
  labels: {
    files: 'Files changed',
    commands: 'Commands run + exit codes',
    gates: 'Gate checklist',
    commit: 'Commit',
    risk: 'Residual risk',
    rollback: 'Rollback',
  },
};
const HEADING = /^((?:[A-Z][a-z]+ )?)\S+((?: review)? evidence\b.*)$/i;

/** How a board writes its evidence sections, learned from the last one it has. */
export function evidenceShapeOf(sections: readonly Section[]): EvidenceShape {
  const section = sections.findLast((each) => isEvidence(each) && HEADING.test(headingText(each)));
  if (section === undefined) return DEFAULT_SHAPE;
  const [, before = '', after = ''] = HEADING.exec(headingText(section)) ?? [];
  const labels = section.blocks
    .filter((block) => block.kind === 'paragraph')
    .map((block) => LABEL.exec(block.texts.at(-1)?.raw ?? '')?.[1] ?? '');
  const like = (pattern: RegExp, word: string): string => {
    return labels.find((label) => pattern.test(label)) ?? word;
  };
  const words = DEFAULT_SHAPE.labels;
  return {
    level: section.level,
    before,
    after,
    labels: {
      files: like(FILES, words.files),
      commands: like(COMMANDS, words.commands),
      gates: like(GATES, words.gates),
      commit: like(COMMIT, words.commit),
      risk: like(RISK, words.risk),
      rollback: like(ROLLBACK, words.rollback),
    },
  };
}
