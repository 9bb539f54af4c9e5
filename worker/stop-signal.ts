const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The exit code of a process that an interrupt ended: 128 + SIGINT. */
const INTERRUPTED = 130;

/**
 * Aborts at the first signal that asks this process to stop. At the second, people mean it: the
 * process exits at once, and Temporal gives the interrupted activities to another worker.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED);
      controller.abort(signal);
    });
  }
  return controller.signal;
}
