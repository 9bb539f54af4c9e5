import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What the real in-toto-verify says of an item's folder in a bundle. */
export function inTotoVerify(bin: string, bundle: string, item: string) {
  const key = join(bundle, 'keys/orchestrator.pub.pem');
  return spawnSync('in-toto-verify', ['--layout', 'root.layout', '--verification-keys', key], {
    cwd: join(bundle, 'items', item),
    env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
    encoding: 'utf8',
  });
}
