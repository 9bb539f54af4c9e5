import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import { policyTemplate } from '../../policy/policy-template.ts';
import { exportCsv, exportItems } from '../../tracker/other/export.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace, findRoot } from '../find-root.ts';
import { textOption } from '../options.ts';
import { namedDocument, readTracker } from '../read-tracker.ts';
import { templateFacts } from '../template-facts.ts';

/**
 * `sluice import`: a policy whose backlog is the document, or with `--to` the document's items in
 * another format. Printed, or written with `-o`; an existing file is replaced only with `--force`.
 */
export async function importTracker(input: CommandInput): Promise<CommandOutput> {
  const to = textOption(input, 'to');
  return deliver(input, to === null ? await policyText(input) : await exportText(input, to));
}

async function policyText(input: CommandInput): Promise<string> {
  const { cwd } = input.global;
  const { root } = findPlace(cwd);
  const { inside, full, shown } = namedDocument(cwd, root, input.args[0] ?? '');
  if (inside === null) {
    const message = `${shown} is not inside the repository ${root}.`;
    const fix = 'Progress is written into the document: copy it into the repository first.';
    throw new Fault({ code: 'USAGE', facts: { message, fix } });
  }
  // What cannot be read now could not be started later.
  await readTracker({ full, shown });
  const facts = await templateFacts(root, await actorOf(input));
  return policyTemplate({ ...facts, backlog: inside });
}

async function exportText(input: CommandInput, to: string): Promise<string> {
  const { cwd } = input.global;
  const named = namedDocument(cwd, findRoot(cwd), input.args[0] ?? '');
  const { document } = await readTracker(named);
  if (to === 'json') return `${JSON.stringify(exportItems(document), null, 2)}\n`;
  if (to === 'csv') return exportCsv(document);
  const message = `--to "${to}" is not known.`;
  throw new Fault({ code: 'USAGE', facts: { message, fix: 'Write --to json or --to csv.' } });
}

async function deliver(input: CommandInput, text: string): Promise<CommandOutput> {
  const output = textOption(input, 'output');
  if (output === null) return { kind: 'import', data: { path: null, text }, text };
  const path = resolve(input.global.cwd, output);
  if (existsSync(path) && input.options['force'] !== true) {
    const message = `${path} exists already.`;
    throw new Fault({ code: 'USAGE', facts: { message, fix: 'Add --force to replace it.' } });
  }
  await writeFile(path, text);
  const said = `Wrote ${maskUnsafe(output)}. Next: \`sluice plan\` to check it, then \`sluice start\`.`;
  return { kind: 'import', data: { path, text }, text: said };
}
