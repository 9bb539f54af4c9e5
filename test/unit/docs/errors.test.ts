import { expect, test } from 'vitest';
import { readDocument, withPart } from './document.ts';
import { errorsPart, refusalsPart } from './error-parts.ts';

test('docs/errors.md has every code with its sentences (update it with `vitest -u`)', async () => {
  const written = readDocument('docs/errors.md');
  const current = withPart(withPart(written, 'errors', errorsPart()), 'refusals', refusalsPart());
  await expect(current).toMatchFileSnapshot('../../../docs/errors.md');
});
