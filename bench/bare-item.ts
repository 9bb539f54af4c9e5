import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

/** What the bare workflow asks of its activities: as little as Temporal can carry. */
export interface BareActivities {
  runGate(request: { readonly stage: string }): Promise<string>;
  checkpoint(tree: string): Promise<string>;
}

interface Accepted {
  readonly kind: 'accepted';
}

/**
 * The life of an item as a plain Temporal workflow: the same three messages and the same four
 * activities in the same order, and nothing else. It is what Sluice's item is held against.
 */
export async function bareItem(): Promise<string> {
  const { runGate, checkpoint } = proxyActivities<BareActivities>({
    startToCloseTimeout: '1 minute',
  });
  const red = message('red');
  const green = message('green');
  const review = message('review');
  await condition(red);
  await runGate({ stage: 'RED' });
  await condition(green);
  await runGate({ stage: 'TARGETED' });
  const tree = await runGate({ stage: 'VERIFY' });
  await condition(review);
  return checkpoint(tree);
}

/** Accepts an update of this name and tells whether it has come. */
function message(name: string): () => boolean {
  let hasCome = false;
  setHandler(defineUpdate<Accepted, [unknown]>(name), () => {
    hasCome = true;
    return { kind: 'accepted' } as const;
  });
  return () => hasCome;
}
