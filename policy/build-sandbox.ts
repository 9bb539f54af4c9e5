import type { SandboxLimits, SandboxWish } from '../domain/sandbox.ts';
import { parseByteSize } from './byte-size.ts';
import type { Sandbox } from './sandbox.schema.ts';

/** What a document says about containment; a key that it leaves out stays out. */
export function buildSandbox(sandbox: Sandbox): SandboxWish {
  if (sandbox === 'off') return { use: 'off' };
  const { limits, ...wish } = sandbox;
  return {
    ...defined(wish),
    ...(limits === undefined
      ? {}
      : {
          limits: defined<SandboxLimits>({
            processes: limits.processes,
            memoryBytes: bytesOf(limits.memory),
            openFiles: limits.openFiles,
            fileBytes: bytesOf(limits.fileSize),
          }),
        }),
  };
}

function bytesOf(size: string | undefined): number | undefined {
  return size === undefined ? undefined : (parseByteSize(size) ?? undefined);
}

/** The entries that have a value. */
function defined<T extends object>(entries: {
  readonly [Key in keyof T]?: T[Key] | undefined;
}): Partial<T> {
  const present = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<T>;
}
