import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Bundles the measured workflows into `folder`; the answer is the bundle's path. */
export async function bundleMeasured(folder: string): Promise<string> {
  const compiled = (name: string): string =>
    fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const { code } = await bundleWorkflowCode({
    workflowsPath: compiled('measured-workflows'),
    workflowInterceptorModules: [compiled('step-ends')],
    logger: new DefaultLogger('ERROR'),
  });
  const path = join(folder, 'measured-workflows.js');
  await writeFile(path, code);
  return path;
}
