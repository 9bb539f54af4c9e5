import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  chooseContainment,
  type ContainmentChoice,
} from '../../../activities/runner/choose-containment.ts';
import { createPipeSource } from '../../../activities/runner/output-pipe.ts';
import { planRedaction } from '../../../activities/runner/redactor.ts';
import { runGate } from '../../../activities/runner/run-gate.ts';
import type { SandboxSpec, SandboxView } from '../../../activities/runner/sandbox-spec.ts';
import type { RunOutcome } from '../../../domain/run-outcome.ts';
import { type BlobStore, openBlobStore } from '../../../evidence/blob-store.ts';
import { processesOf, runSpec } from '../../support/gate-runs.ts';

const MIB = 1024 * 1024;
let dir: string;
let work: string;
let store: BlobStore;
let containment: ContainmentChoice;
let openPipe: ReturnType<typeof createPipeSource>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sluice-sandbox-'));
  work = join(dir, 'repository', '.sluice', 'lanes', '1');
  mkdirSync(work, { recursive: true });
  mkdirSync(join(dir, 'repository', '.git'));
  mkdirSync(join(dir, 'repository', '.sluice', 'keys'));
  writeFileSync(join(dir, 'repository', '.sluice', 'keys', 'key.pem'), 'secret');
  writeFileSync(join(dir, 'repository', '.git', 'config'), '[core]\n');
  mkdirSync(join(dir, 'home', '.ssh'), { recursive: true });
  mkdirSync(join(dir, 'home', '.cache'));
  writeFileSync(join(dir, 'home', '.ssh', 'id_ed25519'), 'secret');
  writeFileSync(join(dir, 'home', '.npmrc'), 'token=secret');
  writeFileSync(join(dir, 'home', '.cache', 'warm'), 'warm');
  store = await openBlobStore(dir);
  containment = await chooseContainment();
  openPipe = createPipeSource(dir);
});
afterAll(async () => {
  await containment.close();
  await rm(dir, { recursive: true, force: true });
});

const sandbox = (
  changes: Partial<SandboxSpec> = {},
  view: Partial<SandboxView> = {},
): SandboxSpec => ({
  use: 'best',
  network: 'deny',
  minimum: 'full',
  view: {
    writable: [work],
    readable: [join(dir, 'repository')],
    hidden: [join(dir, 'repository', '.sluice'), '/run'],
    temporary: [tmpdir()],
    scratch: [],
    ...view,
  },
  limits: { processes: 64, memoryBytes: 256 * MIB, openFiles: 64, fileBytes: 8 * MIB },
  ...changes,
});

async function run(script: string, spec = sandbox()): Promise<RunOutcome & { text: string }> {
  const control = { cancelled: new AbortController().signal, onProgress: () => undefined };
  const deps = { store, containment, openPipe, planRedaction };
  const outcome = await runGate(runSpec(script, { cwd: work, sandbox: spec }), deps, control);
  const stored = [outcome.stdout, outcome.stderr].map(({ storedSha256 }) =>
    store.read(storedSha256),
  );
  return { ...outcome, text: (await Promise.all(stored)).join('') };
}

describe('a gate in the sandbox', () => {
  test('records which level was in force', async () => {
    const { sandbox: facts, end } = await run('exit 0');
    expect(end).toEqual({ kind: 'exited', exitCode: 0 });
    expect(facts).toMatchObject({ level: 'full', network: 'denied' });
  });

  test('writes its worktree, and what it writes stays', async () => {
    expect((await run('echo built > out')).end).toEqual({ kind: 'exited', exitCode: 0 });
    expect(await readFile(join(work, 'out'), 'utf8')).toBe('built\n');
  });

  test('writes nothing else of the repository or the machine', async () => {
    const { text } = await run(
      `for file in ${dir}/repository/x ${dir}/repository/.git/config /etc/x /usr/x /x "$HOME/x"; do
        (: > $file) 2>/dev/null && echo "wrote $file"; done; true`,
    );
    expect(text).toBe('');
  });

  test('sees no key of Sluice, no key of its user and no socket folder', async () => {
    const hidden = [
      join(dir, 'repository', '.sluice'),
      join(dir, 'home', '.ssh'),
      join(dir, 'home', '.npmrc'),
      '/run',
    ];
    const view = { hidden, readable: [join(dir, 'repository'), join(dir, 'home')] };
    const script = `cd ${dir}; cat repository/.sluice/keys/key.pem home/.ssh/id_ed25519 home/.npmrc; ls -A home/.ssh /run`;
    expect((await run(script, sandbox({}, view))).text).not.toMatch(/secret|dbus|systemd/);
  });

  test('sees a hidden file that the policy shows, and cannot change it', async () => {
    const view = {
      hidden: [join(dir, 'home', '.ssh')],
      readable: [join(dir, 'home', '.ssh', 'id_ed25519')],
    };
    const script = `cat ${dir}/home/.ssh/id_ed25519; ( : > ${dir}/home/.ssh/id_ed25519 ) && echo changed`;
    const { text } = await run(script, sandbox({}, view));
    expect(text).toContain('secret');
    expect(text).not.toContain('changed');
  });

  test('sees a warm cache, and what it writes there is lost', async () => {
    const view = { readable: [join(dir, 'home')], scratch: [join(dir, 'home', '.cache')] };
    const script = `cat ${dir}/home/.cache/warm; echo poison > ${dir}/home/.cache/warm && cat ${dir}/home/.cache/warm`;
    expect((await run(script, sandbox({}, view))).text).toBe('warmpoison\n');
    expect(await readFile(join(dir, 'home', '.cache', 'warm'), 'utf8')).toBe('warm');
  });

  test('has a private temporary folder', async () => {
    const left = join(tmpdir(), `left-${process.pid}`);
    expect((await run(`touch ${left} && ls -A ${tmpdir()}`)).end).toMatchObject({ exitCode: 0 });
    expect((await run(`ls ${left}`)).end).not.toMatchObject({ exitCode: 0 });
    expect(await readFile(left).catch(() => 'gone')).toBe('gone');
  });

  test('reaches no port of the machine, and serves its own loopback', async () => {
    const server = createServer((socket) => socket.end('reached')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const ask = `const s=require('net').connect(${port},'127.0.0.1');s.on('data',d=>console.log(''+d));s.on('error',e=>console.log(e.code))`;
    const own = `require('net').createServer(s=>s.end()).listen(0,'127.0.0.1',function(){console.log('served');this.close()})`;
    const script = `${process.execPath} -e "${ask}"; ${process.execPath} -e "${own}"`;
    const limits = { ...sandbox().limits, memoryBytes: 1024 * MIB };
    const view = { readable: [join(dir, 'repository'), process.execPath] };
    const denied = await run(script, sandbox({ limits }, view));
    const allowed = await run(
      script,
      sandbox({ limits, network: 'allow', minimum: 'filesystem' }, view),
    );
    server.close();
    expect(denied.text).toBe('ECONNREFUSED\nserved\n');
    expect(allowed.text).toBe('reached\nserved\n');
    expect(allowed.sandbox).toMatchObject({ level: 'filesystem', network: 'allowed' });
  });

  test.each([
    ['unmounts what hides', 'umount DIR/repository/.sluice; umount -l /run'],
    ['makes the root writable again', 'mount -o remount,rw,bind /'],
    [
      'does so as root of a user namespace of its own',
      `unshare --user --map-root-user --mount sh -c 'umount -l /run; mount -o remount,rw,bind /; touch /x'`,
    ],
    [
      'enters the namespaces of the machine',
      'nsenter -t 1 -m -n true; chroot /proc/1/root true && ls /proc/1/root/run',
    ],
    [
      'writes a disk',
      'for disk in /dev/vda /dev/sda /dev/nvme0n1 /dev/mem; do test -e $disk && echo escaped; done; mknod d b 254 0 && echo escaped',
    ],
    [
      'writes settings of the kernel',
      '( : > /proc/sys/kernel/core_pattern ) && echo escaped; ( echo h > /proc/sysrq-trigger ) && echo escaped; mkdir /sys/fs/cgroup/mine && echo $$ > /sys/fs/cgroup/mine/cgroup.procs && echo escaped',
    ],
  ])('stays inside when it %s', async (_name, script) => {
    const after = `; cat ${dir}/repository/.sluice/keys/key.pem; ls -A /run; ( : > /escaped ) && echo escaped; true`;
    const { text } = await run(script.replaceAll('DIR', dir) + after);
    expect(text).not.toMatch(/secret|dbus|systemd|^escaped$/m);
    expect(await readFile('/escaped').catch(() => 'gone')).toBe('gone');
  });

  test('has no more processes than it may', async () => {
    const spec = runSpec('', { sandbox: sandbox() });
    const { text } = await run(
      'for i in $(seq 200); do sleep 5 & done 2>&1; echo; kill $(jobs -p)',
    );
    expect(text).toMatch(/fork|Resource temporarily unavailable/i);
    expect(await processesOf(spec.runId)).toEqual([]);
  });

  test('writes no file larger than it may, and opens no more files', async () => {
    const { text } = await run(
      'head -c 20M /dev/zero > big; stat -c %s big; rm big; ulimit -n; ulimit -c',
    );
    expect(text).toMatch(new RegExp(`^${8 * MIB}$`, 'm'));
    expect(text).toMatch(/^64\n0$/m);
  });

  test('takes no more memory than it may', async () => {
    const hog = 'x=a; while :; do x=$x$x; done';
    const { end } = await run(`sh -c '${hog}'`);
    expect(end).not.toEqual({ kind: 'exited', exitCode: 0 });
    expect(end.kind).not.toBe('timed-out');
  });

  test('keeps its user and has no way to another one', async () => {
    const { text } = await run('id -u; grep -E "NoNewPrivs|CapEff" /proc/self/status');
    expect(text).toContain(`${process.getuid?.()}\n`);
    expect(text).toMatch(/NoNewPrivs:\s1/);
    expect(text).toMatch(/CapEff:\s0{8}0{7}[0-9a-f]|CapEff:\s0{14}[0-9a-f]{2}/);
  });

  test('leaves no control group and no mount', async () => {
    await run('exit 0');
    await containment.close();
    expect(await readFile('/proc/self/mountinfo', 'utf8')).not.toContain('sluice-root');
    containment = await chooseContainment();
  });
});

describe('a gate that demands more than it can get', () => {
  test('is not started, and says what it was refused for', async () => {
    const {
      end,
      text,
      sandbox: facts,
    } = await run('echo ran', sandbox({ use: 'off', minimum: 'filesystem' }));
    expect(end).toMatchObject({
      kind: 'not-contained',
      reached: 'processes',
      minimum: 'filesystem',
    });
    expect(text).toBe('');
    expect(facts).toBeUndefined();
  });

  test('runs with the network only where that is enough', async () => {
    const { end } = await run('exit 0', sandbox({ network: 'allow', minimum: 'full' }));
    expect(end).toMatchObject({ kind: 'not-contained', reached: 'filesystem' });
  });
});
