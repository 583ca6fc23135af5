import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { register, say, settle, signIn, textSoFar } from './chat.mjs';
import { check, expect } from './report.mjs';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// As an engine does it: name spaces of its own, the image's tree mounted read-only, /tmp in memory, the volume, nothing else, no rights.
const enter = `
mount --bind "$TREE" "$TREE"
mount -t proc proc "$TREE/proc"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$TREE/tmp"
mount --bind "$VOLUME" "$TREE/data"
mount --rbind /dev "$TREE/dev"
mount -o remount,bind,ro "$TREE"
cd "$TREE"
exec setpriv --no-new-privs chroot --userspec=1000:1000 . env -i "$@"
`;

/** `env -i` arguments, then a command inside the tree: what the image says, and what was set for this run. */
function insideArgs(config, settings, command) {
  const variables = Object.fromEntries(config.Env.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return [...Object.entries({ ...variables, ...settings }).map(([name, value]) => `${name}=${value}`), ...command];
}

function launch({ tree, volume, config, settings, command }) {
  const args = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private', 'sh', '-euc', enter, 'sh'];
  return spawn('unshare', [...args, ...insideArgs(config, settings, command)], {
    env: { PATH: process.env.PATH, TREE: tree, VOLUME: volume },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts the image's own command; resolves when it says that it is ready. */
async function start({ tree, volume, config, settings = {} }) {
  const port = await freePort();
  // The address is narrowed so that nothing beyond this machine is let in while it is tried out.
  const merged = { PORT: String(port), HOST: '127.0.0.1', ALLOW_INSECURE_HTTP: 'true', LOCAL_MODELS: 'false', ...settings };
  const command = ['sh', '-c', `cd ${config.WorkingDir} && exec "$@"`, 'sh', ...config.Cmd];
  const child = launch({ tree, volume, config, settings: merged, command });
  let said = '';
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const end = Date.now() + 30_000;
  while (!said.includes('Parley is ready')) {
    if (Date.now() > end || child.exitCode !== null) throw new Error(`it did not start: ${said}`);
    await wait(50);
  }
  const [node] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').map(Number);
  return {
    url: `http://127.0.0.1:${port}`,
    node,
    ended,
    code: /needs the code (\S+)/.exec(said)?.[1],
    settings: merged,
    said: () => said,
    stop: (signal) => process.kill(node, signal),
    kill: () => child.kill('SIGKILL'),
  };
}

const statusOf = (pid, field) => new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

async function checkConfinement(running, tree, volume, config) {
  expect(statusOf(running.node, 'Uid').split('\t')[0] === '1000', `it runs as ${statusOf(running.node, 'Uid')}`);
  expect(statusOf(running.node, 'NSpid').split('\t').at(-1) === '1', 'it is not the first process of its name space');
  expect(/^0+$/.test(statusOf(running.node, 'CapEff')), `it has rights: ${statusOf(running.node, 'CapEff')}`);
  const tried = launch({ tree, volume, config, settings: {}, command: ['touch', '/app/x'] });
  const code = await new Promise((resolve) => tried.on('close', resolve));
  expect(code !== 0, 'the root file system can be written to');
}

async function checkHealth(running, tree, volume, config) {
  const [, ...command] = config.Healthcheck.Test;
  const child = launch({ tree, volume, config, settings: { PORT: running.settings.PORT }, command });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code === 0, `the health check of a running server ended with ${code}`);
  const dead = launch({ tree, volume, config, settings: { PORT: String(await freePort()) }, command });
  expect((await new Promise((resolve) => dead.on('close', resolve))) !== 0, 'the health check is content with no server at all');
  const { headers, status } = await fetch(`${running.url}/readyz`);
  expect(status === 200 && !headers.get('content-type')?.includes('html'), '/readyz is answered with a page, not by the server');
}

/** Runs the image as a container engine would, chats through it, stops it in the middle of an answer, and looks what was kept. */
export async function verifyRunning(tree, config) {
  const volume = mkdtempSync(path.join(os.tmpdir(), 'parley-volume-'));
  chownSync(volume, 1000, 1000);
  let running = null;
  try {
    running = await check('image: it starts with a read-only root file system and no rights', () =>
      start({ tree, volume, config, settings: { DRAIN_SECONDS: '2' } }),
    );
    if (running === null) return;
    await check('image: it is user 1000, the first process, without capabilities, and cannot write outside its volume', () =>
      checkConfinement(running, tree, volume, config),
    );
    await check('image: its health check tells a server from none', () => checkHealth(running, tree, volume, config));
    await check('image: it serves the client', async () => {
      const page = await fetch(running.url);
      expect(page.status === 200 && (await page.text()).includes('<div id="root"'), `the page answered ${page.status}`);
    });
    const person = await check('image: the first account is made with the code of the start line, and signs in', async () => {
      await register(running.url, running.code);
      return signIn(running.url);
    });
    if (person === null) return;
    await check('image: a turn is answered', async () => {
      const turn = await say(running.url, person, 'Hello');
      const message = await settle(running.url, person, turn);
      expect(message.status === 'done' && textSoFar(message) !== '', JSON.stringify(message).slice(0, 300));
    });
    const cut = await check('image: SIGTERM in the middle of an answer ends it with code 0 within its time to drain', async () => {
      const turn = await say(running.url, person, '/demo tokens=2000 rate=50 delay=0');
      await wait(1_500);
      const began = Date.now();
      running.stop('SIGTERM');
      const { code, signal } = await Promise.race([running.ended, wait(10_000).then(() => ({ code: 'nothing', signal: null }))]);
      expect(code === 0, `it ended with ${code ?? signal}: ${running.said().slice(-500)}`);
      expect(Date.now() - began < 6_000, `it took ${Date.now() - began} ms`);
      return turn;
    });
    running.kill();
    if (cut === null) return;
    await check('image: the answer is in the volume, as far as it came, marked as interrupted', async () => {
      running = await start({ tree, volume, config });
      const message = await settle(running.url, await signIn(running.url), cut);
      const words = textSoFar(message).split(/\s+/).length;
      expect(message.status === 'interrupted' && words > 40, `it is ${message.status}, with ${words} words`);
      running.stop('SIGTERM');
      expect((await running.ended).code === 0, 'the second run ended badly');
    });
  } finally {
    running?.kill?.();
    rmSync(volume, { recursive: true, force: true });
  }
}
