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
 * Calls `reload` after the file changed. What `reload` refuses with a `ConfigError` goes to `refused`, once for each change, and nothing else happens. Polls,
 * since mounted folders and ConfigMaps send no events.
 */
export function watchConfigFile(
  file: string,
  { reload, refused, everyMs = 3_000 }: { reload: () => void; refused: (sentences: readonly string[]) => void; everyMs?: number },
): ConfigFileWatch {
  let seen = fingerprint(file);
  const look = (): void => {
    const now = fingerprint(file);
    if (now === seen) return;
    seen = now;
    try {
      reload();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      refused(error.sentences);
    }
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
