import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /realtime/stream`: the guard hands the parsed hello to the gateway, which answers with the stream itself. */
export const stream = implement(contract.realtime.stream, async () => undefined);
