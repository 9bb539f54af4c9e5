/** Who acts: `human:ana`, `agent:codex`, `service:ci`. */
export const ACTOR_KINDS = ['human', 'agent', 'service'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];
export type Actor = `${ActorKind}:${string}`;

/** Who acts where Sluice does so by itself. It sends no messages. */
export const SLUICE = 'service:sluice' satisfies Actor;

/** Letters, digits and `. _ @ -`, so that an id is safe in trailers, tables and file names. */
export const ACTOR_PATTERN = /^(human|agent|service):[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

export function isActor(text: string): text is Actor {
  return ACTOR_PATTERN.test(text);
}

/** Two spellings of one actor are the same actor: names are compared without letter case. */
export function sameActor(a: Actor, b: Actor): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function includesActor(actors: readonly Actor[], actor: Actor): boolean {
  return actors.some((each) => sameActor(each, actor));
}
