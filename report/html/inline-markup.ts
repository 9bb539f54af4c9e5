import { unreachable } from '../../domain/unreachable.ts';
import type { Inline, Line, Tone } from '../page/document.ts';
import { type Markup, markup } from './markup.ts';

/** A sign beside the colour, for people who do not see it and for paper. */
const SIGNS: Readonly<Record<Tone, string>> = {
  good: '✓',
  bad: '✗',
  warn: '!',
  info: '•',
  muted: '–',
};

export function lineMarkup(line: Line): readonly Markup[] {
  return line.map(inlineMarkup);
}

function inlineMarkup(part: Inline): Markup {
  if (typeof part === 'string') return markup`${part}`;
  switch (part.kind) {
    case 'code':
      return part.full === undefined
        ? markup`<code>${part.text}</code>`
        : markup`<code title="${part.full}">${part.text}</code>`;
    case 'strong':
      return markup`<strong>${part.text}</strong>`;
    case 'badge':
      return badge(part.text, part.tone);
    case 'chip':
      return chip(part);
    case 'ref':
      return markup`<a href="#${part.anchor}">${part.text}</a>`;
    default:
      return unreachable(part);
  }
}

/** What passed and what never ran shows by its sign; every other result is spelled out. */
function chip({ label, word, tone, title }: Extract<Inline, { kind: 'chip' }>): Markup {
  const more = title === null ? word : `${word}, ${title}`;
  const isSign = word === 'PASS' || word === 'NOT_RUN';
  const spoken = isSign ? markup`<span class="sr"> ${word}</span>` : markup` ${word}`;
  return markup`<span class="chip ${tone}" title="${label}: ${more}"><b aria-hidden="true">${SIGNS[tone]}</b>${label}${spoken}</span>`;
}

export function badge(text: string, tone: Tone): Markup {
  return markup`<span class="badge ${tone}"><b aria-hidden="true">${SIGNS[tone]}</b>${text}</span>`;
}
