// Builds dist/: the compiled program and the workflows' bundle. Does nothing when sources are as built.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fingerprint, isStamped, writeStamp } from './fingerprint.mjs';
import { main, root, run, step } from './step.mjs';

/** The folders that are compiled. */
const SOURCES = JSON.parse(readFileSync(new URL('tsconfig.build.json', root), 'utf8')).include;
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/build.mjs'];
/** What goes into the workflows' bundle. The lock file stands for the SDK's version. */
const BUNDLED = ['workflows', 'domain', 'worker/bundle-workflows.ts', 'package-lock.json'];

const path = (name) => fileURLToPath(new URL(name, root));

export async function build() {
  mkdirSync(path('dist'), { recursive: true });
  await step('Compile', () => compile());
  await step('Bundle the workflows', () => bundle());
}

async function compile() {
  const value = fingerprint([...SOURCES, ...SETTINGS]);
  if (isStamped('dist/.compiled', value)) return 'up to date';
  await run(process.execPath, [
    path('node_modules/typescript/bin/tsc'),
    '-p',
    'tsconfig.build.json',
  ]);
  removeStale();
  await bundleClient();
  writeStamp('dist/.compiled', value);
  return undefined;
}

/**
 * The command line in a few files instead of a hundred, each verb in its own: finding and opening
 * files is most of what a quick verb would do. Files lie one folder below dist/, as the sources do,
 * so that paths relative to them hold. The SDK loads native code and parts of itself by name, so it
 * stays outside.
 */
async function bundleClient() {
  const { build } = await import('esbuild');
  rmSync(path('dist/cli.new'), { recursive: true, force: true });
  await build({
    entryPoints: [path('dist/client/main.js')],
    outdir: path('dist/cli.new'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@temporalio/*'],
    // Names are kept: they are in the stack traces of defects that people report.
    minifyWhitespace: true,
    minifySyntax: true,
    // What CommonJS packages in the bundle require of Node.
    banner: {
      js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
  });
  rmSync(path('dist/cli'), { recursive: true, force: true });
  renameSync(path('dist/cli.new'), path('dist/cli'));
}

/** Removes what was compiled from sources that are gone, so that nothing can import it any more. */
function removeStale() {
  for (const folder of SOURCES.filter((name) => existsSync(path(`dist/${name}`)))) {
    for (const name of readdirSync(path(`dist/${folder}`), { recursive: true })) {
      const source = `${folder}/${name}`.replace(/\.js(\.map)?$/, '.ts');
      if (/\.js(\.map)?$/.test(name) && !existsSync(path(source))) {
        rmSync(path(`dist/${folder}/${name}`));
      }
    }
  }
}

async function bundle() {
  const value = fingerprint(BUNDLED);
  if (isStamped('dist/.bundled', value) && existsSync(path('dist/workflow-bundle.js'))) {
    return 'up to date';
  }
  const { bundleWorkflows } = await import(pathToFileURL(path('dist/worker/bundle-workflows.js')));
  // Written beside and renamed: a worker that starts meanwhile loads the old bundle or the new one.
  writeFileSync(path('dist/workflow-bundle.js.new'), await bundleWorkflows());
  renameSync(path('dist/workflow-bundle.js.new'), path('dist/workflow-bundle.js'));
  writeStamp('dist/.bundled', value);
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(build);
