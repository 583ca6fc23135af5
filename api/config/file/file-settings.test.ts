import { expect, test } from 'vitest';
import { loadConfigFile } from './load-config-file.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

function load(text: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-settings-'));
  try {
    const file = path.join(folder, 'parley.yaml');
    writeFileSync(file, `version: 1.3.14\n${text}`);
    const { settings, findings } = loadConfigFile(file, {}, []);
    return { settings, said: findings.map(({ level, line, message }) => `${level} ${line} ${message}`) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('reads what the file decides of pages and of who may register', () => {
  const { settings, said } = load(`registration:
  allowedDomains: [Example.org, example.com]
interface:
  customWelcome: "Hello {{user.name}}!"
  privacyPolicy: {externalUrl: "https://example.org/privacy", openNewTab: false}
  termsOfService: {externalUrl: "https://example.org/terms"}
  modelSelect: false
  parameters: false
  presets: false
  multiConvo: false
  contextUsage: false
  contextCost: false
  buildInfo: false
  bookmarks: false
`);
  expect(said).toEqual(['warning 15 not supported yet: waits for bookmarks']);
  expect(settings).toEqual({
    terms: null,
    summaries: { enabled: true },
    uploads: { address: null, person: null },
    allowedDomains: ['example.org', 'example.com'],
    interface: {
      customWelcome: 'Hello {{user.name}}!',
      privacyPolicy: { url: 'https://example.org/privacy', newTab: false },
      termsOfService: { url: 'https://example.org/terms', newTab: true },
      modelSelect: false,
      parameters: false,
      presets: false,
      multiConvo: false,
      contextUsage: false,
      contextCost: false,
      buildInfo: false,
    },
  });
});

test('refuses what could not act as it was meant', () => {
  const { said } = load(`registration:
  allowedDomains: ["@example.org"]
interface:
  privacyPolicy: {externalUrl: "javascript:alert(1)"}
`);
  expect(said).toEqual([
    'error 3 found no domain, takes one such as example.org, without @',
    'error 5 found no address, takes one that begins with http:// or https://',
  ]);
});

test('reads what people agree to, whose version is that of the text', () => {
  const terms = (of: string) => load(`interface:\n  termsOfService: ${of}\n`);
  const whole = terms('{modalAcceptance: true, modalTitle: Rules, modalContent: "# One\\nTwo"}').settings;
  expect(whole.terms).toEqual({ version: expect.stringMatching(/^[0-9a-f]{64}$/), title: 'Rules', content: '# One\nTwo', link: null });
  expect(whole.interface.termsVersion).toBe(whole.terms?.version);
  const lines = terms('{modalAcceptance: true, modalContent: ["# One", Two], externalUrl: "https://example.org/terms"}').settings.terms;
  expect(lines).toEqual({ ...whole.terms, title: null, link: { url: 'https://example.org/terms', newTab: true } });
  expect(terms('{modalAcceptance: true, modalContent: Three}').settings.terms?.version).not.toBe(lines?.version);

  const page = terms('{modalAcceptance: true, externalUrl: "https://example.org/terms"}').settings.terms;
  expect(page).toMatchObject({ content: '', link: { url: 'https://example.org/terms', newTab: true } });
  expect(page?.version).not.toBe(terms('{modalAcceptance: true, externalUrl: "https://example.org/2"}').settings.terms?.version);
  expect(terms('{modalAcceptance: false, modalContent: x}').settings.terms).toBeNull();
  expect(terms('{modalContent: x}').settings.interface.termsVersion).toBeUndefined();

  const { settings, said } = terms('{modalAcceptance: true, modalTitle: Rules}');
  expect(settings.terms).toBeNull();
  expect(said).toEqual(['warning 3 has no effect: there is nothing to agree to without modalContent or externalUrl']);
});

test('reads how many files may be brought, each window an hour unless it says otherwise', () => {
  const uploads = (of: string) => load(`rateLimits:\n  fileUploads: ${of}\n`);
  expect(uploads('{ipMax: 100, ipWindowInMinutes: 5, userMax: 50}').settings.uploads).toEqual({
    address: { points: 100, perSeconds: 300 },
    person: { points: 50, perSeconds: 3_600 },
  });
  expect(uploads('{userMax: 2.5, userWindowInMinutes: 0.001}').settings.uploads).toEqual({
    address: null,
    person: { points: 2, perSeconds: 1 },
  });
  expect(uploads('{ipWindowInMinutes: 5}').said).toEqual(['warning 3 has no effect without ipMax']);
  expect(uploads('{ipMax: 1, ipWindowInMinutes: 40000}').said[0]).toContain('error 3');
});
