import { unreachable } from '../../domain/unreachable.ts';
import type { Block, Card, Entry, Fact, Line } from '../page/document.ts';
import { lineMarkup } from './inline-markup.ts';
import { type Markup, markup } from './markup.ts';
import { tableMarkup } from './table-markup.ts';

/** The blocks of one section or card, one below the other. */
export function blocksMarkup(blocks: readonly Block[]): readonly Markup[] {
  return blocks.map(blockMarkup);
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'text':
      return markup`<p>${lineMarkup(block.line)}</p>`;
    case 'facts':
      return factsMarkup(block.rows);
    case 'list':
      return markup`<ul>${block.entries.map(entryMarkup)}</ul>`;
    case 'tiles':
      return markup`<dl class="tiles">${block.tiles.map(
        ({ label, value, note, tone }) =>
          markup`<div class="${tone}"><dt>${label}</dt><dd><strong>${value}</strong><span>${note}</span></dd></div>`,
      )}</dl>`;
    case 'bar':
      return barMarkup(block);
    case 'commands':
      return markup`<pre>${block.lines.map((line) => markup`<code>${line}</code>`)}</pre>`;
    case 'table':
      return tableMarkup(block);
    case 'card':
      return cardMarkup(block);
    default:
      return unreachable(block);
  }
}

export function factsMarkup(rows: readonly Fact[]): Markup {
  return markup`<dl class="facts">${rows.map(
    ({ label, line }) => markup`<div><dt>${label}</dt><dd>${lineMarkup(line)}</dd></div>`,
  )}</dl>`;
}

function entryMarkup({ line, more = [] }: Entry): Markup {
  const below = (each: Line): Markup => markup`<li>${lineMarkup(each)}</li>`;
  const nested = more.length === 0 ? null : markup`<ul>${more.map(below)}</ul>`;
  return markup`<li>${lineMarkup(line)}${nested}</li>`;
}

/** Shares of a whole. The figures stand below in words, so that the picture is only a picture. */
function barMarkup({ label, parts }: Extract<Block, { kind: 'bar' }>): Markup {
  const shown = parts.filter((part) => part.count > 0);
  return markup`<figure class="bar"><figcaption>${label}</figcaption><div aria-hidden="true">${shown.map(
    ({ count, tone }) => markup`<i class="${tone}" style="flex-grow:${count}"></i>`,
  )}</div><ul>${shown.map(
    ({ label: name, count, tone }) =>
      markup`<li><i class="${tone}" aria-hidden="true"></i>${count} ${name}</li>`,
  )}</ul></figure>`;
}

function cardMarkup({ anchor, title, blocks }: Card): Markup {
  return markup`<article id="${anchor}"><h3>${lineMarkup(title)}</h3>${blocksMarkup(blocks)}</article>`;
}
