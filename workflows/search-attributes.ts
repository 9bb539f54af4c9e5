import { defineSearchAttributeKey } from '@temporalio/common';

/** What operators can list and filter by in Temporal's UI. Registered by `sluice dev` and compose. */
export const SLUICE_PROGRAM = defineSearchAttributeKey('SluiceProgram', 'KEYWORD');
export const SLUICE_ITEM = defineSearchAttributeKey('SluiceItem', 'KEYWORD');
export const SLUICE_STAGE = defineSearchAttributeKey('SluiceStage', 'KEYWORD');
export const SLUICE_PRIORITY = defineSearchAttributeKey('SluicePriority', 'KEYWORD');
export const SLUICE_WAITING_ON = defineSearchAttributeKey('SluiceWaitingOn', 'KEYWORD');
