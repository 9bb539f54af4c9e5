import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { afterAll, beforeAll } from 'vitest';

export interface ChildEnd {
  /** What it printed: numbers of acknowledged records, or the code of a fault. */
  readonly printed: readonly string[];
  readonly signal: string | undefined;
}

/** Builds `evidence-child.ts` once for a test file; the answer runs it with its arguments. */
export function evidenceProcess(): {
  run(...args: string[]): Promise<ChildEnd>;
  path(): string;
} {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-child-'));
  const outfile = join(dir, 'evidence-child.mjs');
  beforeAll(async () => {
    const entry = join(import.meta.dirname, 'evidence-child.ts');
    const settings = { bundle: true, platform: 'node', format: 'esm' } as const;
    await build({ entryPoints: [entry], outfile, logLevel: 'error', ...settings });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return {
    path: () => outfile,
    run: async (...args) => {
      const { stdout, signal } = await execa(process.execPath, [outfile, ...args], {
        reject: false,
      });
      return { printed: stdout.split('\n').filter((line) => line !== ''), signal };
    },
  };
}
