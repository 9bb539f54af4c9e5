import { createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isItemId } from '../../domain/backlog-id.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import { Fault } from '../../domain/fault.ts';
import { type BlobStore, openBlobStore } from '../../evidence/blob-store.ts';
import { inTotoKey } from '../../evidence/export/in-toto-metadata.ts';
import { type ItemProof, itemProof } from '../../evidence/export/item-proof.ts';
import { LOG_FILE } from '../../evidence/log-lines.ts';
import {
  type EvidenceReader,
  LIST_LIMIT_MAX,
  openEvidenceReader,
} from '../../evidence/log-reader.ts';
import { openOrchestratorKey, PUBLIC_PEM_FILE } from '../../evidence/orchestrator-key.ts';
import { createPolicyReader } from '../../evidence/stored-policy.ts';
import { blobsOf } from '../../evidence/verify-log.ts';
import { openRepository } from '../../git/repository.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { requiredText } from '../options.ts';
import { bundleReadme, CHECK_LOG } from './bundle-files.ts';
import { exportItem } from './export-item.ts';

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
    const read = await readRecords(reader, records, (record) => copyOutputs(record, blobs, target));
    await copyLog(join(dir, LOG_FILE), join(target, LOG_FILE), records);
    await copyFile(join(keyDir, PUBLIC_PEM_FILE), join(target, 'keys', PUBLIC_PEM_FILE));
    const repository = await openRepository(input.global.cwd);
    const readPolicy = createPolicyReader(blobs);
    const items: { id: string; signed: number }[] = [];
    for (const proof of proofsOf(read)) {
      const policy = await readPolicy(proof.policyDigest);
      const signer = { keyid: inTotoKey(key.publicKey).keyid, privateKey: key.privateKey };
      const tools = { repository, blobs, policy, key: inTotoKey(key.publicKey), signer };
      const signed = await exportItem(join(target, 'items', proof.item), proof, tools);
      items.push({ id: proof.item, signed });
    }
    const program = read.at(-1)?.record.scope.program ?? '';
    const facts = { program, keyid: key.keyid, head, records, items };
    await writeFile(join(target, 'README.md'), bundleReadme(facts));
    await writeFile(join(target, 'check-log.py'), CHECK_LOG);
    return { head, records, items };
  } finally {
    await reader.close();
  }
}

interface Placed {
  readonly seq: number;
  readonly record: EvidenceRecord;
}

async function readRecords(
  reader: EvidenceReader,
  total: number,
  visit: (record: EvidenceRecord) => Promise<void>,
): Promise<readonly Placed[]> {
  const read: Placed[] = [];
  for (let offset = 0; offset < total; offset += LIST_LIMIT_MAX) {
    const limit = Math.min(LIST_LIMIT_MAX, total - offset);
    const { records } = await reader.list({ offset, limit });
    for (const { seq, record } of records) {
      await visit(record);
      read.push({ seq, record });
    }
  }
  return read;
}

/** The items that have a checkpoint, each with the records that it rests on. */
function proofsOf(read: readonly Placed[]): readonly ItemProof[] {
  const byItem = new Map<string, Placed[]>();
  for (const placed of read) {
    const { item } = placed.record.scope;
    // An item's id becomes the name of a folder.
    if (item === null || !isItemId(item)) continue;
    const known = byItem.get(item) ?? [];
    known.push(placed);
    byItem.set(item, known);
  }
  return [...byItem].flatMap(([item, records]) => {
    const proof = itemProof(item, records);
    return proof === null ? [] : [proof];
  });
}

async function copyOutputs(
  record: EvidenceRecord,
  blobs: BlobStore,
  target: string,
): Promise<void> {
  for (const { sha256 } of blobsOf(record)) {
    const path = join(target, 'outputs', sha256);
    if (!existsSync(path)) await pipeline(await blobs.stream(sha256), createWriteStream(path));
  }
}

/** The first lines of the log, as many as were read. */
async function copyLog(from: string, to: string, lines: number): Promise<void> {
  const bytes = await readFile(from);
  let end = 0;
  for (let line = 0; line < lines; line += 1) end = bytes.indexOf(0x0a, end) + 1;
  await writeFile(to, bytes.subarray(0, end));
}
