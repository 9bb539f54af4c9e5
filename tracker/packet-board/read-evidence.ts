import { codeSpans, plainText } from '../markdown/inline.ts';
import type { Block } from '../markdown/blocks.ts';
import type { ListItem } from '../markdown/list.ts';
import type { Section } from '../markdown/sections.ts';
import { lineEnd, type SourceText } from '../markdown/source-text.ts';
import type { EvidenceCommand, EvidenceGate, EvidenceSection } from '../evidence-section.ts';
import type { Field } from '../tracker-model.ts';
import { headingText, labelledField, listItemsIn, noteOf } from '../formats/found.ts';

/** `-> exit 0`, `exit code: 1`, `exited with 2`. */
const EXIT_CODE = /\bexit(?:ed)?(?:\s+(?:with|code|status))*\s*[:=]?\s*(-?\d{1,10})\b/i;
export const LABEL = /^(?:\*\*)?([A-Z][^:]{1,60}?)(?:\*\*)?:(?:\*\*)?\s*$/;
const GATE =
  /^([A-Za-z0-9][\w /-]{0,40}?)\s*[:=—–-]\s*([A-Za-z/]+(?: [A-Z]+)?)\b\s*(?:[(:,—–-]\s*(.*?)\)?)?$/;

/** A labelled part of an evidence section: the entries below `Label:`. */
interface Part {
  readonly label: string;
  readonly items: readonly ListItem[];
}

/** Whether a section records the review of an item. */
export function isEvidence(section: Section): boolean {
  return /\b(?:review )?evidence\b/i.test(headingText(section));
}

/** Reads a section in which a reviewer recorded what was run, seen and decided. */
export function readEvidence(section: Section, source: SourceText): EvidenceSection {
  const parts = partsOf(section.blocks);
  const itemsOf = (label: RegExp): readonly ListItem[] =>
    parts.filter((part) => label.test(part.label)).flatMap((part) => part.items);
  const last = source.lines[section.lineLast - 1];
  const first = source.lines[section.line - 1];
  return {
    heading: headingText(section),
    line: section.line,
    lineLast: section.lineLast,
    span: { start: first?.start ?? 0, end: last === undefined ? 0 : lineEnd(last) },
    filesChanged: itemsOf(FILES).map(noteOf),
    commands: itemsOf(COMMANDS).map(readCommand),
    gates: itemsOf(GATES).map(readGate),
    verdict: labelledField(section.blocks, /^verdict$/i),
    commit: commitIn(section.blocks, itemsOf(COMMIT)),
    residualRisk: itemsOf(RISK).map(noteOf),
    rollback: itemsOf(ROLLBACK).map(noteOf),
    other: parts
      .filter((part) => !KNOWN.some((label) => label.test(part.label)))
      .map((part) => ({ label: part.label, entries: part.items.map(noteOf) })),
  };
}

export const FILES = /^files? (?:changed|touched|modified)/i;
export const COMMANDS = /^commands?\b/i;
export const GATES = /^(?:review )?gates?\b/i;
export const COMMIT = /^(?:checkpoint )?commit\b/i;
export const RISK = /^(?:residual )?risks?\b/i;
export const ROLLBACK = /^rollback\b/i;
const KNOWN = [FILES, COMMANDS, GATES, COMMIT, RISK, ROLLBACK];

function partsOf(blocks: readonly Block[]): readonly Part[] {
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'paragraph') return [];
    const label = LABEL.exec(block.texts.at(-1)?.raw ?? '')?.[1];
    const next = blocks[index + 1];
    if (label === undefined) return [];
    return [{ label, items: next?.kind === 'list' ? listItemsIn([next]) : [] }];
  });
}

function readCommand(item: ListItem): EvidenceCommand {
  const [code] = codeSpans(item.raw);
  const remark = plainText(code === undefined ? item.raw : item.raw.slice(code.end));
  const exit = EXIT_CODE.exec(remark)?.[1];
  return {
    command: code?.code ?? '',
    line: item.line,
    exitCode: exit === undefined ? null : Number(exit),
    remark,
  };
}

function readGate(item: ListItem): EvidenceGate {
  const text = plainText(item.raw);
  const [, name = text, markText = '', reason] = GATE.exec(text) ?? [];
  const mark = MARKS.get(markText.toUpperCase().replace('/', '')) ?? null;
  return { name, line: item.line, mark, markText, reason: reason === '' ? null : (reason ?? null) };
}

const MARKS = new Map<string, EvidenceGate['mark']>([
  ['PASS', 'PASS'],
  ['PASSED', 'PASS'],
  ['FAIL', 'FAIL'],
  ['FAILED', 'FAIL'],
  ['NA', 'NA'],
  ['NOT APPLICABLE', 'NA'],
]);

/** The commit's entry: the first below `Commit:`, or what stands on that line itself. */
function commitIn(blocks: readonly Block[], items: readonly ListItem[]): Field | null {
  const [item] = items;
  if (item === undefined) return labelledField(blocks, COMMIT);
  return { text: plainText(item.raw), line: item.line, span: item.span, cell: null };
}
