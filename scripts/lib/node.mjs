// Plain JavaScript for Node 20.19 and later: this runs before anything newer is there.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './root.mjs';

const oldest = [24, 5];

const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
};

/**
 * The Node that runs Parley: this one when it is new enough, else the one the lock file brings on Linux x64 and arm64.
 * Exits with a sentence a person can act on when there is neither.
 */
export function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const require = createRequire(path.join(root, 'package.json'));
  for (const name of [`node-linux-${process.arch}`]) {
    try {
      const bundled = path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', 'node');
      if (process.platform === 'linux' && existsSync(bundled)) return bundled;
    } catch {
      // Not installed for this platform: the message below says what to do.
    }
  }
  console.error(
    `Parley needs Node ${oldest.join('.')} or later; this is Node ${process.versions.node}. ` +
      'On Linux x64 and arm64 "npm ci" brings it; elsewhere install it from nodejs.org.',
  );
  process.exit(1);
}
