import type { Block, Entry, Inline, Line, ReportDocument, Table } from '../page/document.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { plainLine } from '../plain-text.ts';
import { atLineStart, markdownCode, markdownText } from './markdown-text.ts';

/** A page as GitHub-flavoured Markdown. */
export function markdownReport(page: ReportDocument): string {
  const { kind, title, stamp, facts, sections, footer } = page;
  const blocks = [
    `# ${markdownText(title)}`,
    `${atLineStart(markdownText(kind))}: **${markdownText(stamp.word)}**`,
    atLineStart(markdownText(stamp.note)),
    ...blockLines({ kind: 'facts', rows: facts }, 2),
    ...sections.flatMap(({ title: heading, blocks: inside }) => [
      `## ${markdownText(heading)}`,
      ...inside.flatMap((block) => blockLines(block, 3)),
    ]),
    '---',
    atLineStart(markdownText(footer)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Each answer is one block: they are separated by an empty line. `level` is that of a heading. */
function blockLines(block: Block, level: number): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [lineText(block.line)];
    case 'facts':
      return [
        block.rows
          .map(({ label, line }) => `- **${markdownText(label)}:** ${inline(line)}`)
          .join('\n'),
      ];
    case 'list':
      return [block.entries.map(entryText).join('\n')];
    case 'tiles':
      return [
        block.tiles
          .map(
            ({ label, value, note }) =>
              `- **${markdownText(label)}:** ${markdownText(value)} (${markdownText(note)})`,
          )
          .join('\n'),
      ];
    case 'bar': {
      const shown = block.parts.filter(({ count }) => count > 0);
      const parts = shown.map(({ label, count }) => `${count} ${markdownText(label)}`);
      return [`**${markdownText(block.label)}:** ${parts.join(', ') || 'none'}`];
    }
    case 'commands':
      // Indented code has no end mark that a text could forge.
      return [block.lines.map((line) => `    ${plainLine(line)}`).join('\n')];
    case 'table':
      return [`**${markdownText(block.caption)}**`, tableText(block)];
    case 'card':
      return [
        `${'#'.repeat(level)} ${inline(block.title).trim()}`,
        ...block.blocks.flatMap((each) => blockLines(each, level + 1)),
      ];
    default:
      return unreachable(block);
  }
}

function entryText({ line, more = [] }: Entry): string {
  return [`- ${lineText(line)}`, ...more.map((each) => `  - ${lineText(each)}`)].join('\n');
}

function tableText({ head, numeric = [], rows }: Table): string {
  const rule = head.map((_, column) => (numeric.includes(column) ? '---:' : '---'));
  const lines = [
    head.map((each) => markdownText(each)),
    rule,
    ...rows.map(({ cells }) => cells.map(inline)),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A line that begins a block. */
function lineText(line: Line): string {
  return atLineStart(inline(line));
}

function inline(line: Line): string {
  return line.map(inlineText).join('').trim();
}

function inlineText(part: Inline): string {
  if (typeof part === 'string') return spaced(part, markdownText(part));
  switch (part.kind) {
    case 'code':
      return markdownCode(part.text);
    case 'strong':
    case 'badge': {
      const text = markdownText(part.text);
      return text === '' ? '' : `**${text}**`;
    }
    case 'chip':
      return `${markdownText(part.label)}:${part.word}`;
    case 'ref':
      return markdownText(part.text);
    default:
      return unreachable(part);
  }
}

/** Pieces of a line keep the spaces around them, which a text alone does not have. */
function spaced(text: string, markdown: string): string {
  if (markdown === '') return /\s/.test(text) ? ' ' : '';
  return `${/^\s/.test(text) ? ' ' : ''}${markdown}${/\s$/.test(text) ? ' ' : ''}`;
}
