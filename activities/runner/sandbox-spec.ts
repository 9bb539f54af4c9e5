import type { SandboxLevel, SandboxLimits } from '../../domain/sandbox.ts';

/** How one command is to be contained. All paths are absolute and without links. */
export interface SandboxSpec {
  readonly use: 'best' | 'off';
  readonly network: 'allow' | 'deny';
  readonly minimum: SandboxLevel;
  /** What the command sees otherwise than the machine has it. Everything else is read-only. */
  readonly view: SandboxView;
  readonly limits: SandboxLimits;
}

/** Each path that exists is shown in its own way; a deeper path wins over what it lies in. */
export interface SandboxView {
  readonly writable: readonly string[];
  readonly readable: readonly string[];
  /** Folders and files that look empty. */
  readonly hidden: readonly string[];
  /** Folders that are empty at first and private to the command. */
  readonly temporary: readonly string[];
  /** Folders whose content is seen; what is written there is private and lost afterwards. */
  readonly scratch: readonly string[];
}
