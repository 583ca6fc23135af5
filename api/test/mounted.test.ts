import { expect, test } from 'vitest';
import { allRoutes } from '@parley/contracts';
import { v1Routes } from '@parley/contracts/v1';
import { innerWorld } from './world.ts';

interface Layer {
  readonly route?: { readonly path: string };
}

test('every mounted path is a declared one', async () => {
  await using here = await innerWorld();
  const { stack } = here.context.app.router as unknown as { stack: Layer[] };
  const mounted = new Set(stack.flatMap(({ route }) => (route ? [route.path] : [])));
  const declared = [...allRoutes.map(({ path }) => `/api${path}`), ...Object.values(v1Routes).map(({ path }) => path)];
  expect([...mounted].toSorted()).toEqual([...new Set(declared)].toSorted());
});
