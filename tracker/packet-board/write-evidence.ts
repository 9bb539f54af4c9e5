import type { EvidenceShape } from '../document-style.ts';
import { oneLine } from '../cell-edit.ts';
import type { NewEvidence } from '../item-change.ts';

const ARROW = '->';

/** The lines of an evidence section in the shape of the document's others, heading first. */
export function evidenceLines(
  id: string,
  evidence: NewEvidence,
  shape: EvidenceShape,
): readonly string[] {
  const { labels } = shape;
  const { commit, verdict } = evidence;
  const parts: (readonly string[])[] = [
    [`${'#'.repeat(shape.level)} ${shape.before}${id}${shape.after}`],
    part(
      labels.files,
      evidence.filesChanged.map(({ path, remark }) => file(path, remark)),
    ),
    part(labels.commands, evidence.commands.map(commandLine)),
    part(labels.gates, evidence.gates.map(gateLine)),
    verdict === null ? [] : [`Verdict: ${verdict}`],
    commit === null
      ? []
      : part(labels.commit, [`- \`${commit.hash}\` (${oneLine(commit.subject)})`]),
    part(labels.risk, textLines(evidence.residualRisk)),
    part(labels.rollback, textLines(evidence.rollback)),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => {
      return index === 0 ? lines : ['', ...lines];
    });
}

function part(label: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${label}:`, ...lines];
}

function file(path: string, remark: string): string {
  return `- ${code(path)}${remark === '' ? '' : `: ${oneLine(remark)}`}`;
}

function commandLine(
  { command, exitCode, remark }: NewEvidence['commands'][number],
  index: number,
): string {
  const end = exitCode === null ? 'no exit code' : `exit ${exitCode}`;
  return `${index + 1}. ${code(command)} ${ARROW} ${end}${inParentheses(remark)}`;
}

function gateLine({ name, mark, remark }: NewEvidence['gates'][number]): string {
  return `- ${name}: ${mark === 'NA' ? 'N/A' : mark}${inParentheses(remark)}`;
}

function inParentheses(remark: string): string {
  return remark === '' ? '' : ` (${oneLine(remark)})`;
}

/** Entries of free text; one that would read as a check box is escaped. */
function textLines(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `- ${oneLine(text).replace(/^\[/, '\\[')}`);
}

/** A code span whose backticks are longer than any inside. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
