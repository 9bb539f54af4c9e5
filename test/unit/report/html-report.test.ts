import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../../report/html/html-report.ts';
import type { ReportModel } from '../../../report/model/report-model.ts';
import { certificatePage } from '../../../report/page/certificate-page.ts';
import type { ReportDocument } from '../../../report/page/document.ts';
import { itemPage } from '../../../report/page/item-page.ts';
import { programPage } from '../../../report/page/program-page.ts';
import { plainLine } from '../../../report/plain-text.ts';
import { EvidenceStory } from '../../support/evidence-story.ts';
import { plannedItems, reportOf } from '../../support/report-model.ts';
import { HARMLESS, hostileTexts, reportWith } from './hostile-text.ts';

interface Parsed {
  /** Elements in order, with the names of their attributes. */
  readonly structure: readonly string[];
  readonly text: string;
  readonly links: readonly string[];
  readonly ids: readonly string[];
}

/** Reads a page with a strict parser: it throws where a text broke the markup. */
function parse(page: string): Parsed {
  const structure: string[] = [];
  const links: string[] = [];
  const ids: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    structure.push(`<${name} ${Object.keys(attributes).join(' ')}>`);
    const { href, src, id } = attributes;
    links.push(...[href, src].filter((each) => each !== undefined));
    if (id !== undefined) ids.push(id);
  });
  parser.on('closetag', ({ name }) => structure.push(`</${name}>`));
  parser.on('text', (more) => (text += more));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(page).close();
  return { structure, text, links, ids };
}

function pagesOf(model: ReportModel): readonly ReportDocument[] {
  const items = model.items.map((item) => itemPage(model, item));
  return [programPage(model), certificatePage(model), ...items];
}

test('shows a small program', () => {
  const story = new EvidenceStory().finishes('A', 2);
  const page = htmlReport(programPage(reportOf(story, { items: plannedItems({ id: 'A' }) })));
  const [, table = ''] = /<tbody>\n(<tr data-group.*<\/tr>)\n<\/tbody>/.exec(page) ?? [];
  expect(table).toMatchInlineSnapshot(
    `"<tr data-group="done"><th scope="row"><a href="#item-A">A</a></th><td>P1</td><td class="roomy">Title of A</td><td><span class="badge good"><b aria-hidden="true">✓</b>done</span></td><td class="roomy"><span class="chip good" title="red: PASS, attempt 1, exit 1"><b aria-hidden="true">✓</b>red<span class="sr"> PASS</span></span> <span class="chip good" title="targeted: PASS, attempt 1, exit 0"><b aria-hidden="true">✓</b>targeted<span class="sr"> PASS</span></span> <span class="chip good" title="verify: PASS, attempt 1, exit 0"><b aria-hidden="true">✓</b>verify<span class="sr"> PASS</span></span> <span class="chip good" title="P0: PASS, attempt 1"><b aria-hidden="true">✓</b>P0<span class="sr"> PASS</span></span> <span class="chip good" title="P1: PASS, attempt 1"><b aria-hidden="true">✓</b>P1<span class="sr"> PASS</span></span> </td><td class="num">1</td><td class="num">2 of 2</td><td>agent:claude</td><td><code title="56ece1fb4ee56b87ff676a3e5aa84330940ac4f4">56ece1fb4ee5</code></td></tr>"`,
  );
});

test('keeps its structure whatever texts say, and shows each of them', () => {
  const expected = pagesOf(reportWith(HARMLESS)).map((page) => parse(htmlReport(page)).structure);
  fc.assert(
    fc.property(hostileTexts, (text) => {
      const pages = pagesOf(reportWith(text)).map((page) => parse(htmlReport(page)));
      expect(pages.map((page) => page.structure)).toEqual(expected);
      for (const page of pages) expect(page.text).toContain(plainLine(text));
    }),
    { numRuns: 60 },
  );
}, 60_000);

describe('a page', () => {
  const pages = pagesOf(reportWith(HARMLESS)).map(htmlReport);

  test('loads nothing and runs nothing', () => {
    for (const page of pages) {
      const { links, structure } = parse(page);
      expect(links.filter((link) => !link.startsWith('#'))).toEqual([]);
      expect(
        structure.filter((each) => /^<(?:script|iframe|img|link|object|form) /.test(each)),
      ).toEqual([]);
      expect(page).not.toMatch(/https?:|url\(|@import|<[^>]* on\w+=/);
      expect(page).toContain('content="default-src &#39;none&#39;;');
    }
  });

  test('has every anchor that it links to, and each only once', () => {
    for (const page of pages) {
      const { links, ids } = parse(page);
      expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('names each table, its columns and its rows for those who hear it', () => {
    for (const page of pages) {
      const count = (pattern: RegExp): number => page.match(pattern)?.length ?? 0;
      expect(count(/<caption>[^<]+<\/caption>/g)).toBe(count(/<table>/g));
      expect(count(/<thead>/g)).toBe(count(/<table>/g));
      expect(count(/<th scope="row">/g)).toBe(count(/<tr/g) - count(/<table>/g));
      expect(page).toContain('<html lang="en">');
    }
  });
});

test('gives ids that no attribute can hold an anchor of their own', () => {
  const story = new EvidenceStory().finishes('a"b').finishes('a_b').finishes('a b');
  const { ids } = parse(htmlReport(programPage(reportOf(story))));
  expect(ids.filter((id) => id.startsWith('item-'))).toEqual([
    'item-a_22_b',
    'item-a_5f_b',
    'item-a_20_b',
  ]);
});
