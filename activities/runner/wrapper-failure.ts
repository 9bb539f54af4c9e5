import { Fault } from '../../domain/fault.ts';
import type { RunEnd } from '../../domain/run-outcome.ts';
import type { StoredStream } from './stored-stream.ts';

/** What execvp(3) failed with, as setsid(1) of util-linux tells it (EX_EXEC_ENOENT, EX_EXEC_FAILED). */
const EXIT_NOT_FOUND = 127;
const EXIT_NOT_EXECUTABLE = 126;

const ONE_LINE_OF = /^(nsenter|setsid|prlimit|setpriv|unshare|sluice-cgroup): ([^\n]*)\n?$/;

/**
 * The end of a command that a wrapper could not start, or null where the command did start. The
 * wrappers say so in a single line on stderr and nothing on stdout. Where the machine lacked
 * something, throws `SPAWN_FAILED`: the command has not run, so it is run again.
 */
export function wrapperFailure(
  end: RunEnd,
  streams: { readonly stdout: StoredStream; readonly stderr: StoredStream },
): RunEnd | null {
  if (end.kind !== 'exited' || end.exitCode === 0 || streams.stdout.totalBytes > 0) return null;
  const head = streams.stderr.head();
  const match =
    head.length === streams.stderr.totalBytes ? ONE_LINE_OF.exec(head.toString()) : null;
  if (match === null) return null;
  const [, wrapper, reason = ''] = match;
  if (wrapper === 'setsid' && end.exitCode === EXIT_NOT_FOUND) {
    return { kind: 'not-found', message: reason };
  }
  if (wrapper === 'setsid' && end.exitCode === EXIT_NOT_EXECUTABLE) {
    return { kind: 'not-executable', message: reason };
  }
  throw new Fault({ code: 'SPAWN_FAILED', facts: { reason } });
}
