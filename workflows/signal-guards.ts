import type { ItemFreeze } from '../domain/freeze.ts';
import { isFields } from '../domain/message/shape.ts';
import { LANES_MAX } from '../domain/program/program-state.ts';
import type { ItemChange } from './messages.ts';

/**
 * Anybody can send the signals between workflows by hand, with anything in them; a handler that
 * threw would stop the workflow for ever. Only what is used is looked at, so that a later version
 * may send more.
 */
export function isItemChange(raw: unknown): raw is ItemChange {
  if (!isFields(raw) || typeof raw['id'] !== 'string') return false;
  switch (raw['kind']) {
    case 'done':
      return typeof raw['commit'] === 'string';
    case 'skipped':
    case 'lost':
      return typeof raw['reason'] === 'string';
    case 'standing':
      return isStanding(raw['standing']);
    default:
      return false;
  }
}

function isStanding(raw: unknown): boolean {
  if (!isFields(raw)) return false;
  const isHeld = raw['hold'] === 'blocked' || raw['hold'] === 'deferred';
  return raw['kind'] === 'queued' || (isHeld && typeof raw['reason'] === 'string');
}

/** The lane that a program lends to an item. */
export function isAdmission(raw: unknown): raw is { readonly lane: number } {
  if (!isFields(raw) || typeof raw['lane'] !== 'number') return false;
  return Number.isInteger(raw['lane']) && raw['lane'] >= 1 && raw['lane'] <= LANES_MAX;
}

/** The window that a program announces, or null for the end of one. */
export function isFreeze(raw: unknown): raw is { readonly freeze: ItemFreeze | null } {
  if (!isFields(raw)) return false;
  const { freeze } = raw;
  if (freeze === null) return true;
  const isWindow = isFields(freeze) && Number.isInteger(freeze['fromMs']);
  return (
    isWindow &&
    Number.isInteger(freeze['untilMs']) &&
    typeof freeze['reason'] === 'string' &&
    typeof freeze['by'] === 'string'
  );
}
