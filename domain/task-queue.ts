/** The task queue of workflows and short activities, when nothing else is configured. */
export const TASK_QUEUE_DEFAULT = 'sluice';

/** Gate commands have a queue of their own, so that a heavy gate never delays a signal. */
export function gateTaskQueue(taskQueue: string): string {
  return `${taskQueue}-gates`;
}
