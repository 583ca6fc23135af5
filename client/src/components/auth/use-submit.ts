import { useState } from 'react';

interface Submit {
  readonly busy: boolean;
  readonly error: unknown;
  /** Runs the action unless one is under way; keeps what it throws. */
  readonly run: (action: () => Promise<void>) => void;
  readonly clear: () => void;
}

/** One action at a time, with its error. */
export function useSubmit(): Submit {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = (action: () => Promise<void>): void => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    action()
      .catch((thrown: unknown) => setError(thrown))
      .finally(() => setBusy(false));
  };
  return { busy, error, run, clear: () => setError(undefined) };
}
