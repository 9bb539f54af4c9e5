/** What the process ends with; docs/cli.md lists the same table. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  gateFailed: 3,
  notAllowed: 4,
  waiting: 5,
  evidence: 6,
  conflict: 7,
  unreachable: 8,
  drift: 9,
  timedOut: 124,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
