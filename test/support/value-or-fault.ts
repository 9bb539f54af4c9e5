import { Fault } from '../../domain/fault.ts';

/** What a parser came to: its value, or the Fault that it threw. Any other error is thrown on. */
export function valueOrFault<T>(parse: () => T): T | Fault {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}
