import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../domain/fault.ts';
import {
  identityText,
  livenessOf,
  ownIdentity,
  type ProcessIdentity,
  readIdentity,
} from './process-identity.ts';

/** How long an append waits for another process before it gives up with STORE_LOCKED. */
export const LOCK_WAIT_MS_MAX = 10_000;
/** A claim of a process that cannot be seen from here is dropped after this time. */
const UNSEEN_CLAIM_MS_MAX = 30_000;
const RETRY_MS_MIN = 1;
const RETRY_MS_MAX = 6;
/** Pause of a holder that others wait for: longer than their retry, so that it is their turn. */
const YIELD_MS = 10;

const CLAIM_PATTERN = /^(hold|wait)-(.+)-[0-9a-f]+$/;

interface Claim {
  readonly name: string;
  readonly kind: 'hold' | 'wait';
  readonly owner: ProcessIdentity;
}

/**
 * Mutual exclusion between processes of one machine, by files whose names say who made them.
 * A process first writes its claim and then looks: it holds the lock only if no other living process
 * has a claim, otherwise it withdraws and tries again. Of two that claim at once, at least one sees
 * the other. Claims of dead processes are removed by anyone; as no name is ever used twice, no
 * living claim can be removed by mistake, which is where lock files with one fixed name fail.
 */
export class StoreLock {
  readonly #dir: string;
  readonly #waitMsMax: number;
  readonly #own = ownIdentity();
  readonly #suffix: string;
  #othersWait = false;

  constructor(dir: string, waitMsMax: number = LOCK_WAIT_MS_MAX) {
    this.#dir = join(dir, 'lock');
    this.#waitMsMax = waitMsMax;
    this.#suffix = `${identityText(this.#own)}-${randomBytes(4).toString('hex')}`;
  }

  /**
   * Runs a task while holding the lock; throws STORE_LOCKED where it cannot be had in time. Where
   * the store is missing or read-only nobody can write, so there is nothing to wait for.
   */
  async during<Value>(task: () => Promise<Value>): Promise<Value> {
    const release = await this.#acquireIfWritable();
    try {
      return await task();
    } finally {
      release();
    }
  }

  async #acquireIfWritable(): Promise<() => void> {
    try {
      return await this.acquire();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || isReadOnly(code)) return () => undefined;
      throw error;
    }
  }

  /** Takes the lock; the answer releases it. Throws the fault STORE_LOCKED after the longest wait. */
  async acquire(): Promise<() => void> {
    mkdirIfMissing(this.#dir);
    if (this.#othersWait) await sleep(YIELD_MS);
    if (this.#claim().length === 0) return () => this.#release();
    const deadline = performance.now() + this.#waitMsMax;
    const waiting = join(this.#dir, `wait-${this.#suffix}`);
    writeEmpty(waiting);
    try {
      for (;;) {
        await sleep(RETRY_MS_MIN + Math.random() * (RETRY_MS_MAX - RETRY_MS_MIN));
        const [holder] = this.#claim();
        if (holder === undefined) return () => this.#release();
        if (performance.now() > deadline) {
          throw new Fault({ code: 'STORE_LOCKED', facts: { pid: holder.owner.pid } });
        }
      }
    } finally {
      rmSync(waiting, { force: true });
    }
  }

  /** Claims and looks; withdraws when others hold or claim too, and names them. */
  #claim(): readonly Claim[] {
    writeEmpty(this.#holdPath);
    const others = this.#others();
    const rivals = others.filter((claim) => claim.kind === 'hold');
    this.#othersWait = others.length > rivals.length;
    if (rivals.length > 0) this.#release();
    return rivals;
  }

  get #holdPath(): string {
    return join(this.#dir, `hold-${this.#suffix}`);
  }

  #release(): void {
    rmSync(this.#holdPath, { force: true });
  }

  #others(): readonly Claim[] {
    return readdirSync(this.#dir)
      .filter((name) => !name.endsWith(this.#suffix))
      .flatMap((name) => claimOf(name) ?? [])
      .filter((claim) => this.#isLiving(claim));
  }

  #isLiving(claim: Claim): boolean {
    const path = join(this.#dir, claim.name);
    const liveness = livenessOf(claim.owner, this.#own);
    const living =
      liveness === 'alive' || (liveness === 'unknown' && ageMs(path) < UNSEEN_CLAIM_MS_MAX);
    if (!living) rmSync(path, { force: true });
    return living;
  }
}

function claimOf(name: string): Claim | undefined {
  const [, kind, text = ''] = CLAIM_PATTERN.exec(name) ?? [];
  const owner = readIdentity(text);
  if (owner === undefined || (kind !== 'hold' && kind !== 'wait')) return undefined;
  return { name, kind, owner };
}

/** Not recursive: a reader must not make a store where there is none. */
function mkdirIfMissing(path: string): void {
  if (existsSync(path)) return;
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function isReadOnly(code: string | undefined): boolean {
  return code === 'EROFS' || code === 'EACCES' || code === 'EPERM';
}

function writeEmpty(path: string): void {
  closeSync(openSync(path, 'w', 0o600));
}

function ageMs(path: string): number {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return Date.now() - mtimeMs;
}
