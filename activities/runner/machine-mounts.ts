import { escapedPath } from './mount-table.ts';

/** A mount that a path leads to, as mountinfo(5) tells it, its path still escaped. */
export interface MachineMount {
  readonly target: string;
  /** Such as `rw,nosuid,relatime`. */
  readonly flags: string;
}

interface Row extends MachineMount {
  readonly id: string;
  readonly parent: string;
}

/**
 * The mounts of a `/proc/PID/mountinfo` that can be reached by their path: what another mount covers,
 * with all that lies below it, cannot be named, and nobody inside can uncover it.
 */
export function reachableMounts(mountinfo: string): readonly MachineMount[] {
  const rows = mountinfo.split('\n').flatMap((line) => {
    const [id, parent, , , target, flags] = line.split(' ');
    return id && parent && target && flags ? [{ id, parent, target, flags }] : [];
  });
  const byId = new Map<string, Row>(rows.map((row) => [row.id, row]));
  const coverOf = new Map<string, string>();
  for (const { id, parent, target } of rows) {
    if (byId.get(parent)?.target === target) coverOf.set(parent, id);
  }
  const isOnPath = (row: Row): boolean => {
    const parent = byId.get(row.parent);
    if (parent === undefined || parent === row) return true;
    const cover = coverOf.get(parent.id);
    return (cover === undefined || cover === row.id) && isOnPath(parent);
  };
  return rows.filter((row) => !coverOf.has(row.id) && isOnPath(row));
}

/** The flags of the mount that a path lies in. */
export function flagsAt(mountinfo: string, path: string): string {
  const place = `${escapedPath(path)}/`;
  const above = reachableMounts(mountinfo).filter(({ target }) =>
    place.startsWith(target === '/' ? target : `${target}/`),
  );
  const nearest = above.toSorted((a, b) => b.target.length - a.target.length)[0];
  return nearest?.flags ?? 'ro';
}
