import { connect } from 'node:net';
import { OperatorError } from '../storage/kit/operator-error.ts';
import { controlFile, type ControlName, type ControlReply, type RequestOf, type ResultOf } from './control-command.ts';

/** Nobody listens: no file, or one that a killed server left. ENOTSUP and EINVAL: no system, or no name, for such files. */
const nobody = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTSUP', 'EINVAL', 'ENAMETOOLONG', 'ENOTDIR']);

/**
 * Asks the server that runs on a data folder. Null when none does; throws its sentence when it refuses, or when the caller may not
 * ask. Waits as long as the work takes.
 */
export function callControl<Name extends ControlName>(dataDir: string, request: RequestOf<Name>): Promise<ResultOf<Name> | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(controlFile(dataDir)).setEncoding('utf8');
    let said = '';
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('data', (text: string) => (said += text));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (nobody.has(error.code ?? '')) return resolve(null);
      if (error.code === 'EACCES' || error.code === 'EPERM')
        return reject(new OperatorError(`The server on ${dataDir} belongs to another user. Ask it as that user.`, { cause: error }));
      reject(error);
    });
    socket.once('close', () => {
      try {
        const reply = JSON.parse(said) as ControlReply;
        if ('error' in reply) reject(new OperatorError(reply.error));
        else resolve(reply.result as ResultOf<Name>);
      } catch {
        reject(new OperatorError('The server ended before it answered.'));
      }
    });
  });
}
