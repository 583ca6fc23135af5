import { expect, test } from 'vitest';
import { parseTraceparent } from './parse-traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

test('a header is read, whether sampled or not, and of a later version as far as it is known', () => {
  expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, sampled: true });
  expect(parseTraceparent(`00-${traceId}-${spanId}-02`)).toEqual({ traceId, spanId, sampled: false });
  expect(parseTraceparent(`cc-${traceId}-${spanId}-01-what-comes`)).toEqual({ traceId, spanId, sampled: true });
});

test.each([
  ['nothing', undefined],
  ['an empty one', ''],
  ['zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['zeros for a span', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['more than its version has', `00-${traceId}-${spanId}-01-x`],
  ['the version that is none', `ff-${traceId}-${spanId}-01`],
  ['a line break', `00-${traceId}-${spanId}-01\r\nx: y`],
  ['very much', `cc-${traceId}-${spanId}-01-${'x'.repeat(300)}`],
])('%s is no trace', (_what, header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});
