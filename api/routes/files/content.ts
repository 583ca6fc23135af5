import { isShownImage } from '@parley/chat-core';
import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /files/:id`: the bytes of a file of one's own. */
export const fileContent = implement(contract.files.content, async ({ files }, { params }, { scope }) => {
  const { file, bytes } = await files.open(scope, params.id);
  const { name, mediaType, bytes: size, sha256 } = file;
  return {
    name,
    mediaType,
    size,
    etag: sha256,
    shown: isShownImage(mediaType),
    open: async (range) => (await bytes(range)).stream,
  };
});
