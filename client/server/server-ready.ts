import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attribute.ts';

const READY_MS_MAX = 30_000;
const POLL_MS = 25;
const ANSWER_MS_MAX = 2_000;
const OK = 200;

/**
 * Waits until the server answers for its namespace and knows the search attributes. Asked over the
 * HTTP API, which passes through the same frontend as gRPC and needs no client library.
 * The answer is false when `ended` or the longest wait comes first.
 */
export async function waitUntilServing(
  httpAddress: string,
  ended: Promise<unknown>,
): Promise<boolean> {
  const deadline = performance.now() + READY_MS_MAX;
  const server = { running: true };
  void ended.then(() => (server.running = false));
  while (server.running && performance.now() < deadline) {
    if (await isPrepared(httpAddress)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Whether a server serves the namespace `default` with all search attributes. */
async function isPrepared(httpAddress: string): Promise<boolean> {
  const body = await bodyOf(`http://${httpAddress}/api/v1/namespaces/default`);
  return body !== undefined && SEARCH_ATTRIBUTES.every((name) => body.includes(`"${name}"`));
}

function bodyOf(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: ANSWER_MS_MAX }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('close', () => resolve(response.statusCode === OK ? body : undefined));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(undefined));
  });
}
