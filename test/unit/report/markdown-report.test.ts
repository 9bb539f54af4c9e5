import * as fc from 'fast-check';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { markdownReport } from '../../../report/markdown/markdown-report.ts';
import type { ReportModel } from '../../../report/model/report-model.ts';
import { certificatePage } from '../../../report/page/certificate-page.ts';
import { itemPage } from '../../../report/page/item-page.ts';
import { programPage } from '../../../report/page/program-page.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';
import { HARMLESS, hostileTexts, reportWith } from './hostile-text.ts';

interface Node {
  readonly type: string;
}

/** Types of the nodes, depth first; text and code of one line are one, however often it is cut. */
function shapeOf(markdown: string): string {
  const shape = (node: Node): string => {
    const children = 'children' in node ? (node.children as readonly Node[]) : [];
    if (node.type === 'text' || node.type === 'inlineCode') return 't';
    return `${node.type}(${children.map(shape).join('')})`;
  };
  return shape(unified().use(remarkParse).parse(markdown)).replace(/t+/g, 't');
}

/** Columns of each line of a table. */
function columnsOf(markdown: string): readonly number[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll(/\\./g, '').split('|').length);
}

function pagesOf(model: ReportModel): readonly string[] {
  const items = model.items.map((item) => itemPage(model, item));
  return [programPage(model), certificatePage(model), ...items].map(markdownReport);
}

test('shows an item with a setback', () => {
  const story = new EvidenceStory()
    .submits('A', 'green', { by: 'agent:codex' })
    .runs('A', 'verify', {
      result: 'FAIL',
      code: 'COMMAND_FAILED',
      exitCode: 2,
      facts: { exitCode: 2 },
    })
    .submits('A', 'green', { by: 'agent:codex', attempt: 2 })
    .runs('A', 'verify', { tree: 'two', attempt: 2 })
    .reviews('A', 'APPROVED', { by: 'human:bo', tree: 'two', attempt: 2 });
  const items = plannedItems({ id: 'A', title: 'Parse <b> | pipes', profile: 'chore' });
  const model = reportOf(story, { items });
  const [item] = model.items;
  expect(item && markdownReport(itemPage(model, item))).toMatchInlineSnapshot(`
    "# A Parse \\<b\\> \\| pipes

    Item report · demo: **APPROVED**

    5 records of evidence.

    - **Branch:** not known yet
    - **Evidence from:** 2026-11-21 08:01 UTC to 2026-11-21 08:05 UTC
    - **Policy:** sha256 \`823412d1eacb\`
    - **Log:** 5 records, head sha256 \`7062b42fcfdc\`

    ## Item

    - **Stage:** CHECKPOINT, attempt 2
    - **Time:** 2026-11-21 08:01 UTC to 2026-11-21 08:05 UTC

    **Gates**

    | Stage | Gate | Result | Attempt | Runs | Tests | Took | Evidence | How it ended |
    | --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- |
    | VERIFY | verify | **PASS** | 2 | 2 |  | 0.0 s | \`e7bd2aa38e3f\` |  |
    | REVIEW | P0 | **PASS** | 2 | 1 |  |  | \`7062b42fcfdc\` |  |
    | REVIEW | P1 | **PASS** | 2 | 1 |  |  | \`7062b42fcfdc\` |  |

    **Setbacks and what followed**

    - 2026-11-21 08:02 UTC, attempt 1, VERIFY: **COMMAND\\_FAILED** The command failed with exit code 2.
      - followed by: green by agent:codex on 2026-11-21 08:03 UTC (attempt 2); verify then PASS (attempt 2)

    **Reviews**

    - 2026-11-21 08:05 UTC, attempt 2, tree \`ea94f6393d46\`: **APPROVED** by human:bo (claimed); P0 PASS, P1 PASS

    **Submissions**

    - 2026-11-21 08:01 UTC, attempt 1: **green** by agent:codex (claimed)
    - 2026-11-21 08:03 UTC, attempt 2: **green** by agent:codex (claimed)

    ## Evidence

    **SOUND** 5 records verified: chain, signatures, stored output and what they say of each item. Head sha256 \`7062b42fcfdc\`; 0 commits vouch for it.

    Anybody can check it: \`sluice evidence verify\`

    ---

    Made by sluice report on 2026-11-23 12:00 UTC, from the evidence log. Names of actors are claimed: messages are not signed.
    "
  `);
});

test('keeps its structure whatever texts say', () => {
  const harmless = pagesOf(reportWith(HARMLESS));
  const shapes = harmless.map(shapeOf);
  const columns = harmless.map(columnsOf);
  fc.assert(
    fc.property(hostileTexts, (text) => {
      const pages = pagesOf(reportWith(text));
      expect(pages.map(shapeOf)).toEqual(shapes);
      expect(pages.map(columnsOf)).toEqual(columns);
    }),
    { numRuns: 30 },
  );
}, 60_000);
