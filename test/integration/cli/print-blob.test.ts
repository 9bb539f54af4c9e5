import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { printBlob } from '../../../client/print-blob.ts';
import { openBlobStore } from '../../../evidence/blob-store.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** What a reader of this kind of output gets to see. */
async function printed(bytes: Buffer, isTTY: boolean): Promise<string> {
  const blobs = await openBlobStore(tempDir());
  const out = Object.assign(new PassThrough(), { isTTY });
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await printBlob(blobs, await blobs.put(bytes), out as unknown as NodeJS.WriteStream);
  return Buffer.concat(chunks).toString('utf8');
}

test('a terminal is not steered by what a command printed', async () => {
  const bytes = Buffer.from('a\tb\r\n\u001b]0;owned\u0007\u001b[2Jc\u202ed é 文\n');
  expect(await printed(bytes, true)).toBe('a\tb\n?]0;owned??[2Jc?d é 文\n');
  expect(await printed(bytes, false)).toBe(bytes.toString('utf8'));
});

test('characters that lie across two reads stay whole', async () => {
  const text = `${'x'.repeat(1024 * 1024 - 1)}文`;
  expect(await printed(Buffer.from(text), true)).toBe(text);
});
