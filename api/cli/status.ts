import type { Config } from '../config/config.ts';
import { callControl } from '../control/call-control.ts';
import { OperatorError } from '../storage/kit/operator-error.ts';
import { showCount, showSize, showSpan } from './show.ts';

/** Prints what runs on the data folder. Throws a sentence when nothing does. */
export async function status(config: Config): Promise<void> {
  const found = await callControl(config.dataDir, { command: 'status' });
  if (found === null) throw new OperatorError(`No server runs on ${config.dataDir}.`);
  const { turns, readers, memory } = found;
  const lines = [
    `server   version ${found.version}, process ${found.pid}, Node ${found.node}, up ${showSpan(found.uptime)}${found.draining ? ', stopping' : ''}`,
    `keeps    ${found.store}`,
    `answers  ${turns.running} being written; ${showCount(turns.logs, 'log')} in ${showSize(turns.logBytes)} of memory`,
    `readers  ${showCount(readers.users, 'person').replace('persons', 'people')} on ${showCount(readers.sockets, 'socket')} and ${showCount(readers.streams, 'event stream')}`,
    `memory   ${showSize(memory.resident)} resident, ${showSize(memory.heap)} heap, ${showSize(memory.external)} outside it`,
  ];
  console.log(lines.join('\n'));
}
