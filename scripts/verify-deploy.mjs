// `npm run verify:deploy`: what is deployed, tried out: the chart, compose.yaml, and the image, which is built, run, chatted with and
// stopped. `-- chart`, `-- compose` or `-- image` runs only these. Tools are built once, outside the repository; what cannot run
// here says NOT RUN. The last line is "N passed, N failed".
import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { verifyChart } = await import('./lib/deploy/chart.mjs');
const { verifyCompose } = await import('./lib/deploy/compose.mjs');
const { verifyImage } = await import('./lib/deploy/image.mjs');
const { total } = await import('./lib/deploy/report.mjs');
const { startTools } = await import('./lib/deploy/tools.mjs');

const asked = process.argv.slice(2);
const parts = { compose: verifyCompose, image: verifyImage, chart: verifyChart };
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`verify:deploy takes ${Object.keys(parts).join(', ')}; not ${unknown.join(', ')}.`);
  process.exit(2);
}
const chosen = Object.keys(parts).filter((name) => asked.length === 0 || asked.includes(name));

const needed = { compose: ['compose-model'], image: [], chart: ['helm', 'kubectl-validate'] };
const tools = startTools(chosen.flatMap((name) => needed[name]));
for (const name of chosen) await parts[name](tools);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
