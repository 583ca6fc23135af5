// The entry of the server. It speaks up on an old Node before anything native is loaded, and keeps compiled code between
// starts; all else is in serve.ts.
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 5)) {
  console.error(
    `Parley needs Node 24.5 or later; this is Node ${process.versions.node}. Start it with "npm start", which brings the right one.`,
  );
  process.exit(1);
}
module.enableCompileCache();

const { serve } = await import('./serve.ts');
await serve();
