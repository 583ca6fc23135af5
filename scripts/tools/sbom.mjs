// Prints the bill of materials of what an image holds, as CycloneDX: the server's dependencies and what is bundled into the client.
// npm's own `--omit dev` leaves out whatever some development tool asks for too, React and zod among them; so everything is
// asked for, and what the lock file marks as needed by development alone is taken away here.
import { execFileSync } from 'node:child_process';

const asked = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--workspace', '@parley/api', '--workspace', '@parley/client'];
const bill = JSON.parse(execFileSync('npm', asked, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));

const isShipped = ({ 'bom-ref': ref, properties }) =>
  !ref.startsWith('@parley/test-kit@') && !properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');

bill.components = bill.components.filter(isShipped);
const shipped = new Set([bill.metadata.component['bom-ref'], ...bill.components.map((component) => component['bom-ref'])]);
bill.dependencies = bill.dependencies
  .filter(({ ref }) => shipped.has(ref))
  .map((entry) => ({ ...entry, dependsOn: (entry.dependsOn ?? []).filter((ref) => shipped.has(ref)) }));
bill.metadata.component = { ...bill.metadata.component, type: 'application', name: 'parley' };

console.log(JSON.stringify(bill, null, 1));
