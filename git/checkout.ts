import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { listWorktrees, readLayout } from './repository.ts';
import type { Checkout, Repository } from './repository.ts';

/** A work tree of the program's repository, and the other ones that lie inside of it. */
export interface KnownCheckout extends Checkout {
  /** The commit that is checked out, or null when there is none yet. */
  readonly head: string | null;
  /** Relative paths of work trees within this one: they are no files of this one. */
  readonly nested: readonly string[];
}

/**
 * Makes sure that a folder is a work tree of the repository and not one of Sluice's own lanes.
 * @throws Fault CHECKOUT_NOT_IN_REPOSITORY.
 */
export async function resolveCheckout(
  repository: Repository,
  folder: string,
): Promise<KnownCheckout> {
  const path = await realpath(folder).catch(() => refuse(folder));
  const [listed, found, own] = await Promise.all([
    listWorktrees(repository),
    readLayout(path),
    realpath(join(repository.root, '.sluice')).catch(() => null),
  ]);
  const worktrees = listed.map((each) => each.path);
  const known = listed.find((each) => each.path === path);
  if (known === undefined || (own !== null && isInside(own, path))) return refuse(folder);
  // The list names folders; what is in the folder now may be another repository.
  if (found?.checkout.path !== path || found.commonDir !== repository.commonDir) {
    return refuse(folder);
  }
  const nested = worktrees.filter((each) => isInside(path, each));
  return {
    ...found.checkout,
    head: known.head,
    nested: nested.map((each) => relative(path, each)),
  };
}

function isInside(folder: string, path: string): boolean {
  return path.startsWith(`${folder}${sep}`);
}

function refuse(checkout: string): never {
  throw new Fault({ code: 'CHECKOUT_NOT_IN_REPOSITORY', facts: { checkout } });
}
