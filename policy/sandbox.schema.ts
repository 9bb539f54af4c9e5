import { z } from 'zod';
import { SANDBOX_LEVELS } from '../domain/sandbox.ts';
import { ByteSize, lineOf, listOf, mapping, wholeNumber } from './scalar.schema.ts';

const PROCESSES_MAX = 1_000_000;
const OPEN_FILES_MAX = 1_000_000;

const PATH = 'a path that begins with "/" or "~/" and names more than the root';
const MachinePath = lineOf(PATH).regex(/^(?!.*\/\.\.(?:\/|$))(?:\/|~\/)(?!\/*$)/, PATH);
const Paths = listOf(MachinePath, 'a list of paths');

const SandboxLimits = mapping(
  {
    processes: wholeNumber(1, PROCESSES_MAX)
      .optional()
      .describe('Processes and threads at once. Default: 4096.'),
    memory: ByteSize.optional().describe('Memory, and each private folder. Default: 16GiB.'),
    openFiles: wholeNumber(1, OPEN_FILES_MAX)
      .optional()
      .describe('Open files of each process. Default: 65536.'),
    fileSize: ByteSize.optional().describe('Largest file that may be written. Default: 16GiB.'),
  },
  'a mapping with "processes", "memory", "openFiles" and "fileSize"',
);

const SANDBOX = 'off, or a mapping with "network", "minimum", "writable", "readable" and "limits"';

/** How gates are contained: of a policy, or of one gate. */
export const Sandbox = z.union(
  [
    z.literal('off'),
    mapping(
      {
        network: z
          .enum(['allow', 'deny'])
          .optional()
          .describe('Whether the command may use the network. Default: deny; allow for prepare.'),
        minimum: z
          .enum(SANDBOX_LEVELS)
          .optional()
          .describe(
            'On a machine that cannot reach this level the gate is refused. Default: none.',
          ),
        writable: Paths.optional().describe(
          'Folders, besides the worktree, that the command may write, such as build caches.',
        ),
        readable: Paths.optional().describe(
          'Files and folders that would be hidden, such as ~/.npmrc.',
        ),
        limits: SandboxLimits.optional(),
      },
      SANDBOX,
    ),
  ],
  { error: SANDBOX },
);
export type Sandbox = z.infer<typeof Sandbox>;
