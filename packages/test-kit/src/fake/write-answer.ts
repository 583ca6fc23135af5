import type { ServerResponse } from 'node:http';
import { monotonicMicros } from '../clock.ts';
import { planAnswer, usageOf } from './answer.ts';
import { fakeError } from './errors.ts';
import { fakePicture } from './fake-picture.ts';
import type { RunningRequest } from './fake-request.ts';
import type { Pacer } from './pacer.ts';
import type { Wire } from './wire.ts';

/** Tokens an unpaced answer writes before others get their turn. */
const burst = 128;

/** Writes in the manner a script asks for: pieces of so many bytes, CRLF endings. */
function createWriter(
  response: ServerResponse,
  { splitBytes = 0, crlf = false }: { splitBytes?: number; crlf?: boolean },
  isBinary: boolean,
): (text: string) => void {
  const encoding = isBinary ? 'latin1' : 'utf8';
  return (text) => {
    const out = crlf && !isBinary ? text.replaceAll('\n', '\r\n') : text;
    if (splitBytes === 0) {
      response.write(out, encoding);
      return;
    }
    const bytes = Buffer.from(out, encoding);
    for (let at = 0; at < bytes.length; at += splitBytes) response.write(bytes.subarray(at, at + splitBytes));
  };
}

/** Streams the answer of one request, token by token, until its script or its reader ends it. */
export function writeAnswer(request: RunningRequest, response: ServerResponse, wire: Wire, pacer: Pacer): void {
  const { ask, script } = request;
  const plan = planAnswer(ask, script);
  const write = createWriter(response, script, wire.isBinary === true);
  const interval = script.rate ? 1_000 / script.rate : 0;
  // A continued answer is past whatever befell the first one.
  const at = plan.from > 1 ? {} : script;
  const faultsAfter = new Set([at.hangAt, at.cutAt, at.resetAt, at.error === undefined ? undefined : (at.errorAt ?? 0)]);
  request.firstToken = plan.from;
  let k = plan.from;
  let firstDue = 0;

  function end(): null {
    for (let tint = 1; tint <= (script.pictures ?? 0); tint += 1)
      write(wire.picture?.(fakePicture(320, 200, tint).toString('base64')) ?? '');
    const one = script.tool === undefined ? [] : [{ name: script.tool, args: script.args ?? '{"zone":"UTC"}' }];
    const calls = script.calls ?? one;
    for (const [index, { name, args }] of calls.entries()) write(wire.tool(name, args, index));
    write(wire.end((script.usage ?? ask.wantsUsage) ? usageOf(ask, plan) : undefined, script, calls.length > 0));
    return script.hold ? null : close();
  }
  function close(): null {
    response.end();
    request.settle('ended');
    return null;
  }
  function reset(): null {
    request.settle('ended');
    response.socket?.resetAndDestroy();
    return null;
  }
  /** What the script lets happen after the last token it allows. */
  function fault(now: number): null {
    if (at.hangAt === k - 1) return null;
    if (at.cutAt === k - 1) return close();
    // The reader is given time to take what was written: a reset throws away what still waits in its socket.
    if (at.resetAt === k - 1) {
      pacer.schedule(now + 20, reset);
      return null;
    }
    write(wire.error(fakeError(ask, at.error, undefined, at.message)));
    return close();
  }
  function token(): string {
    const word = plan.token(k);
    let text = k <= plan.reasoningTokens ? wire.reasoning(word) : wire.text(word);
    if (script.comments) text = wire.comment() + text;
    if (script.unknown) text += wire.unknown();
    if ((script.choices ?? 1) > 1) text += wire.otherChoice(word);
    return text;
  }

  response.once('close', () => request.settle('closed'));

  const step = (now: number): number | null => {
    if (request.state !== 'open') return null;
    if (firstDue === 0) {
      // The clock of this answer begins with its own first write, not with the round that others are served in too.
      firstDue = performance.now();
      write(wire.begin());
    }
    let batch = '';
    for (let count = 0; ; count += 1) {
      const isFault = faultsAfter.has(k - 1);
      if (isFault || k > plan.total || count === burst) {
        if (batch !== '') write(batch);
        if (isFault) return fault(now);
        if (k > plan.total) return end();
        break;
      }
      batch += token();
      request.writtenUs.push(monotonicMicros());
      k += 1;
      if (interval === 0) continue;
      write(batch);
      return firstDue + (k - plan.from) * interval;
    }
    if (!response.writableNeedDrain) return now;
    response.once('drain', () => void pacer.schedule(performance.now(), step));
    return null;
  };
  pacer.schedule(performance.now() + (script.delay ?? 0), step);
}
