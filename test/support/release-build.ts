import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const REPOSITORY = resolve(import.meta.dirname, '../..');
/** What the workflows' bundle is made of. */
const FOLDERS = ['workflows', 'domain', 'activities'] as const;

/** A change of one source, as a later release has it: the first `from` becomes `to`. */
export interface ReleaseEdit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Bundles the workflows as another release would have them: the sources of now, with `edits`, in
 * `folder`. Answers the bundle's path; an edit that changes nothing is a mistake of the test.
 */
export async function buildRelease(folder: string, edits: readonly ReleaseEdit[]): Promise<string> {
  for (const name of FOLDERS)
    cpSync(join(REPOSITORY, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of edits) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
    writeFileSync(path, text.replace(from, to));
  }
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(folder, 'workflows/index.ts'),
    payloadConverterPath: join(folder, 'workflows/payload-converter.ts'),
    logger: SILENT,
  });
  const bundle = join(folder, 'workflow-bundle.js');
  writeFileSync(bundle, code);
  return bundle;
}

const ignore = (): void => undefined;
const SILENT = {
  log: ignore,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
};
