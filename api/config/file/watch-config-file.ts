import { statSync } from 'node:fs';
import { ConfigError } from '../read-env.ts';

export interface ConfigFileWatch {
  /** Looks now. */
  look(): void;
  stop(): void;
}

/** What changes when the file does, be it written in place, replaced, or a link that points elsewhere now. */
function fingerprint(file: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino, dev } = statSync(file);
    return [mtimeMs, ctimeMs, size, ino, dev].join(' ');
  } catch (error) {
    return `unreadable: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`;
  }
}

/**
 * Calls `reload` after one of the files changed, which may be others then. What `reload` refuses with a `ConfigError` goes to `refused`, once as long as it
 * is the same, is tried again each time, and nothing else happens. Polls,
 * since mounted folders and ConfigMaps send no events.
 */
export function watchConfigFile(
  files: () => readonly string[],
  { reload, refused, everyMs = 3_000 }: { reload: () => void; refused: (sentences: readonly string[]) => void; everyMs?: number },
): ConfigFileWatch {
  /** Those that were looked at before keep what was seen then: what changes while it is read is a change. */
  const fingerprints = (before?: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map(files().map((file) => [file, before?.get(file) ?? fingerprint(file)]));
  const isSame = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
    one.size === other.size && [...one].every(([file, print]) => other.get(file) === print);
  let seen = fingerprints();
  let said: string | null = null;
  const look = (): void => {
    const now = fingerprints();
    // What was refused may be right again by another file that it names.
    if (isSame(now, seen) && said === null) return;
    seen = now;
    try {
      reload();
      said = null;
      seen = fingerprints(now);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const sentences = error.sentences.join('\n');
      if (said !== sentences) refused(error.sentences);
      said = sentences;
    }
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
