import {
  identityText,
  livenessOf,
  ownIdentity,
  readIdentity,
} from '../evidence/process-identity.ts';

/** The name of this process in files of a repository: digits and `-`. */
export function ownMark(): string {
  return identityText(ownIdentity());
}

/**
 * Whether the process that left a mark is still running. Processes of other machines and containers
 * count as dead: those that share a work tree must see each other's processes.
 */
export function isRunning(mark: string): boolean {
  const identity = readIdentity(mark);
  return identity !== undefined && livenessOf(identity, ownIdentity()) === 'alive';
}
