import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../root.mjs';
import { attempt, capture } from './exec.mjs';
import { check, expect, notRun } from './report.mjs';
import { refusedValues } from './refused-values.mjs';
import { expectKnownVariables } from './variables.mjs';

const chart = path.join(root, 'helm/parley');
const kubernetes = ['1.28', '1.30'];
const foreign = /^apiVersion: monitoring\.coreos\.com\//m;

const documentsOf = (manifest) => manifest.split(/^---$/m).filter((document) => /^kind:/m.test(document));
const kindOf = (document) => /^kind: (.+)$/m.exec(document)?.[1];
const render = (helm, args) => capture(helm, ['template', 'parley', chart, '--namespace', 'chat', ...args]);

async function validate(validator, documents, version) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-chart-'));
  try {
    documents.forEach((document, index) => writeFileSync(path.join(folder, `${index}-${kindOf(document)}.yaml`), document));
    return await attempt(validator, ['--version', version, folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkHardening(manifest) {
  const pods = documentsOf(manifest).filter((document) => ['Deployment', 'StatefulSet', 'Job'].includes(kindOf(document)));
  expect(pods.length > 0, 'no pod was rendered');
  for (const pod of pods) {
    const count = (pattern) => pod.match(pattern)?.length ?? 0;
    const containers = count(/^ +image: /gm);
    for (const held of [/readOnlyRootFilesystem: true/g, /allowPrivilegeEscalation: false/g, /drop: \[ALL\]/g])
      expect(count(held) === containers, `${kindOf(pod)}: ${containers} containers, but ${held.source} ${count(held)} times`);
    for (const held of [/runAsNonRoot: true/g, /seccompProfile: \{ type: RuntimeDefault \}/g, /automountServiceAccountToken: false/g])
      expect(count(held) === 1, `${kindOf(pod)}: ${held.source} is missing`);
  }
}

function checkServer(manifest) {
  const server = documentsOf(manifest).find((document) => /startupProbe/.test(document) && /name: parley$/m.test(document));
  const grace = Number(/terminationGracePeriodSeconds: (\d+)/.exec(server)?.[1]);
  const drain = Number(/DRAIN_SECONDS: "(\d+)"/.exec(manifest)?.[1]);
  expect(grace > drain + 5, `a pod has ${grace} s to end, but drains for ${drain}`);
  expect(/path: \/livez/.test(server) && /path: \/readyz/.test(server), 'a probe is missing');
}

function checkVariables(manifest) {
  const settings = documentsOf(manifest).find((document) => kindOf(document) === 'ConfigMap' && /DRAIN_SECONDS/.test(document));
  expectKnownVariables([...settings.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name));
}

async function checkValues(helm, validator, file) {
  const name = path.basename(file, '-values.yaml');
  const manifest = await check(`chart: ${name} is linted and rendered`, async () => {
    await capture(helm, ['lint', '--strict', chart, '--values', file]);
    return render(helm, ['--values', file]);
  });
  if (manifest === null) return;
  const documents = documentsOf(manifest);
  const standard = documents.filter((document) => !foreign.test(document));
  for (const version of kubernetes) {
    await check(`chart: ${name} is valid for Kubernetes ${version} (${standard.length} objects)`, async () => {
      const { code, stdout, stderr } = await validate(validator, standard, version);
      expect(code === 0, stdout + stderr);
    });
  }
  if (standard.length < documents.length)
    notRun(`chart: ${name}, ServiceMonitor`, "its schema is an operator's own, which the validator does not have");
  await check(`chart: ${name} holds every container down, gives pods time to end, and sets variables that exist`, () => {
    checkHardening(manifest);
    checkServer(manifest);
    checkVariables(manifest);
  });
  await check(`chart: ${name} renders the same again, so that an upgrade changes no secret`, async () => {
    expect((await render(helm, ['--values', file])) === manifest, 'the second rendering differs from the first');
  });
}

/** Lints, renders and validates the chart with each of its example values, and has it refuse what cannot work. */
export async function verifyChart(tools) {
  const [helm, validator] = [await tools.helm, await tools['kubectl-validate']];
  for (const [name, tool] of [
    ['helm', helm],
    ['kubectl-validate', validator],
  ]) {
    if (tool instanceof Error) return notRun('chart', `${name} is missing: ${tool.message}`);
  }
  const files = readdirSync(path.join(chart, 'ci'))
    .sort()
    .map((name) => path.join(chart, 'ci', name));
  for (const file of files) await checkValues(helm, validator, file);

  await check('chart: the validator refuses a field that does not exist, in any object of a rendering', async () => {
    const documents = documentsOf(await render(helm, ['--values', files[0]]));
    const last = documents.at(-1).replace(/^kind: .+$/m, '$&\nnosuchfield: 1');
    const { code, stdout, stderr } = await validate(validator, [...documents.slice(0, -1), last], kubernetes[0]);
    expect(code !== 0 && /nosuchfield/.test(stdout + stderr), 'an unknown field passed');
  });
  for (const [what, args, sentence] of refusedValues) {
    await check(`chart: refuses ${what}`, async () => {
      const { code, stderr } = await attempt(helm, ['template', 'parley', chart, ...args]);
      expect(code !== 0, 'it was rendered');
      expect(stderr.includes(sentence), `the sentence was: ${stderr.trim().slice(0, 500)}`);
    });
  }
}
