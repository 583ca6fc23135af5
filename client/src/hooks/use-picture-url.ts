import { useEffect, useState } from 'react';
import { pictureUrl } from '../lib/file-content.ts';

interface PictureUrl {
  /** Null until it is there. */
  readonly url: string | null;
  readonly missing: boolean;
  /** What came is no picture. */
  readonly fail: () => void;
}

/** The address in this page of a file that is shown. */
export function usePictureUrl(fileId: string): PictureUrl {
  const [known, setKnown] = useState<{ readonly fileId: string; readonly url: string | null; readonly missing: boolean }>();
  const found = known?.fileId === fileId ? known : undefined;
  useEffect(() => {
    let here = true;
    const keep = (url: string | null): void => {
      if (here) setKnown({ fileId, url, missing: url === null });
    };
    pictureUrl(fileId).then(keep, () => keep(null));
    return () => void (here = false);
  }, [fileId]);
  return {
    url: found?.url ?? null,
    missing: found?.missing ?? false,
    fail: () => setKnown({ fileId, url: null, missing: true }),
  };
}
