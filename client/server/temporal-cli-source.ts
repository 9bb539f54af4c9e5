/** The version that is downloaded or built: server 1.29.1 with Web UI 2.42.1. */
export const TEMPORAL_CLI_VERSION = '1.5.1';

/** How the names of folders begin in which an installation is under way. */
export const UNFINISHED_PREFIX = '.unfinished-';

/** Hears one sentence about what is going on. */
export type Progress = (sentence: string) => void;

/** Whether one way to get Temporal's CLI worked; if not, why, as the second half of a sentence. */
export type Attempt =
  | { readonly installed: true }
  | { readonly installed: false; readonly reason: string };

export interface InstallOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: Progress;
}
