import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { root } from './root.mjs';
import { tool } from './run.mjs';

const reports = path.join(root, 'node_modules', '.cache', 'parley', 'reports');

const freshReport = (name) => {
  mkdirSync(reports, { recursive: true });
  const file = path.join(reports, name);
  rmSync(file, { force: true });
  return file;
};

const crashed = { passed: 0, failed: 1 };

/** Unit, contract and whole-app tests. */
export async function runVitest(args, env = {}) {
  const file = freshReport('vitest.json');
  const reporters = ['--reporter=default', '--reporter=./scripts/lib/stack-table.mjs', '--reporter=json'];
  const code = await tool('vitest/vitest.mjs', ['run', ...reporters, `--outputFile.json=${file}`, ...args], { env });
  if (!existsSync(file)) return crashed;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // An unhandled rejection fails the run without failing a test; a file that does not load counts no test.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Journeys in a real browser against the built server. Skipped with one visible line when there is no Chromium, except in CI. */
export async function runJourneys(args, env = {}) {
  const chromium = findChromium();
  if (chromium === null) {
    console.log('NOT RUN: browser journeys (no Chromium found; set CHROMIUM_PATH or install it)');
    return process.env.CI ? crashed : { passed: 0, failed: 0 };
  }
  const file = freshReport('playwright.json');
  const code = await tool('@playwright/test/cli.js', ['test', '--config', 'e2e/playwright.config.ts', ...args], {
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file, ...env },
  });
  if (!existsSync(file)) return crashed;
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed };
}
