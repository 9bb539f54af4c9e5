import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { CommandInput } from './command.ts';
import { findPlace, type Place, stateDirOf } from './find-root.ts';
import type { Gateway } from './gateway.ts';
import { locateServer } from './server/server-location.ts';
import { taskQueueOf } from './task-queue.ts';

/** What most verbs need: the place, the program's name and a way to Temporal. */
export interface Session extends Place {
  readonly stateDir: string;
  readonly program: string;
  readonly taskQueue: string;
  gateway(): Promise<Gateway>;
  close(): Promise<void>;
}

const PROGRAM_FILE = 'program.json';

/** Opens a session for a verb. Throws NOT_A_REPOSITORY, PROGRAM_NOT_FOUND. */
export async function openSession(input: CommandInput): Promise<Session> {
  const place = findPlace(input.global.cwd);
  const stateDir = stateDirOf(place.root);
  const taskQueue = taskQueueOf(place.root, input.env);
  const program = input.global.program ?? (await currentProgram(place.root, stateDir));
  let opened: Promise<Gateway> | undefined;
  const open = async (): Promise<Gateway> => {
    const location = await locateServer(input.env, stateDir);
    // With `--json` what is on stderr is one document: the error, if there is one.
    const onLate = (sentence: string): void => {
      if (!input.global.json) input.terminal.err(`${sentence}\n`);
    };
    const openFull = async (): Promise<Gateway> => {
      const { openGrpcGateway } = await import('./grpc-gateway.ts');
      return openGrpcGateway({ location, taskQueue, identity: identityOf(input), onLate });
    };
    // A server of the environment may want TLS or keys, which only the SDK knows.
    if (location.source === 'environment') return openFull();
    const { openQuickGateway } = await import('./quick-gateway.ts');
    const { address, namespace } = location;
    return openQuickGateway({ address, namespace, taskQueue, onLate, openFull });
  };
  return {
    ...place,
    stateDir,
    program,
    taskQueue,
    gateway: () => (opened ??= open()),
    close: async () => {
      // A gateway that could not be opened has nothing to close.
      const gateway = await opened?.catch(() => undefined);
      await gateway?.close();
    },
  };
}

/** Runs a verb's work in a session and closes it whatever happens. */
export async function inSession<T>(
  input: CommandInput,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(input);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The program started last in this repository; before the first start, the one of `sluice.yaml`. */
async function currentProgram(root: string, stateDir: string): Promise<string> {
  const found = readRemembered(join(stateDir, PROGRAM_FILE));
  if (found !== null) return found.program;
  const { readPolicy } = await import('./read-policy.ts');
  const { policy } = await readPolicy(root);
  return policy.program;
}

interface Remembered {
  readonly program: string;
  /** Names the stored plan; null where it was not noted. */
  readonly planDigest: string | null;
  /** Names the policy that was in force; null where it was not noted. */
  readonly policyDigest: string | null;
  /** SHA-256 of the text of `sluice.yaml` that it was made of. */
  readonly policyFile: string | null;
}

function readRemembered(path: string): Remembered | null {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
    const { program } = read;
    if (typeof program !== 'string' || program === '') return null;
    const noted = (key: string): string | null =>
      typeof read[key] === 'string' ? read[key] : null;
    return {
      program,
      planDigest: noted('planDigest'),
      policyDigest: noted('policyDigest'),
      policyFile: noted('policyFile'),
    };
  } catch {
    return null;
  }
}

/** What is known of a program that was started here, for verbs that need no server; null if nothing. */
export function remembered(stateDir: string, program: string): Remembered | null {
  const found = readRemembered(join(stateDir, PROGRAM_FILE));
  return found?.program === program ? found : null;
}

/** Remembers the program, so that quick verbs do not have to read the policy or ask the server. */
export async function rememberProgram(
  stateDir: string,
  program: string,
  facts: Partial<Omit<Remembered, 'program'>> = {},
): Promise<void> {
  await mkdir(stateDir, { recursive: true });
  await writeFile(join(stateDir, PROGRAM_FILE), `${JSON.stringify({ program, ...facts })}\n`);
}

function identityOf(input: CommandInput): string {
  const actor = input.global.actor ?? input.env['SLUICE_ACTOR'] ?? 'sluice';
  return `${actor}@${hostname()}`;
}

/** A new idempotency id for a message. */
export function newMessageId(): string {
  return randomUUID();
}
