import type { KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../domain/policy.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import {
  type InTotoKey,
  linkFile,
  signedMetadata,
} from '../../evidence/export/in-toto-metadata.ts';
import {
  type ApprovalFile,
  itemMetadata,
  type ProofFiles,
} from '../../evidence/export/item-layout.ts';
import { approvalsText, type ExportedItem } from './bundle-files.ts';
import type { ItemProof } from '../../evidence/export/item-proof.ts';
import type { Repository } from '../../git/repository.ts';
import { treeFiles } from '../../git/tree-files.ts';

export interface ExportTools {
  readonly repository: Repository;
  readonly blobs: BlobStore;
  readonly policy: Policy;
  readonly key: InTotoKey;
  readonly signer: { readonly keyid: string; readonly privateKey: KeyObject };
}

/** Writes an item's layout, links and signed approvals; answers who signed, and who did not. */
export async function exportItem(
  folder: string,
  proof: ItemProof,
  tools: ExportTools,
): Promise<Omit<ExportedItem, 'id'>> {
  const { key, signer, policy } = tools;
  await mkdir(folder, { recursive: true });
  const approvals = await writeApprovals(folder, proof, tools);
  const files = await proofFiles(proof, tools);
  const signed = approvals.map(({ principal }) => principal);
  const claimed = proof.approvals.flatMap(({ verdict, record: { word } }) =>
    word === undefined || policy.allowedSigners === undefined ? [verdict.actor] : [],
  );
  const rules = `Approved by ${approvalsText({ signed, claimed })}.`;
  // Claimed approvals count for Sluice and cannot be shown here: the layout demands the signed ones.
  const threshold = Math.min(policy.gates.review.approvals, signed.length);
  const { layout, links } = itemMetadata(proof, files, { key, approvals, threshold, rules });
  await writeFile(join(folder, 'root.layout'), signedMetadata(layout, signer));
  for (const link of links) {
    await writeFile(join(folder, linkFile(link.name, key.keyid)), signedMetadata(link, signer));
  }
  const signedCommit = policy.signCheckpoints === true ? proof.checkpoint.commit : null;
  return { signed, claimed, signedCommit };
}

async function proofFiles(
  { red, checkpoint }: ItemProof,
  { repository, policy }: ExportTools,
): Promise<ProofFiles> {
  const { approvedTree, tree } = checkpoint;
  const patterns = policy.gates.red?.tests ?? [];
  return {
    redTests: red === null ? null : await treeFiles(repository, red.run.snapshot.tree, patterns),
    approvedTests: await treeFiles(repository, approvedTree, patterns),
    approved: await treeFiles(repository, approvedTree, null),
    committed: await treeFiles(repository, tree, null),
    excluded: new Set([
      ...(await treeFiles(repository, approvedTree, policy.exclude)).keys(),
      ...(await treeFiles(repository, tree, policy.exclude)).keys(),
    ]),
  };
}

async function writeApprovals(
  folder: string,
  { approvals }: ItemProof,
  { blobs, policy }: ExportTools,
): Promise<readonly ApprovalFile[]> {
  const { sha256 } = policy.allowedSigners ?? {};
  if (sha256 === undefined) return [];
  const words = approvals.flatMap(({ record: { word } }) => (word === undefined ? [] : [word]));
  await writeFile(join(folder, 'allowed_signers'), await blobs.read(sha256));
  return Promise.all(
    words.map(async ({ principal, payload, sshsig }, place) => {
      const name = `approval-${place + 1}`;
      await writeFile(join(folder, `${name}.json`), payload);
      await writeFile(join(folder, `${name}.sig`), sshsig);
      return { name, principal };
    }),
  );
}
