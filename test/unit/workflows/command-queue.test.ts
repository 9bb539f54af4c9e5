import { array, assert, boolean, constantFrom, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommandQueue } from '../../../workflows/command-queue.ts';

type Command = 'start' | 'record';
const mayWait = (command: Command): boolean => command === 'start';
const NOW = { isEnding: false };
const ENDING = { isEnding: true };

describe('the commands of a run', () => {
  test('are taken once, in the order in which they came', () => {
    const queue = new CommandQueue<Command>([], mayWait);
    queue.push(['start', 'record']);
    expect(queue.take(NOW)).toEqual(['start', 'record']);
    expect([queue.take(NOW), queue.isEmpty, queue.waiting]).toEqual([[], true, []]);
  });

  test('that may wait are kept back once it is ending, and the rest is not', () => {
    const queue = new CommandQueue<Command>([], mayWait);
    queue.push(['start', 'record', 'start']);
    expect(queue.take(ENDING)).toEqual(['record']);
    expect([queue.isEmpty, queue.waiting]).toEqual([true, ['start', 'start']]);
  });

  test('that the run before left are taken first', () => {
    const queue = new CommandQueue<Command>(['start'], mayWait);
    queue.push(['record']);
    expect(queue.isEmpty).toBe(false);
    expect(queue.take(NOW)).toEqual(['start', 'record']);
  });

  test('none is lost and none is taken twice, whenever the run begins to end', () => {
    const rounds = record({
      pushed: array(constantFrom<Command>('start', 'record')),
      end: boolean(),
    });
    assert(
      property(array(rounds), (all) => {
        const queue = new CommandQueue<Command>([], mayWait);
        const taken = all.flatMap(({ pushed, end }) => {
          queue.push(pushed);
          return queue.take({ isEnding: end });
        });
        const sent = all.flatMap(({ pushed }) => pushed);
        expect([...taken, ...queue.waiting].toSorted()).toEqual(sent.toSorted());
        expect(queue.waiting.every(mayWait)).toBe(true);
      }),
    );
  });
});
