// A worker that starts Git through its helper and is then killed by the test.
import { startGitHelper } from '../../git/git-helper.ts';
import type { GitInvocation } from '../../git/git-invocation.ts';

export interface GitWorkerOrder {
  readonly entry: string;
  readonly invocation: Omit<GitInvocation, 'stdin'>;
}

const { entry, invocation } = JSON.parse(process.argv[2] ?? '') as GitWorkerOrder;
const helper = startGitHelper({ entry });
const run = helper.run({ ...invocation, stdin: new Uint8Array() });
process.send?.({ helper: helper.pid });
await run;
