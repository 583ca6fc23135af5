import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
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

const crashed = (what) => ({ passed: 0, failed: 1, names: [`${what}: ended without a report`] });

const firstLine = (text) =>
  stripVTControlCharacters(text ?? '')
    .split('\n')[0]
    .slice(0, 200);

/** What failed, a line each: a log is cut from the front more often than from the back, so the names are said again at the end. */
const namesOfTests = (suites) =>
  suites
    .filter((suite) => suite.status === 'failed')
    .flatMap((suite) => {
      const file = path.relative(root, suite.name);
      const tests = suite.assertionResults.filter((test) => test.status === 'failed');
      if (tests.length === 0) return [`${file}: ${firstLine(suite.message)}`];
      return tests.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
    });

const namesOfJourneys = (suites) =>
  suites.flatMap((suite) => [
    ...namesOfJourneys(suite.suites ?? []),
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests
        .filter((test) => test.status === 'unexpected' || test.status === 'flaky')
        .map(
          (test) =>
            `${spec.file}:${spec.line} [${test.projectName}] ${spec.title}: ${firstLine(test.results.find((run) => run.error)?.error.message)}`,
        ),
    ),
  ]);

/** Unit, contract and whole-app tests. */
export async function runVitest(args, env = {}) {
  const file = freshReport('vitest.json');
  const reporters = ['--reporter=default', '--reporter=./scripts/lib/stack-table.mjs', '--reporter=json'];
  const code = await tool('vitest/vitest.mjs', ['run', ...reporters, `--outputFile.json=${file}`, ...args], { env });
  if (!existsSync(file)) return crashed('vitest');
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // An unhandled rejection fails the run without failing a test; a file that does not load counts no test.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  const names = namesOfTests(report.testResults);
  if (failed === 0 && code !== 0)
    return {
      passed: report.numPassedTests,
      failed: 1,
      names: ['vitest: an error outside of the tests, or a suite that did not run whole on both stacks (UNEQUAL); see above'],
    };
  return { passed: report.numPassedTests, failed, names };
}

/** Journeys in a real browser against the built server. Skipped with one visible line when there is no Chromium, except in CI. */
export async function runJourneys(args, env = {}) {
  const chromium = findChromium();
  if (chromium === null) {
    console.log('NOT RUN: browser journeys (no Chromium found; set CHROMIUM_PATH or install it)');
    return process.env.CI ? { passed: 0, failed: 1, names: ['browser journeys: no Chromium'] } : { passed: 0, failed: 0, names: [] };
  }
  const file = freshReport('playwright.json');
  const code = await tool('@playwright/test/cli.js', ['test', '--config', 'e2e/playwright.config.ts', ...args], {
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file, ...env },
  });
  if (!existsSync(file)) return crashed('browser journeys');
  const { stats, errors, suites } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = stats.unexpected + stats.flaky + errors.length;
  const names = [...namesOfJourneys(suites), ...errors.map((error) => `browser journeys: ${firstLine(error.message)}`)];
  if (failed === 0 && code !== 0)
    return { passed: stats.expected, failed: 1, names: ['browser journeys: an error outside of the tests; see above'] };
  return { passed: stats.expected, failed, names };
}
