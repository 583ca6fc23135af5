import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { root } from './root.mjs';

/** Before suites that start the server as people do: builds it from the sources as they are now, and says where it is. */
export default async function setup(project) {
  await ensureBuilt(['server']);
  project.provide('program', { server: path.join(root, 'api/dist/main.js'), cli: path.join(root, 'api/dist/cli/main.js') });
}
