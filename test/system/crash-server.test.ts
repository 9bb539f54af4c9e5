import { expect, test } from 'vitest';
import { type EmbeddedServer, startEmbeddedServer } from '../../client/server/embedded-server.ts';
import type { ServerPorts } from '../../client/server/server-flags.ts';
import { ensureTemporalCli } from '../../client/server/temporal-cli.ts';
import { approvalOf, CrashWorld } from '../support/crash-world.ts';
import { tempDir } from '../support/temp-dir.ts';
import { eventually } from '../support/world.ts';

const FREE_PORTS: ServerPorts = { grpc: 0, http: 0, ui: 0, metrics: 0 };

/** A server as `sluice dev` starts it, which writes to the disk before it acknowledges. */
async function startServer(stateDir: string, ports: ServerPorts): Promise<EmbeddedServer> {
  const { path } = await ensureTemporalCli({ env: process.env, onProgress: () => undefined });
  const options = { stateDir, cliPath: path, ports, fast: false, webUi: false };
  const started = await startEmbeddedServer(options);
  if (started.status === 'already-running') throw new Error('A server already runs there.');
  return started;
}

/** A server that is killed and comes back where it was. */
class MortalServer implements AsyncDisposable {
  private readonly stateDir = tempDir();
  private server: EmbeddedServer | undefined;

  async start(): Promise<string> {
    this.server = await startServer(this.stateDir, this.server?.ports ?? FREE_PORTS);
    return this.server.record.address;
  }

  /** Kills it and answers when another one serves from its database. */
  async killAndRestart(): Promise<void> {
    if (this.server === undefined) throw new Error('No server was started.');
    process.kill(this.server.record.process.pid, 'SIGKILL');
    await this.server.ended;
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server?.stop();
  }
}

test('the server killed while a gate runs, while a review waits and right after approvals: nothing is lost', async () => {
  await using server = new MortalServer();
  await using crash = await CrashWorld.open(2, { address: await server.start() });
  const { world } = crash;
  await crash.startWorker();
  await world.startProgram();

  crash.hold();
  const review = crash.toReview('P0-001');
  await eventually(
    async () => (crash.beats > 0 ? true : undefined),
    () => 'a gate to run',
  );
  await server.killAndRestart();
  crash.letGo();
  const first = await review;

  await server.killAndRestart();
  expect(await world.item('P0-001')).toMatchObject({ waitingOn: 'reviewer' });

  expect(await world.send('P0-001', 'review', approvalOf(first))).toMatchObject({
    kind: 'accepted',
  });
  await server.killAndRestart();
  await world.done('P0-001');

  const second = await crash.toReview('P0-002');
  const approval = { messageId: 'approved-by-signal', ...approvalOf(second) };
  await world.itemHandle('P0-002').signal('review', approval);
  await server.killAndRestart();
  expect(await crash.outcome()).toEqual([]);
});
