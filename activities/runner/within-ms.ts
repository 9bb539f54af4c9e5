/** Whether `done` resolves within `ms`; the wait keeps no process alive. Rejects as `done` does. */
export async function withinMs(done: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    // One more turn of the event loop lets an event that is already there be seen before the limit.
    timer = setTimeout(() => setImmediate(resolve, false), ms);
  });
  try {
    return await Promise.race([done.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
