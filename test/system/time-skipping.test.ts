import { TestWorkflowEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attribute.ts';
import { openChores, submitChange } from '../support/chore-world.ts';
import { installQuietRuntime } from '../support/temporal-server.ts';

/** Temporal's test server, which skips time; CONTRIBUTING.md says where it is found. */
const EXECUTABLE = process.env['SLUICE_TIME_SKIPPING_SERVER'] ?? '';
const ITEM = 'P0-001';
/** The number of the type Keyword in Temporal's API. */
const KEYWORD = 2;

test.skipIf(EXECUTABLE === '')(
  'days of reminders, escalation and expiry pass in the time of a test',
  async () => {
    installQuietRuntime();
    const executable = { type: 'existing-path', path: EXECUTABLE } as const;
    const skipping = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
    try {
      const keywords = SEARCH_ATTRIBUTES.map((name) => [name, KEYWORD]);
      await skipping.connection.operatorService.addSearchAttributes({
        namespace: 'default',
        searchAttributes: Object.fromEntries(keywords),
      });
      await using world = await openChores({
        address: skipping.address,
        review: 'remindAfter: 12h, escalateAfter: 1d, expireAfter: 3d',
      });
      await world.startProgram();
      await submitChange(world, ITEM);
      await skipping.sleep('25h');
      const told = await world.until(
        ITEM,
        (view) => view.state.notices?.length === 3,
        'have two reminders and an escalation',
      );
      expect(told.state.notices?.map((each) => each.kind)).toEqual([
        'reminder',
        'reminder',
        'escalation',
      ]);
      await skipping.sleep('2d');
      await world.waitsFor(ITEM, 'releaseLead');
      const retry = { actor: 'human:lea', from: 'REVIEW', reason: 'ask again' };
      expect(await world.send(ITEM, 'retry', retry)).toMatchObject({ kind: 'accepted' });
      await world.approve(ITEM);
      await world.done(ITEM);
    } finally {
      await skipping.teardown();
    }
  },
);
