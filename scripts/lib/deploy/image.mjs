import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.mjs';
import { attempt, capture, has } from './exec.mjs';
import { check, expect, notRun } from './report.mjs';
import { verifyRunning } from './container.mjs';

const base = 'docker.io/library/node:24-bookworm-slim';
const image = 'localhost/parley:verify';
const limit = 120_000_000;
const env = { STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' };
const buildah = async (...args) => (await capture('buildah', args, { env })).trim();

const bytesOf = async (place) => Number.parseInt(await capture('du', ['-sx', '--block-size=1', place]), 10);
const shown = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`.padStart(9);

async function build() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const pulled = process.env.PARLEY_PULL_BASE === 'true';
  if (!pulled) await capture('bash', [path.join(root, 'scripts/tools/make-stand-in-base.sh'), base], { env });
  const args = ['--format', 'docker', '--layers=false', '--build-arg', `BASE=${base}`, '--build-arg', `VERSION=${version}`];
  await buildah('bud', pulled ? '--pull=missing' : '--pull=never', ...args, '--tag', image, root);
}

async function checkSize(tree, baseTree) {
  const added = (await bytesOf(tree)) - (await bytesOf(baseTree));
  console.log(`       ${shown(added)} are added to the base, of which`);
  for (const part of ['node_modules', 'client', 'api', 'sbom.json', 'NOTICES'])
    console.log(`       ${shown(await bytesOf(path.join(tree, 'app', part)))} ${part}`);
  expect(added > 0 && added < limit, `what is added to the base is ${shown(added)}, above ${shown(limit)}`);
}

async function checkContents(tree) {
  const find = (...args) => capture('find', [path.join(tree, 'app'), ...args]);
  const unwanted = ['*.map', '*.ts', '*.tsx', '*.test.js', '*.tsbuildinfo', '.npmrc', '.env*'];
  const names = unwanted.flatMap((pattern, index) => [...(index === 0 ? [] : ['-o']), '-name', pattern]);
  const found = await find('-type', 'f', '(', ...names, ')');
  expect(found === '', `these are not needed: ${found.split('\n').slice(0, 5).join(' ')}`);
  const native = (await find('-name', '*.node')).trim().split('\n');
  expect(native.length === 2, `prebuilt parts: ${native.join(' ')}`);
  const second = await find('-name', 'node-linux-*');
  expect(second === '', `a second Node: ${second}`);
  const writable = await find('(', '-perm', '/o+w', '-o', '-uid', '1000', ')', '!', '-type', 'l');
  expect(writable === '', `the server could change its own program: ${writable.split('\n')[0]}`);
}

function checkBill(tree) {
  const bill = JSON.parse(readFileSync(path.join(tree, 'app/sbom.json'), 'utf8'));
  const names = new Set(
    bill.components.map(({ purl }) =>
      decodeURIComponent(purl)
        .replace(/^pkg:npm\//, '')
        .replace(/@[^@]+$/, ''),
    ),
  );
  for (const workspace of ['api', 'client']) {
    const { dependencies } = JSON.parse(readFileSync(path.join(root, workspace, 'package.json'), 'utf8'));
    const missing = Object.keys(dependencies).filter((name) => !names.has(name));
    expect(missing.length === 0, `the bill of materials leaves out ${missing.join(', ')}`);
  }
  for (const name of ['vitest', 'typescript', 'playwright', 'vite']) expect(!names.has(name), `it names ${name}, which is not shipped`);
}

function checkNotices(tree) {
  const text = readFileSync(path.join(tree, 'app/NOTICES'), 'utf8');
  for (const workspace of ['api', 'client']) {
    const { dependencies } = JSON.parse(readFileSync(path.join(root, workspace, 'package.json'), 'utf8'));
    const missing = Object.entries(dependencies).filter(
      ([name, version]) => !name.startsWith('@parley/') && !text.includes(`${name}@${version}`),
    );
    expect(missing.length === 0, `the notices leave out ${missing.map(([name]) => name).join(', ')}`);
  }
}

function checkConfig(config) {
  expect(config.User === '1000:1000', `it runs as ${config.User}`);
  expect(JSON.stringify(config.Cmd) === '["node","api/dist/main.js"]' && !config.Entrypoint?.length, `it starts ${config.Cmd}`);
  expect(config.Healthcheck?.Test?.[0] === 'CMD' && config.Healthcheck.Test[1] === 'node', 'it has no health check of its own');
  expect('/data' in (config.Volumes ?? {}), 'it declares no volume');
}

/** Builds the real Dockerfile with buildah, measures and inspects the image, runs it, chats through it and stops it. */
export async function verifyImage() {
  if (process.getuid?.() !== 0) return notRun('image', 'buildah in a chroot needs root');
  const missing = ['buildah', 'unshare', ...(process.env.PARLEY_PULL_BASE === 'true' ? [] : ['debootstrap'])].filter((name) => !has(name));
  if (missing.length > 0) return notRun('image', `${missing.join(', ')} not installed: apt-get install buildah debootstrap util-linux`);
  if ((await check('image: the Dockerfile builds', build)) === null) return;

  const [container, baseContainer] = [await buildah('from', '--pull=never', image), await buildah('from', '--pull=never', base)];
  try {
    const [tree, baseTree] = [await buildah('mount', container), await buildah('mount', baseContainer)];
    const config = JSON.parse(await buildah('inspect', '--type', 'image', image)).Docker.config;
    await check(`image: what Parley adds stays under ${shown(limit).trim()}`, () => checkSize(tree, baseTree));
    await check('image: nothing is in it that only compilers, debuggers or other systems read', () => checkContents(tree));
    await check('image: its bill of materials names what is shipped, and nothing else', () => checkBill(tree));
    await check('image: it runs as user 1000, starts node itself and looks after its health', () => checkConfig(config));
    await check('image: every file of the server loads in it, as user 1000', () => {
      const script = `
        const { readdirSync } = await import('node:fs');
        const started = new Set(['main.js', 'journal-worker.js', 'writer-worker.js', 'backup-worker.js']);
        for (const name of readdirSync('dist')) if (name.endsWith('.js') && !started.has(name)) await import('./dist/' + name);
        process.exit();`;
      const inside = ['--isolation', 'chroot', '--user', '1000:1000', '--workingdir', '/app/api', container, '--'];
      return buildah('run', ...inside, 'node', '--input-type=module', '-e', script);
    });
    await check('image: it carries the licences of what is in it', () => checkNotices(tree));
    await verifyRunning(tree, config);
  } finally {
    await attempt('buildah', ['rm', container, baseContainer], { env });
    await attempt('buildah', ['rmi', image], { env });
  }
}
