// The entry of the bundle that the benches run: Sluice's workflows beside the bare one.
export { itemWorkflow, programWorkflow } from '../workflows/index.ts';
export { bareItem } from './bare-item.ts';
