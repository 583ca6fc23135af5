import { defineScript, type Redis } from './redis.ts';

/**
 * What Redis keeps of a turn, all under one hash tag: a hash with `epoch`, `seq` (the last event), `from` (the seq at which that epoch
 * began), `ended` and `deleted`; and a stream of one entry a flush, whose id is its first seq, so that an entry can be found by any
 * of its events. Every write says where it begins: one that does not follow the last event is answered with where it must begin, so
 * a retry, a lost acknowledgement and a server that lost its data are all the same case.
 */
const keysOf = (turnId: string): readonly [meta: string, log: string] => [`turn:{${turnId}}:meta`, `turn:{${turnId}}:log`];

export const turnChannel = (turnId: string): string => `turn:{${turnId}}`;

/** A turn may wait long for a person; what nobody ended or deleted goes after this. */
const runningTtl = 172_800_000;
/** Milliseconds a deleted log is remembered, so that an owner who was held up cannot bring it back. */
const deletedTtl = 600_000;

const claimScript = defineScript(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'seq', 'ended', 'deleted')
local epoch, seq = tonumber(meta[1] or 0), tonumber(meta[2] or 0)
local mine = tonumber(ARGV[1])
if meta[4] then
  if epoch >= mine then return {-1, epoch, seq} end
  redis.call('DEL', KEYS[1], KEYS[2])
  epoch, seq = 0, 0
elseif meta[3] then return {-2, epoch, seq}
elseif epoch > mine then return {-1, epoch, seq} end
if epoch < mine then redis.call('HSET', KEYS[1], 'epoch', mine, 'seq', seq, 'from', seq) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1, epoch, seq}
`);

const writeScript = defineScript(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'seq', 'deleted')
local epoch, seq = tonumber(meta[1] or 0), tonumber(meta[2] or 0)
local mine, first, last = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
if epoch > mine or (meta[3] and epoch >= mine) then return {-1, epoch} end
if epoch < mine then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'epoch', mine, 'seq', 0, 'from', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
  seq = 0
end
if first ~= seq + 1 then return {0, seq} end
if last >= first then
  redis.call('XADD', KEYS[2], ARGV[3] .. '-0', 'e', ARGV[5])
  redis.call('HSET', KEYS[1], 'seq', ARGV[4])
end
if ARGV[6] == '1' then redis.call('HSET', KEYS[1], 'ended', 1) end
redis.call('PEXPIRE', KEYS[1], ARGV[7])
redis.call('PEXPIRE', KEYS[2], ARGV[7])
if last >= first or ARGV[6] == '1' then
  redis.call('PUBLISH', ARGV[8], ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[6] .. '\\n' .. ARGV[5])
end
return {1, last}
`);

const readScript = defineScript(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'from', 'seq', 'ended', 'deleted')
if not meta[1] or meta[5] then return {0} end
local reply = {1, tonumber(meta[1]), tonumber(meta[2]), tonumber(meta[3]), meta[4] and 1 or 0}
local after = tonumber(ARGV[1])
if tonumber(meta[3]) > after then
  local at = redis.call('XREVRANGE', KEYS[2], (after + 1) .. '-0', '-', 'COUNT', 1)
  for _, row in ipairs(redis.call('XRANGE', KEYS[2], at[1] and at[1][1] or '-', '+', 'COUNT', ARGV[2])) do
    reply[#reply + 1] = tonumber(string.match(row[1], '^%d+'))
    reply[#reply + 1] = row[2][2]
  end
end
return reply
`);

const deleteScript = defineScript(`
local epoch = redis.call('HGET', KEYS[1], 'epoch')
redis.call('DEL', KEYS[1], KEYS[2])
if epoch then
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'deleted', 1)
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  redis.call('PUBLISH', ARGV[2], 'gone')
end
return 1
`);

export interface Claim {
  readonly status: 'claimed' | 'stale' | 'ended';
  /** The epoch the log had before, 0 when there was no log; and its last seq. */
  readonly epoch: number;
  readonly seq: number;
}

const claimStatus = new Map<unknown, Claim['status']>([
  [1, 'claimed'],
  [-1, 'stale'],
  [-2, 'ended'],
]);

/** Takes the log over for an epoch, in one step, so that nothing of a lower epoch is written after it. */
export async function claimLog(redis: Redis, turnId: string, epoch: number): Promise<Claim> {
  const [status, before, seq] = (await redis.script(claimScript, keysOf(turnId), [String(epoch), String(runningTtl)])) as number[];
  return { status: claimStatus.get(status) ?? 'stale', epoch: before ?? 0, seq: seq ?? 0 };
}

export interface LogBatch {
  readonly epoch: number;
  readonly from: number;
  readonly first: number;
  /** Below `first` for a batch without events, which only asks whether Redis still has what it acknowledged. */
  readonly last: number;
  readonly lines: string;
  /** Null while the turn runs; else milliseconds until the finished log goes. */
  readonly linger: number | null;
}

export type WriteReply =
  | { readonly status: 'written' }
  /** Redis has events up to here: go on from there. */
  | { readonly status: 'elsewhere'; readonly seq: number }
  | { readonly status: 'stale'; readonly epoch: number };

export async function writeBatch(redis: Redis, turnId: string, batch: LogBatch): Promise<WriteReply> {
  const { epoch, from, first, last, lines, linger } = batch;
  const numbers = [epoch, from, first, last].map(String);
  const rest = [lines, linger === null ? '0' : '1', String(linger ?? runningTtl), redis.named(turnChannel(turnId))];
  const [status, value = 0] = (await redis.script(writeScript, keysOf(turnId), [...numbers, ...rest])) as number[];
  if (status === 1) return { status: 'written' };
  return status === 0 ? { status: 'elsewhere', seq: value } : { status: 'stale', epoch: value };
}

/** Events that arrived together: by a read of the stream, or over the channel. */
export interface LogPiece {
  readonly first: number;
  readonly lines: readonly string[];
}

export interface LogPage {
  readonly epoch: number;
  readonly from: number;
  /** The last seq there is; more pages follow while the pieces end before it. */
  readonly seq: number;
  readonly ended: boolean;
  readonly pieces: readonly LogPiece[];
}

const pageEntries = 256;

/** What follows a cursor, at most a page of it, the first piece beginning at or before it. Null when there is no such log. */
export async function readPage(redis: Redis, turnId: string, after: number): Promise<LogPage | null> {
  const reply = (await redis.script(readScript, keysOf(turnId), [String(after), String(pageEntries)])) as (number | string)[];
  if (reply[0] === 0) return null;
  const [, epoch, from, seq, ended] = reply as number[];
  const pieces: LogPiece[] = [];
  for (let at = 5; at < reply.length; at += 2) pieces.push({ first: Number(reply[at]), lines: String(reply[at + 1]).split('\n') });
  return { epoch: epoch!, from: from!, seq: seq!, ended: ended === 1, pieces };
}

/** What a piece brings beyond a cursor: nothing when it begins only later, after a hole. */
export function after(cursor: number, piece: LogPiece): readonly string[] {
  return piece.first > cursor + 1 ? [] : piece.lines.slice(cursor + 1 - piece.first);
}

export interface LogContent {
  readonly lines: readonly string[];
  readonly ended: boolean;
}

/** The whole log in order; null when there is none. */
export async function readWhole(redis: Redis, turnId: string): Promise<LogContent | null> {
  const lines: string[] = [];
  for (;;) {
    const page = await readPage(redis, turnId, lines.length);
    if (page === null) return null;
    const before = lines.length;
    for (const piece of page.pieces) for (const line of after(lines.length, piece)) lines.push(line);
    if (lines.length >= page.seq || lines.length === before) return { lines, ended: page.ended };
  }
}

/** A message of a turn's channel; null says that the log is gone. */
export function parseMessage(message: string): (Omit<LogPage, 'seq' | 'pieces'> & LogPiece) | null {
  if (message === 'gone') return null;
  const head = message.indexOf('\n');
  const [epoch = 0, from = 0, first = 0, ended = 0] = message.slice(0, head).split(' ').map(Number);
  const text = message.slice(head + 1);
  return { epoch, from, first, ended: ended === 1, lines: text === '' ? [] : text.split('\n') };
}

/** Forgets a log for good: whoever held it under this or a lower epoch is refused. */
export async function deleteLog(redis: Redis, turnId: string): Promise<void> {
  await redis.script(deleteScript, keysOf(turnId), [String(deletedTtl), redis.named(turnChannel(turnId))]);
}
