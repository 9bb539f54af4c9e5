import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LOG_FILE } from '../../evidence/log-lines.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Nine packets with all their gates; a loaded machine takes several times what an idle one does. */
const PACKETS_MS_MAX = 900_000;
const EVIDENCE_BROKEN = 6;

function node(...args: readonly string[]) {
  const options = { cwd: ROOT, encoding: 'utf8', timeout: PACKETS_MS_MAX } as const;
  return spawnSync(process.execPath, args, options);
}

test(
  'the closeout in nine packets ends with GO_WITH_WAIVERS, and says what was let pass',
  { timeout: PACKETS_MS_MAX },
  () => {
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'ignore' });
    const { status, stdout, stderr } = node('examples/packets/run.mjs', '--keep');
    const repository = /^A closeout in nine packets, in (.+)$/m.exec(stdout)?.[1];
    if (repository === undefined) throw new Error(`the example did not begin: ${stderr}`);
    const folder = dirname(repository);
    try {
      expect(status, `${stdout}\n${stderr}`).toBe(0);
      expect(stdout).toContain('CHANGES_REQUESTED: back to the implementer');
      expect(stdout).toContain('W1: in-force; the suite fails on the base tree by the same tests');
      expect(stdout).toMatch(
        /\/lookup\/steps is 497.5 steps, in a second run 497.5; the base is 1/,
      );
      expect(stdout).toMatch(/NO_GO: .*operations/);
      expect(stdout).toMatch(/8 of 9 done, 1 deferred/);
      expect(stdout).toMatch(/^Certification: GO_WITH_WAIVERS /m);
      checkPage(readFileSync(join(folder, 'certificate.html'), 'utf8'));
      checkBoard(readFileSync(join(repository, 'docs/progress.md'), 'utf8'));
      checkDroppedRecord(repository);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** The certificate as a page: the verdict with all its reasons, and nothing that is loaded. */
function checkPage(html: string): void {
  for (const part of ['GO_WITH_WAIVERS', '1 waived', '1 deferred', 'suite', '06', 'operations']) {
    expect(html).toContain(part);
  }
  expect(html).not.toMatch(/(?:src|href)="?https?:|<script|@import|url\(/i);
}

/** The board that people keep says the same. */
function checkBoard(text: string): void {
  expect(text.match(/^\| 0\d \|.*\| DONE \|/gm)).toHaveLength(8);
  // What was waived is not passed: of all packets that are done, the box of 02 alone stays open.
  expect(text.match(/^- \[x\] Full suite passed/gm)).toHaveLength(7);
  expect(text).toMatch(/WAIVED by human:ana until .*, not passed/);
  expect(text).toMatch(/^\| 06 \|.*\| DEFERRED \(the second region/m);
}

/** Whoever drops one record of the log takes the verdict with it. */
function checkDroppedRecord(repository: string): void {
  const path = join(repository, '.sluice', 'evidence', LOG_FILE);
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, lines.toSpliced(20, 1).join('\n'));
  const verified = node('bin/sluice.js', '-C', repository, 'evidence', 'verify', '--json');
  expect(verified.status).toBe(EVIDENCE_BROKEN);
}
