import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { askAgain, TRIES_MS } from '../../../client/ask-again.ts';
import { openQuickGateway } from '../../../client/quick-gateway.ts';
import { GRPC_STATUS } from '../../../client/unary-channel.ts';

const LATE = new Error('late');
const isLate = (error: unknown): boolean => error === LATE;

/** Answers with the n-th of these, or throws it where it is an error. */
function answering(...answers: readonly (string | Error)[]) {
  const asked: number[] = [];
  const heard: string[] = [];
  const ask = (timeoutMs: number): Promise<string> => {
    const answer = answers[asked.length] ?? LATE;
    asked.push(timeoutMs);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const onLate = (sentence: string): void => void heard.push(sentence);
  return { asked, heard, run: () => askAgain(ask, { isLate, onLate }) };
}

describe('a question', () => {
  test('that is answered is asked once', async () => {
    const { run, asked, heard } = answering('yes');
    expect(await run()).toBe('yes');
    expect([asked, heard]).toEqual([[TRIES_MS[0]], []]);
  });

  test('that is late is asked again, and says so', async () => {
    const { run, asked, heard } = answering(LATE, 'yes');
    expect(await run()).toBe('yes');
    expect(asked).toEqual(TRIES_MS.slice(0, 2));
    expect(heard).toEqual(['No worker answered within 3 s; asking again.']);
  });

  test('that is never answered ends within the sum of its tries', async () => {
    const { run, asked } = answering();
    await expect(run()).rejects.toBe(LATE);
    expect(asked).toEqual(TRIES_MS);
    expect(TRIES_MS.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(12_000);
  });

  test('that fails for another reason is not asked again', async () => {
    const { run, asked } = answering(new Error('not found'), 'yes');
    await expect(run()).rejects.toThrow('not found');
    expect(asked).toHaveLength(1);
  });
});

let server: Http2Server | undefined;
afterEach(() => server?.close());

/** A Temporal that answers queries with these statuses, one after the other. */
async function statuses(...answers: readonly number[]): Promise<string> {
  const left = [...answers];
  const created = createServer();
  server = created;
  created.on('stream', (stream) => {
    stream.resume();
    stream.respond({ ':status': 200, 'grpc-status': String(left.shift()) }, { endStream: true });
  });
  await new Promise<void>((resolve) => void created.listen(0, '127.0.0.1', () => resolve()));
  return `127.0.0.1:${(created.address() as AddressInfo).port}`;
}

describe('the quick gateway', () => {
  test.each([
    ['asks again where a worker died, and hears what the living say', [4, 5], 'ITEM_NOT_FOUND'],
    ['says that no worker runs when none answers', [4, 4, 4], 'WORKER_NOT_RUNNING'],
    ['does not ask again what is not there', [5], 'ITEM_NOT_FOUND'],
  ])('%s', async (_what, answers, code) => {
    const heard: string[] = [];
    const gateway = openQuickGateway({
      address: await statuses(...answers),
      namespace: 'default',
      taskQueue: 'q',
      onLate: (sentence) => void heard.push(sentence),
      openFull: () => Promise.reject(new Error('not needed')),
    });
    await expect(gateway.item('p', 'i')).rejects.toMatchObject({ code });
    expect(heard).toHaveLength(answers.length - 1);
    await gateway.close();
  });

  test('takes the statuses of gRPC for what they are', () => {
    expect([GRPC_STATUS.deadlineExceeded, GRPC_STATUS.notFound]).toEqual([4, 5]);
  });
});
