import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import { inTotoKey } from '../../evidence/export/in-toto-metadata.ts';
import { itemProof } from '../../evidence/export/item-proof.ts';
import { LOG_FILE } from '../../evidence/log-lines.ts';
import { openEvidenceReader } from '../../evidence/log-reader.ts';
import {
  COMMIT_SIGNERS_FILE,
  openOrchestratorKey,
  PUBLIC_PEM_FILE,
} from '../../evidence/orchestrator-key.ts';
import { createPolicyReader } from '../../evidence/stored-policy.ts';
import { openRepository } from '../../git/repository.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { requiredText } from '../options.ts';
import { bundleReadme, CHECK_LOG, type ExportedItem, SIGNED_COMMITS_FILE } from './bundle-files.ts';
import { exportItem } from './export-item.ts';
import { copyLog, copyOutputs, recordsOf } from './export-log.ts';

const FOLDER_MODE = 0o755;

/**
 * `sluice evidence export`: writes a folder that tools which are not ours can check. Whole or not at
 * all: it is made beside its place and moved there. Throws USAGE where the folder exists.
 */
export async function exportBundle(input: CommandInput, dir: string): Promise<CommandOutput> {
  const target = resolve(input.global.cwd, requiredText(input, 'output', '--output'));
  if (existsSync(target)) {
    const facts = { message: `${target} exists already.`, fix: 'Name a new folder.' };
    throw new Fault({ code: 'USAGE', facts });
  }
  const draft = `${target}.partial`;
  await rm(draft, { recursive: true, force: true });
  try {
    const made = await writeBundle(input, dir, draft);
    await rename(draft, target);
    const { items, records } = made;
    const text = `${target}: ${records} records, ${items.length} items. Its README.md says how to check it.`;
    return { kind: 'evidence.export', data: { path: target, ...made }, text };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeBundle(input: CommandInput, dir: string, target: string) {
  const keyDir = join(dirname(dir), 'keys');
  const key = await openOrchestratorKey({ dir: keyDir, logHasRecords: true });
  const blobs = await openBlobStore(dir);
  await mkdir(join(target, 'keys'), { recursive: true, mode: FOLDER_MODE });
  await mkdir(join(target, 'outputs'), { mode: FOLDER_MODE });
  const reader = await openEvidenceReader({ dir });
  try {
    // What is appended meanwhile is in the copy, which the head that is named must match.
    const { sha256: head, records } = await reader.head();
    const { program, items: proven } = await copyOutputs(reader, records, { blobs, target });
    await copyLog(join(dir, LOG_FILE), join(target, LOG_FILE), records);
    for (const name of [PUBLIC_PEM_FILE, COMMIT_SIGNERS_FILE]) {
      await copyFile(join(keyDir, name), join(target, 'keys', name));
    }
    const repository = await openRepository(input.global.cwd);
    const readPolicy = createPolicyReader(blobs);
    const inToto = inTotoKey(key.publicKey);
    const signer = { keyid: inToto.keyid, privateKey: key.privateKey };
    const items: ExportedItem[] = [];
    for (const { program: of, item, folder } of proven) {
      const proof = itemProof(item, await allOf(recordsOf(reader, { program: of, item }, records)));
      if (proof === null) continue;
      const policy = await readPolicy(proof.policyDigest);
      const tools = { repository, blobs, policy, key: inToto, signer };
      const made = await exportItem(join(target, 'items', folder), proof, tools);
      items.push({ id: folder, ...made });
    }
    await writeFile(join(target, SIGNED_COMMITS_FILE), signedCommits(items));
    const facts = { program, keyid: key.keyid, head, records, items };
    await writeFile(join(target, 'README.md'), bundleReadme(facts));
    await writeFile(join(target, 'check-log.py'), CHECK_LOG);
    return { head, records, items: items.map(({ id, signed }) => ({ id, signed: signed.length })) };
  } finally {
    await reader.close();
  }
}

/** One item's records, which are few. */
async function allOf<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const each of source) all.push(each);
  return all;
}

/** Hashes of the checkpoint commits that the policy wanted signed, one a line. */
function signedCommits(items: readonly ExportedItem[]): string {
  return items
    .flatMap(({ signedCommit }) => signedCommit ?? [])
    .map((each) => `${each}\n`)
    .join('');
}
