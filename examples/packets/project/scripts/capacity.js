// How many records one lookup looks at, in a store of a thousand: the capacity budget.
import { openStore } from '../src/store.js';

const RECORDS = 1_000;
const LOOKUPS = 200;
const records = Array.from({ length: RECORDS }, (_, id) => ({ id, tenant: `t${id % 7}` }));
const store = openStore(records);
for (let nth = 0; nth < LOOKUPS; nth += 1) store.find((nth * 37) % RECORDS);
console.log(JSON.stringify({ lookup: { steps: store.steps / LOOKUPS } }));
