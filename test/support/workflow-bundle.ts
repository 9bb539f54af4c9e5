import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflows } from '../../worker/bundle-workflows.ts';

/** Bundles the workflows from their sources into `folder`; the answer is the bundle's path. */
export async function writeWorkflowBundle(folder: string): Promise<string> {
  const path = join(folder, 'workflow-bundle.js');
  await writeFile(path, await bundleWorkflows());
  return path;
}
