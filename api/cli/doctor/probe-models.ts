import { probedAbilities, type Probe } from '@parley/contracts';
import type { Config } from '../../config/config.ts';
import { callControl } from '../../control/call-control.ts';
import { OperatorError } from '../../storage/kit/operator-error.ts';

const control = /\p{Cc}+/gu;

/** A line for each model, and below it why something is not known or not there. */
export function presentProbes(probes: readonly Probe[]): string {
  if (probes.length === 0) return 'There is no model to ask: no endpoint with a key of the server lists one.';
  const names = probes.map(({ endpoint, model }) => `${endpoint}/${model}`.replace(control, ' '));
  const width = Math.max(...names.map(({ length }) => length));
  const lines = probes.flatMap(({ findings }, index) => {
    const cells = probedAbilities.map((ability) => `${ability} ${findings[ability].result.padEnd(7)}`);
    const notes = probedAbilities.flatMap((ability) => {
      const { result, note } = findings[ability];
      return result === 'yes' || note === undefined ? [] : [`  ${ability}: ${note.replace(control, ' ')}`];
    });
    return [`${names[index]!.padEnd(width)}  ${cells.join('  ').trimEnd()}`, ...notes];
  });
  return lines.join('\n');
}

/**
 * Has the server that runs on the data folder ask models what they really do, and prints it. What was found is kept and counts from then on.
 * Returns the exit code: 1 when a model did not answer.
 */
export async function probeModels(
  config: Pick<Config, 'dataDir'>,
  name: string | undefined,
  { json = false }: { readonly json?: boolean },
  say: (text: string) => void = console.log,
): Promise<0 | 1> {
  const probes = await callControl(config.dataDir, { command: 'models.probe', ...(name === undefined ? {} : { name }) });
  if (probes === null) throw new OperatorError(`No server runs on ${config.dataDir}. Start it first: it keeps what is found.`);
  say(json ? JSON.stringify(probes, null, 2) : presentProbes(probes));
  return probes.some(({ findings }) => findings.stream.result === 'unknown') ? 1 : 0;
}
