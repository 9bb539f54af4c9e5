import { dirname } from 'node:path';

import { quoted } from './mount-table.ts';
import { STASH, TREE } from './sandbox-table.ts';

export interface ScriptOptions {
  /** Paths of the tables for mount(8) of `sandboxTables`; the second one may be needless. */
  readonly tables: { readonly folders: string; readonly files: string };
  /** Files to be made between the two tables. */
  readonly places: readonly string[];
  readonly network: 'allow' | 'deny';
  /** A command that brings the loopback interface up. */
  readonly loopbackUp: string;
}

/**
 * The Bash script that makes a sandbox, as the first process of namespaces of its own. It starts as
 * few processes as can be, since each costs 2 ms, and the network comes up beside the mounts.
 * Both tools keep no notes (-n), which they would write into the sandbox's own `/run`.
 */
export function sandboxScript(options: ScriptOptions): string {
  const { tables, places } = options;
  const denied = options.network === 'deny';
  // What was written into a temporary folder is covered by now, and still seen in the stash.
  const files = [...places.map(makePlace), `mount -n -a -T ${quoted(TREE + tables.files)}`];
  return [
    'set -e',
    ...(denied ? [`${options.loopbackUp} & loopback=$!`] : []),
    `mount -n -a -T ${quoted(tables.folders)}`,
    ...(places.length === 0 ? [] : files),
    `umount -n -l ${STASH}`,
    ...(denied ? ['wait $loopback'] : []),
  ].join('\n');
}

function makePlace(path: string): string {
  const file = quoted(path);
  const folder = quoted(dirname(path));
  return `[ -e ${file} ] || { [ -d ${folder} ] || mkdir -p ${folder}; : > ${file}; }`;
}
