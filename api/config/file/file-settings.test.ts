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
  bookmarks: false
`);
  expect(said).toEqual(['warning 13 not supported yet']);
  expect(settings).toEqual({
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
