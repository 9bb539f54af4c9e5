import type { Command } from '../domain/policy.ts';
import type { GateObject } from './gate.schema.ts';
import type { ItemCommands } from './item.schema.ts';

/** A command as it is written in a document: text for a shell, or a list of words. */
export function commandOf(run: GateObject['run']): Command {
  return typeof run === 'string' ? { shell: run } : { argv: run };
}

/** The commands of an item: none, one or several. */
export function commandsOf(commands: ItemCommands | undefined): readonly Command[] {
  if (commands === undefined) return [];
  const list = Array.isArray(commands) ? commands : [commands];
  return list.map((each) => commandOf(typeof each === 'string' ? each : each.run));
}

/** A value that may be written alone or as a list. */
export function listed<T extends string>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
