import { useEffect, useState } from 'react';

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page, which would be left for them otherwise. True while some are held over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Every element under the pointer is entered before the one above it is left.
    let depth = 0;
    const controller = new AbortController();
    const listen = (kind: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void): void =>
      window.addEventListener(
        kind,
        (event) => {
          if (!holdsFiles(event)) return;
          event.preventDefault();
          act(event);
        },
        { signal: controller.signal },
      );
    const move = (by: number): void => {
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    listen('dragenter', () => move(1));
    listen('dragover', () => undefined);
    listen('dragleave', () => move(-1));
    listen('drop', ({ dataTransfer }) => {
      move(-depth);
      onFiles([...(dataTransfer?.files ?? [])]);
    });
    return () => controller.abort();
  }, [onFiles]);
  return over;
}
