/** When a program runs gates that belong to no item. */
export const PROGRAM_STAGES = ['BASELINE', 'CERTIFICATION', 'PROMOTION'] as const;
export type ProgramStage = (typeof PROGRAM_STAGES)[number];

export function isProgramStage(stage: string): stage is ProgramStage {
  return PROGRAM_STAGES.some((each) => each === stage);
}
