// Tells whether a result is up to date by the content of what it was made from, not by file times.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './step.mjs';

/** The digest of all files below these paths of the project, with their names. */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(path)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(new URL(file, root)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  const absolute = fileURLToPath(new URL(path, root));
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute, { recursive: true })
    .filter((name) => statSync(join(absolute, name)).isFile())
    .map((name) => `${path}/${name}`)
    .sort();
}

export function isStamped(stamp, value) {
  const url = new URL(stamp, root);
  return existsSync(url) && readFileSync(url, 'utf8') === value;
}

export function writeStamp(stamp, value) {
  writeFileSync(new URL(stamp, root), value);
}
