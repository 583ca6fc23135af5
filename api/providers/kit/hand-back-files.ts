import type { Part } from '@parley/contracts';
import type { ModelMessage } from '../port.ts';

const isFile = ({ type }: Part): boolean => type === 'file';

/** Says whose the files before the words of a question are. */
const note = (many: boolean): string => `[The assistant made ${many ? 'these files' : 'this file'} in the answer before.]`;

/**
 * Puts the files of each answer in front of the question behind it: most formats take files of persons alone. The same answer leaves the same
 * bytes in every later request. Files of an answer that no question follows stay where they are.
 */
export function handBackFiles(messages: readonly ModelMessage[]): ModelMessage[] {
  let made: readonly Part[] = [];
  return messages.map((message, index) => {
    const { role, parts } = message;
    if (role === 'user' && made.length > 0) {
      const before: Part[] = [{ type: 'text', id: 'made', text: note(made.length > 1) }, ...made];
      made = [];
      return { role, parts: [...before, ...parts] };
    }
    if (role !== 'assistant' || !parts.some(isFile)) return message;
    if (!messages.slice(index + 1).some((later) => later.role === 'user')) return message;
    made = [...made, ...parts.filter(isFile)];
    return { role, parts: parts.filter((part) => !isFile(part)) };
  });
}
