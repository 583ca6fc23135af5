import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../root.mjs';
import { attempt, capture, has } from './exec.mjs';
import { check, expect, notRun } from './report.mjs';
import { expectKnownVariables } from './variables.mjs';

const secret = /SECRET|PASSWORD|_KEY$|REDISCLI_AUTH/;
const file = path.join(root, 'compose.yaml');
const shared = ['deploy/make-env.sh', 'compose.yaml'];

/** A folder with what a person has who starts from nothing. */
function freshCopy() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-compose-'));
  mkdirSync(path.join(folder, 'deploy'));
  for (const name of shared) copyFileSync(path.join(root, name), path.join(folder, name));
  return folder;
}

/** The services that would run: a household's, or with the profile all of them. */
const load = async (validator, cwd, env = {}) => JSON.parse(await capture(validator, ['compose.yaml'], { cwd, env }));

function checkHardening({ services }) {
  for (const [name, service] of Object.entries(services)) {
    expect(service.read_only === true, `${name} can write to its root file system`);
    expect(service.cap_drop?.includes('ALL'), `${name} keeps capabilities`);
    expect(service.security_opt?.includes('no-new-privileges:true'), `${name} may gain privileges`);
    expect(service.privileged !== true, `${name} is privileged`);
  }
}

function checkNoDefaults({ services }) {
  for (const [name, { environment = {} }] of Object.entries(services))
    for (const [variable, value] of Object.entries(environment))
      expect(!secret.test(variable) || value === '', `${name} has a default for ${variable}`);
}

async function checkSettings({ services }, environment) {
  const { command } = services.settings;
  const script = command[0].replaceAll('$$', '$');
  return attempt('env', ['-i', ...Object.entries(environment).map(([name, value]) => `${name}=${value}`), 'sh', '-euc', script]);
}

async function checkScale(validator, folder) {
  await check('compose: deploy/make-env.sh writes every secret once, for its owner alone', async () => {
    await capture('sh', ['deploy/make-env.sh', 'chat.example.org'], { cwd: folder });
    const written = readFileSync(path.join(folder, '.env'), 'utf8');
    expect((statSync(path.join(folder, '.env')).mode & 0o077) === 0, 'others can read .env');
    const values = [...written.matchAll(/^[A-Z_]+=([0-9a-f]{48,})$/gm)].map(([, value]) => value);
    expect(new Set(values).size === 6, `${new Set(values).size} secrets were made`);
    const again = await attempt('sh', ['deploy/make-env.sh', 'chat.example.org'], { cwd: folder });
    expect(again.code !== 0 && readFileSync(path.join(folder, '.env'), 'utf8') === written, 'it wrote over .env');
  });
  await check('compose: with that .env both nodes share one MongoDB, one Redis, one folder and the same secrets', async () => {
    const { services } = await load(validator, folder);
    const [one, two] = [services.parley.environment, services['parley-2'].environment];
    expect(/^mongodb:\/\/parley:[0-9a-f]+@mongo:27017\/parley\?replicaSet=parley/.test(one.MONGO_URI), `MONGO_URI is "${one.MONGO_URI}"`);
    expect(one.REDIS_URI === 'redis://redis:6379' && one.FILES_DIR === '/files', JSON.stringify(one));
    const differing = Object.keys(one).filter((name) => one[name] !== two[name]);
    expect(differing.join() === 'NODE_NAME', `the nodes differ in ${differing}`);
    const settings = await checkSettings({ services }, services.settings.environment);
    expect(settings.code === 0, settings.stderr);
  });
}

async function checkRedis({ services }) {
  if (!has('redis-server')) return notRun('compose: the command of redis', 'redis-server is not installed');
  await check('compose: the command of redis keeps a log on disk and never evicts', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-redis-'));
    const socket = path.join(folder, 'redis.sock');
    const command = services.redis.command[0]
      .replaceAll('$$', '$')
      .replace(/^exec /, '')
      .replace('--dir /data', `--dir ${folder}`);
    const script = `${command} --port 0 --unixsocket ${socket} --daemonize yes --pidfile ${folder}/pid >/dev/null
      ask() { redis-cli -s ${socket} "$@"; }
      until [ "$(ask ping 2>/dev/null)" = PONG ]; do sleep 0.1; done
      ask config get appendonly; ask config get maxmemory-policy; REDISCLI_AUTH= ask ping 2>&1; ask shutdown nosave`;
    try {
      const env = { REDISCLI_AUTH: 'secret', REDIS_MAXMEMORY: '64mb' };
      const said = await capture('timeout', ['20', 'sh', '-euc', script], { env });
      expect(/appendonly\s+yes/.test(said) && /maxmemory-policy\s+noeviction/.test(said) && /NOAUTH/.test(said), said);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

async function checkProxy() {
  if (!has('caddy')) return notRun('compose: deploy/Caddyfile', 'caddy is not installed');
  await check('compose: deploy/Caddyfile is valid', () =>
    capture('caddy', ['validate', '--adapter', 'caddyfile', '--config', path.join(root, 'deploy/Caddyfile')], {
      env: { DOMAIN_SERVER: 'https://localhost', UPSTREAMS: 'parley:3080 parley-2:3080' },
    }),
  );
}

/** Checks compose.yaml against the schema and the consistency rules of the Compose Specification, and what can be run of it. */
export async function verifyCompose(tools) {
  const validator = await tools['compose-model'];
  if (validator instanceof Error) return notRun('compose', `compose-model is missing: ${validator.message}`);
  const folder = freshCopy();
  try {
    await check('compose: with nothing set it is one service', async () => {
      const { services } = await load(validator, folder);
      expect(Object.keys(services).join() === 'parley', `it is ${Object.keys(services)}`);
    });
    const model = await check('compose: the profile "scale" is valid', () => load(validator, folder, { COMPOSE_PROFILES: 'scale' }));
    if (model === null) return;
    await check('compose: every service is held down', () => checkHardening(model));
    await check('compose: no secret has a default', () => checkNoDefaults(model));
    await check('compose: variables given to Parley exist', () => expectKnownVariables(Object.keys(model.services.parley.environment)));
    await check('compose: the profile "scale" asks for a secret that is missing', async () => {
      const { code, stderr } = await checkSettings(model, model.services.settings.environment);
      expect(code !== 0 && /JWT_SECRET: set it in \.env/.test(stderr), stderr);
    });
    await checkScale(validator, folder);
    await check('compose: files that services mount exist', () => {
      for (const name of ['deploy/Caddyfile', 'helm/parley/files/mongo-init.js']) expect(existsSync(path.join(root, name)), name);
    });
    await check('compose: the validator refuses a field that does not exist', async () => {
      writeFileSync(path.join(folder, 'compose.yaml'), readFileSync(file, 'utf8').replace('read_only: true', 'read_onlyy: true'));
      const { code, stderr } = await attempt(validator, ['compose.yaml'], { cwd: folder });
      expect(code !== 0 && /read_onlyy/.test(stderr), 'an unknown field passed');
    });
    await checkRedis(model);
    await checkProxy();
    notRun('compose: docker compose up, with the images of MongoDB, Redis and Caddy', 'no image registry is asked here');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
