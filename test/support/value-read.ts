import { trackerFault, type Read } from '../../tracker/input-problem.ts';

/** The value of a reading that must succeed; its problem as a thrown fault where it did not. */
export function valueRead<T>(read: Read<T>): T {
  if (read.kind === 'refused') throw trackerFault(read.problem);
  return read.value;
}
