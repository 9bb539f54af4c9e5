import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { createOutputTail } from '../../../activities/runner/output-tail.ts';

test('a tail keeps the last bytes in order, however they came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 30 })),
      fc.integer({ min: 1, max: 40 }),
      (all, max) => {
        const tail = createOutputTail(max);
        for (const bytes of all) tail.push(bytes);
        const whole = Buffer.concat(all);
        expect(Buffer.concat(tail.parts())).toEqual(
          whole.subarray(Math.max(0, whole.length - max)),
        );
        expect(tail.pushedBytes).toBe(whole.length);
      },
    ),
  );
});
