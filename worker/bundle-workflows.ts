import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

/**
 * The workflows' code as one JavaScript text with its source map. The worker that runs it must be
 * of exactly the version that bundled it. Takes seconds: done when Sluice is built and once a test run.
 */
export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowFile('index'),
    payloadConverterPath: workflowFile('payload-converter'),
    logger: silentLogger,
  });
  return code;
}

/** A module of `workflows/`: TypeScript in the repository, JavaScript in `dist/`. */
function workflowFile(name: string): string {
  const source = fileURLToPath(new URL(`../workflows/${name}.ts`, import.meta.url));
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js');
}

const ignore = (): void => undefined;

/** The bundler reports each asset; what went wrong comes as an error. */
const silentLogger = {
  log: ignore,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
};
