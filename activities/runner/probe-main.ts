import { chooseContainment } from './choose-containment.ts';

/** Prints, as JSON, how strongly gates can be contained here: `sluice doctor` runs it and shows it. */
const containment = await chooseContainment();
console.log(JSON.stringify(containment.report));
await containment.close();
