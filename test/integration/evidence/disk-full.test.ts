import { execaSync } from 'execa';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOrchestratorPublicKey } from '../../../evidence/orchestrator-key.ts';
import { verifyEvidence } from '../../../evidence/verify-evidence.ts';
import { evidenceProcess } from '../../support/evidence-process.ts';
import { tempDir } from '../../support/temp-dir.ts';

const child = evidenceProcess();

/** A mount namespace, where this kernel lets us have one: a small file system of our own. */
const NAMESPACE = ['--user', '--map-root-user', '--mount', 'sh', '-euc'];
const probe = execaSync('unshare', [...NAMESPACE, 'mount -t tmpfs -o size=64k tmpfs /mnt'], {
  reject: false,
});

test.skipIf(probe.exitCode !== 0)(
  'a full disk is a fault of its own, and leaves a log that is whole and goes on',
  async () => {
    const kept = tempDir();
    const script = `
      mount -t tmpfs -o size=96k tmpfs "$1"
      "$2" "$3" "$1" 1 500
      cp -r "$1" "$4/full"
      mount -o remount,size=2m "$1"
      "$2" "$3" "$1" 1 60 > /dev/null
      cp -r "$1" "$4/goneOn"`;
    const args = ['sh', tempDir(), process.execPath, child.path(), kept];
    const printed = execaSync('unshare', [...NAMESPACE, script, ...args]).stdout.split('\n');
    const acknowledged = printed.slice(0, -1);
    expect(printed.at(-1)).toBe('DISK_FULL');
    expect(acknowledged.length).toBeGreaterThan(5);
    const full = await verdictOn(join(kept, 'full'));
    expect(full).toMatchObject({ ok: true, records: acknowledged.length });
    const goneOn = await verdictOn(join(kept, 'goneOn'));
    expect(goneOn).toMatchObject({ ok: true, records: 60 });
  },
);

async function verdictOn(dir: string) {
  const publicKey = await readOrchestratorPublicKey(join(dir, 'keys'));
  return verifyEvidence({ dir: join(dir, 'evidence'), publicKey, blobs: null, anchors: [] });
}
