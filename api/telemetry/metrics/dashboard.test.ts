import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createMetrics } from './create-metrics.ts';

interface Target {
  readonly expr: string;
  readonly legendFormat: string;
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const file = path.resolve(import.meta.dirname, '../../../deploy/grafana/parley-dashboard.json');
const dashboard = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
const targets = dashboard.panels.flatMap(({ title, targets: asked = [] }) => asked.map((target) => ({ title, ...target })));

/** Everything that can be measured, each with its labels: one sample of all. */
async function measured(): Promise<{ readonly text: string; readonly labelsOf: ReadonlyMap<string, ReadonlySet<string>> }> {
  const metrics = createMetrics();
  metrics.observe({
    build: 'test',
    turns: () => ({ running: 1 }),
    queuedTurns: async () => 1,
    connections: () => ({ sockets: 1, streams: 1, topics: 1 }),
    turnLog: () => ({ logs: 1, bytes: 1, durable: true }),
    caches: () => ({ sessions: { hits: 1, misses: 1, entries: 1 } }),
  });
  metrics.requestEnded('GET', { route: '/api/config', status: 500, streamed: false }, 0.1);
  metrics.beginVerb('ping')(new Error('away'));
  metrics.slowReader();
  const watch = { pieces: 0 };
  const meter = metrics.turnStarted(watch);
  meter.resolved('demo');
  meter.firstPiece();
  watch.pieces = 1;
  meter.attemptFailed('provider.timeout');
  meter.ended('failed');
  const { text } = await metrics.render();
  metrics.stop();
  const labelsOf = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-z_]\w*)(?:\{(.*)\})? /gm)) {
    const known = labelsOf.get(name) ?? labelsOf.set(name, new Set(['instance'])).get(name)!;
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
  }
  return { text, labelsOf };
}

/** What has no sample without waiting: garbage is collected when it pleases, and a gap takes its time. */
const sampleless: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['nodejs_gc_duration_seconds_sum', new Set(['instance', 'kind'])],
  ['parley_stream_silence_seconds_count', new Set(['instance', 'endpoint'])],
  ['parley_stream_silence_seconds_bucket', new Set(['instance', 'endpoint', 'le'])],
]);
const functions = ['rate', 'sum', 'max', 'min', 'count', 'topk', 'clamp_min', 'histogram_quantile', 'vector', 'by', 'or'];

test('panels have ids of their own, say what they show, and do not lie on each other', () => {
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const taken = new Map<string, string>();
  for (const { title, type, description, gridPos, targets: asked } of dashboard.panels) {
    if (type !== 'row') expect([title, (description ?? '').length > 10, (asked ?? []).length > 0]).toEqual([title, true, true]);
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(taken.get(`${x},${y}`), title).toBeUndefined();
        taken.set(`${x},${y}`, title);
      }
  }
});

test('every query asks for metrics that are exposed, by labels that they have', async () => {
  const { text, labelsOf } = await measured();
  for (const name of sampleless.keys()) expect(text).toContain(`# TYPE ${name.replace(/_(sum|count|bucket)$/, '')} histogram`);
  for (const { title, expr, legendFormat } of targets) {
    const selectors = [...expr.matchAll(/([a-zA-Z_]\w*)\{([^}]*)\}/g)];
    expect(selectors.length, title).toBeGreaterThan(0);
    for (const [, name = '', matchers = ''] of selectors) {
      const known = sampleless.get(name) ?? labelsOf.get(name);
      // Open files are counted where the system says them.
      if (name === 'process_open_fds' && process.platform !== 'linux') continue;
      expect([title, name, known === undefined]).toEqual([title, name, false]);
      const asked = [...matchers.matchAll(/(\w+)\s*=~?/g)].map(([, label]) => label!);
      const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
      expect(
        [...asked, ...grouped].filter((label) => !known!.has(label)),
        `${title}: ${name}`,
      ).toEqual([]);
      // What a legend shows must have survived the grouping.
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect([title, ...grouped]).toContain(label);
      expect(asked).toContain('instance');
    }
    // Nothing is left beside metrics, functions, labels and numbers: a name that is written wrong is no metric without braces.
    const rest = expr
      .replace(/[a-zA-Z_]\w*\{[^}]*\}/g, '')
      .replace(/by \([^)]*\)/g, 'by')
      .replace(/\[\$__rate_interval\]/g, '');
    expect(
      [...rest.matchAll(/[a-zA-Z_]\w*/g)].map(([word]) => word).filter((word) => !functions.includes(word)),
      title,
    ).toEqual([]);
  }
});

test('every metric of our own is shown', async () => {
  const { text } = await measured();
  const own = [...text.matchAll(/^# TYPE (parley_\w+)/gm)].map(([, name]) => name!);
  const shown = targets.map(({ expr }) => expr).join('\n');
  expect(own.filter((name) => !shown.includes(name))).toEqual([]);
});
