import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, test } from 'vitest';

import { findProgram } from '../../../activities/runner/find-program.ts';
import { tempDir } from '../../support/temp-dir.ts';

let dir: string;

beforeEach(async () => {
  dir = tempDir();
  await mkdir(join(dir, 'a', 'folder'), { recursive: true });
  await mkdir(join(dir, 'b'));
  await program('b/both', 'ok');
  await program('b/tool', '#!/bin/sh\n');
  await program('b/lost', '#!/no/such/interpreter -x\n');
  await program('b/dos', '#!/bin/sh\r\n');
  await writeFile(join(dir, 'a', 'both'), 'not executable');
  await writeFile(join(dir, 'a', 'plain'), 'not executable');
});

async function program(name: string, text: string): Promise<void> {
  await writeFile(join(dir, name), text);
  await chmod(join(dir, name), 0o755);
}

describe('a program', () => {
  test.each([
    ['tool', 'found'],
    ['./b/tool', 'found'],
    ['b/tool', 'found'],
    ['both', 'found'],
    ['nowhere', 'not-found'],
    ['', 'not-found'],
    ['./nowhere', 'not-found'],
    ['a/plain/below-a-file', 'not-found'],
    ['lost', 'not-found'],
    ['dos', 'not-found'],
    ['plain', 'not-executable'],
    ['./a/plain', 'not-executable'],
    ['./a/folder', 'not-executable'],
  ])('%j is %s', async (name, kind) => {
    const pathVariable = [join(dir, 'a'), 'b', join(dir, 'gone')].join(':');
    expect(await findProgram(name, { cwd: dir, pathVariable })).toMatchObject({ kind });
  });

  test('is sought where execvp seeks when PATH is not set', async () => {
    expect(await findProgram('sh', { cwd: dir, pathVariable: undefined })).toMatchObject({
      kind: 'found',
    });
  });
});
