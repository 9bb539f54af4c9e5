import { maskUnsafe } from '../../domain/safe-text.ts';

import type { Finding } from './finding.ts';

/**
 * Findings as text: `file:line CODE what`, then indented why, fix and the rule, each on a line of its
 * own, and a last line that counts them. `path` is shown as given.
 */
export function formatFindings(path: string, findings: readonly Finding[]): string {
  const file = maskUnsafe(path);
  const blocks = findings.map((finding) => formatFinding(file, finding));
  return `${[...blocks, `${file}: ${countText(findings.length)}`].join('\n')}\n`;
}

function formatFinding(file: string, { code, line, message, why, fix, rule }: Finding): string {
  const source = rule.line === null ? 'built in' : `line ${rule.line} of this document`;
  return [
    `${file}:${line} ${code} ${message}`,
    `    why:  ${why}`,
    `    fix:  ${fix}`,
    `    rule: ${rule.text} (${source})`,
  ].join('\n');
}

function countText(count: number): string {
  if (count === 0) return 'no findings';
  return count === 1 ? '1 finding' : `${count} findings`;
}
