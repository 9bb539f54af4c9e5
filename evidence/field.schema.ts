import { z } from 'zod';
import { type Actor, isActor } from '../domain/actor.ts';
import type { Facts } from '../domain/judgement.ts';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A Git object id, of a SHA-1 or of a SHA-256 repository. */
export const GitId = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
export const Rfc3339 = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const Count = z.int().nonnegative();
export const Text = z.string();
export const ActorName = z.custom<Actor>((value) => typeof value === 'string' && isActor(value));

const Fact = z.union([Text, z.number(), z.boolean(), z.null(), z.array(Text)]);
/** Kept as it was parsed: a copy made by zod would lose a key named `__proto__`. */
export const FactMap = z.custom<Facts>((value) => isMapOf(value, Fact));

export function isMapOf(value: unknown, each: z.ZodType): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => each.safeParse(member).success);
}

/** Present only in solo mode. */
export const solo = z.literal(true).exactOptional();

export const TreeDigest = z.strictObject({ gitTree: GitId, gitCommit: GitId });
export const Snapshot = z.strictObject({ commit: GitId, tree: GitId, base: GitId });
