import type { ReportDocument } from '../page/document.ts';
import { blocksMarkup, factsMarkup } from './block-markup.ts';
import { badge } from './inline-markup.ts';
import { Markup, markup } from './markup.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Nothing is loaded and nothing runs, whatever a text of the page says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A page as one self-contained HTML document: no script, no request, light and dark, printable. */
export function htmlReport(page: ReportDocument): string {
  const { kind, title, stamp, facts, sections, footer } = page;
  const { source } = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>
<meta name="referrer" content="no-referrer"/>
<meta name="color-scheme" content="light dark"/>
<title>${title} · ${kind} · ${stamp.word}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><div class="wide">
<p class="kind">${kind}</p>
<div class="stamp ${stamp.tone}">${badge(stamp.word, stamp.tone)}</div>
<h1>${title}</h1>
<p class="note">${stamp.note}</p>
${factsMarkup(facts)}
</div></header>
<nav aria-label="Sections"><ul class="wide">${sections.map(
    ({ anchor, title: heading }) => markup`<li><a href="#${anchor}">${heading}</a></li>`,
  )}</ul></nav>
<main id="content" class="wide">
${sections.map(
  ({ anchor, title: heading, blocks }) =>
    markup`<section id="${anchor}" aria-labelledby="${anchor}-title"><h2 id="${anchor}-title">${heading}</h2>${blocksMarkup(blocks)}</section>\n`,
)}</main>
<footer class="wide"><p>${footer}</p></footer>
</body>
</html>
`;
  return source;
}
