import * as fc from 'fast-check';
import type { ReportModel } from '../../../report/model/report-model.ts';
import { plainLine } from '../../../report/plain-text.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';
import { anyText } from '../../support/any-text.ts';

/** What people have tried to break out of pages, tables and spreadsheets with. */
const ATTACKS = [
  '</td></tr></table><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title><svg onload=alert(1)>',
  ']]><!-- -->',
  '&lt;b&gt; &#60; &amp;',
  '| a | b |',
  '\n\n# heading\n\n- list',
  '\r\n| --- |\r\n',
  '[link](javascript:alert(1)) ![i](x)',
  '`code` ``` ~~~',
  '**bold** _it_ ~~no~~ $x$',
  '1. one',
  '- dash',
  '+ plus',
  '===',
  '    indented',
  '<!doctype html>',
  '=HYPERLINK("x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  'a,b;"c"',
  '\u202Egnp.exe',
  '\u001b[2J\u0007',
  '\u0000',
  '\uFFFE',
  '\uD800 alone',
  '\\',
  '\\|',
  '{{x}} ${x}',
];

/** Any text that shows at least something: an empty one is left out of pages on purpose. */
export const hostileTexts = fc
  .oneof(fc.constantFrom(...ATTACKS), anyText(), fc.string({ unit: 'grapheme' }))
  .filter((text) => plainLine(text) !== '');

/** A report that shows the text wherever a person or a document can put one. */
export function reportWith(text: string): ReportModel {
  const finding = { severity: text, text, where: text };
  const gates = { P0: { result: 'NA', reason: text } } as const;
  const story = new EvidenceStory()
    .runs(null, 'baseline', { stage: 'BASELINE' })
    .submits('A', 'green', { by: 'agent:codex' })
    .runs('A', 'verify', { result: 'ERROR', code: 'COMMAND_NOT_FOUND', facts: { reason: text } })
    .runs('A', 'verify', { attempt: 2 })
    .reviews('A', 'CHANGES_REQUESTED', { by: 'human:bo', findings: [finding], gates, note: text })
    .refuses('A', 'review', { actor: text, code: 'UNKNOWN_ACTOR', facts: { actor: text } })
    .finishes('A')
    .decides('B', 'block', { by: 'human:lea', reason: text, facts: { invalidated: [text] } })
    .certifies('NO_GO', { reasons: [text] });
  const items = plannedItems({ id: 'A', title: text }, { id: 'B', title: text });
  const model = reportOf(story, { items, gaps: [text] });
  const problems = [{ code: 'LOG_BROKEN', record: 1, message: text }];
  return { ...model, evidence: { ...model.evidence, ok: false, problems } };
}

/** The same report with a text that nobody can object to. */
export const HARMLESS = 'harmless';
