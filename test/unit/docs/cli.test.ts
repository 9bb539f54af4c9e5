import { expect, test } from 'vitest';
import { COMMANDS } from '../../../client/command-table.ts';
import { exitCodesPart, verbsPart } from './cli-parts.ts';
import { readDocument, withPart } from './document.ts';

test('docs/cli.md lists the verbs and exit codes of the code (update it with `vitest -u`)', async () => {
  const written = readDocument('docs/cli.md');
  const current = withPart(
    withPart(written, 'exit codes', exitCodesPart()),
    'verbs',
    verbsPart(COMMANDS),
  );
  await expect(current).toMatchFileSnapshot('../../../docs/cli.md');
});
