/** The stages of an item, in the order in which it passes them. */
export const STAGES = ['RED', 'GREEN', 'TARGETED', 'VERIFY', 'REVIEW', 'CHECKPOINT'] as const;
export type Stage = (typeof STAGES)[number];

export const PROFILES = ['tdd', 'packet', 'chore'] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * Which stages an item of a profile passes. GREEN is the implementer's signal that the work is
 * ready, so every profile has it: without it nothing would say which tree to verify (ADR 0002).
 */
const STAGES_OF: Readonly<Record<Profile, readonly Stage[]>> = {
  tdd: STAGES,
  packet: ['GREEN', 'TARGETED', 'VERIFY', 'REVIEW', 'CHECKPOINT'],
  chore: ['GREEN', 'VERIFY', 'REVIEW', 'CHECKPOINT'],
};

export function stagesOf(profile: Profile): readonly Stage[] {
  return STAGES_OF[profile];
}
