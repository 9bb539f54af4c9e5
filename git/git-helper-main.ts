import { setMaxListeners } from 'node:events';
import type { GitHelperReply, GitHelperRequest } from './git-helper.ts';
import { spawnGit } from './spawn-git.ts';

/**
 * The process that starts Git for a worker, forked by `git-helper.ts`. It is small because forking
 * costs by the memory of the forking process. When the channel closes, its worker is gone: Git is
 * stopped, so that nothing goes on writing for a worker whose lanes others may take by now.
 */
const stop = new AbortController();
// One listener for each Git that runs, however many lanes there are.
setMaxListeners(0, stop.signal);
const running = new Set<Promise<void>>();

async function answer({ id, invocation }: GitHelperRequest): Promise<void> {
  const end = await spawnGit(invocation, stop.signal);
  const reply: GitHelperReply = { id, answer: end };
  if (process.connected) process.send?.(reply);
}

process.on('message', (request: GitHelperRequest) => {
  const work = answer(request).finally(() => running.delete(work));
  running.add(work);
});
process.once('disconnect', () => {
  stop.abort();
  void Promise.allSettled(running).then(() => process.exit());
});
// The worker decides when Git ends; a terminal's Ctrl-C reaches this process as well.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
