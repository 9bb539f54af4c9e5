import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { demandedBy } from '../domain/word/demanded.ts';
import type { SigningView } from '../domain/word/signed-word.ts';
import type { Actor } from '../domain/actor.ts';
import { Fault } from '../domain/fault.ts';
import type { ItemMessageType } from '../domain/item/item-message.ts';
import { rolesAllowed } from '../domain/item/roles.ts';
import { heldRoles } from '../domain/policy-roles.ts';
import type { CommandInput } from './command.ts';
import { findPlace } from './find-root.ts';

/** An SSH key to sign with: a file, or the public key itself, whose other half is in ssh-agent. */
export type SigningKey =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'public'; readonly line: string };

const LITERAL = /^(?:key::)?((?:sk-)?(?:ssh|ecdsa)-\S+ [A-Za-z0-9+/=]+.*)$/;

/**
 * The key that the caller asked for: `--sign KEY`, or with `--sign` alone and always SLUICE_SIGNING_KEY,
 * or with `--sign` alone Git's. Null where nothing was asked for. Throws USAGE.
 */
export async function askedKey(input: CommandInput): Promise<SigningKey | null> {
  const { sign, cwd } = input.global;
  if (typeof sign === 'string') return keyOf(sign, cwd);
  const configured = input.env['SLUICE_SIGNING_KEY'] ?? '';
  if (configured !== '') return keyOf(configured, cwd);
  if (sign === null) return null;
  const key = await keyOfGit(input);
  if (key !== null) return key;
  const message = 'There is no key to sign with.';
  const fix = 'Name one with --sign=~/.ssh/id_ed25519, SLUICE_SIGNING_KEY or Git user.signingkey.';
  throw new Fault({ code: 'USAGE', facts: { message, fix } });
}

/** Git's signing key where it is an SSH key. */
export async function keyOfGit(input: CommandInput): Promise<SigningKey | null> {
  const { gitSigningKey } = await import('../git/signing-key.ts');
  const { root } = findPlace(input.global.cwd);
  const named = await gitSigningKey(root);
  return named === null ? null : keyOf(named, root);
}

function keyOf(named: string, cwd: string): SigningKey {
  const [, line] = LITERAL.exec(named) ?? [];
  if (line !== undefined) return { kind: 'public', line };
  const path = named.startsWith('~/') ? join(homedir(), named.slice(2)) : resolve(cwd, named);
  return { kind: 'file', path };
}

/** Whether the policy refuses this message of this actor when it is not signed. */
export function mustSign(
  { required, roles }: SigningView,
  word: { readonly item: string | null; readonly type: string; readonly actor: Actor },
): boolean {
  const held = heldRoles(roles, word.actor);
  const allowed = word.item === null ? held : rolesAllowed(word.type as ItemMessageType);
  return demandedBy(required, { type: word.type, held, allowed }).length > 0;
}
