// The workflows, and nothing else: each export becomes a workflow type of that name.
export { itemWorkflow } from './item.ts';
export { programWorkflow } from './program.ts';
