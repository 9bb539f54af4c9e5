import { nulFields } from './byte-text.ts';

/** One path that differs between two trees, or between a tree and an index. */
export interface RawChange {
  /** Byte text, relative to the top of the tree. */
  readonly path: string;
  readonly status: string;
  readonly from: TreeEntry;
  readonly to: TreeEntry;
}

export interface TreeEntry {
  /** Octal file mode; `000000` where the path does not exist. */
  readonly mode: string;
  readonly object: string;
}

export const ABSENT_MODE = '000000';
export const GITLINK_MODE = '160000';

/**
 * Parses `--raw -z` output: `:mode mode object object status NUL path NUL`, as described under
 * "Raw output format" in git-diff-tree(1). Renames are off, so each record has one path.
 */
export function parseRawDiff(output: string): RawChange[] {
  const fields = nulFields(output);
  const changes: RawChange[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [fromMode = '', toMode = '', fromObject = '', toObject = '', status = ''] = (
      fields[index] ?? ''
    )
      .slice(1)
      .split(' ');
    changes.push({
      path: fields[index + 1] ?? '',
      status,
      from: { mode: fromMode, object: fromObject },
      to: { mode: toMode, object: toObject },
    });
  }
  return changes;
}

/**
 * What `update-index --index-info` takes to set each path to one side of its change. Removals come
 * first, so that a file can take the place of a folder and the other way round.
 */
export function indexInfo(changes: readonly RawChange[], side: 'from' | 'to'): string {
  const removed = changes.filter((each) => each[side].mode === ABSENT_MODE);
  const present = changes.filter((each) => each[side].mode !== ABSENT_MODE);
  return [...removed, ...present]
    .map(({ path, [side]: { mode, object } }) => `${mode} ${object}\t${path}\0`)
    .join('');
}
