import { expect, test } from 'vitest';
import { allRoutes } from '@parley/contracts';
import { innerWorld } from './world.ts';

interface Layer {
  readonly route?: { readonly path: string };
}

test('every mounted path is a declared one', async () => {
  await using here = await innerWorld();
  const { stack } = here.context.app.router as unknown as { stack: Layer[] };
  const mounted = new Set(stack.flatMap(({ route }) => (route ? [route.path] : [])));
  expect([...mounted].toSorted()).toEqual([...new Set(allRoutes.map(({ path }) => `/api${path}`))].toSorted());
});
