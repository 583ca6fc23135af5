import { acts, choice, either, flag, map, notYet, number, object, texts, type Spec } from '../spec.ts';

const store = choice(['local', 's3', 'cloudfront', 'azure_blob', 'firebase'], { byDefault: 'local' });
const stores = object({ default: store, avatar: store, image: store, document: store, skills: store });

const elsewhere = notYet('`FILES_STORE` says where files are kept, `folder` or `s3`; all kinds are kept in one place');
export const fileStrategy: Spec = either([store, stores], { byDefault: 'local', support: elsewhere });
export const fileStrategies: Spec = { ...stores, support: elsewhere };

const mimeTypes = (waits: string): Spec => object({ supportedMimeTypes: texts() }, { support: notYet(waits) });
const size = (byDefault?: number, waits?: string): Spec =>
  number(byDefault, { min: 0, ...(waits === undefined ? {} : { support: notYet(waits) }) });

export const fileConfig: Spec = object({
  endpoints: map(
    object({
      disabled: flag(undefined, { support: acts('Messages to this endpoint take no files.') }),
      fileLimit: number(32, {
        min: 0,
        support: acts('Files of one message; at most 32. `default` stands for every endpoint without a value of its own.'),
      }),
      fileSizeLimit: number(20, { min: 0, support: acts('Megabytes of one file; at most 20.') }),
      totalSizeLimit: number(50, { min: 0, support: acts('Megabytes of all files of one message; at most 50.') }),
      supportedMimeTypes: texts({
        support: acts('Regular expressions, one of which the type that Parley finds in the content must match.'),
      }),
    }),
  ),
  skills: object({ fileSizeLimit: size() }, { support: notYet('waits for skills') }),
  serverFileSizeLimit: number(20, { min: 0, support: acts('Megabytes of one upload; at most 20.') }),
  avatarSizeLimit: size(undefined, 'waits for pictures of people'),
  fileTokenLimit: size(undefined, 'waits for texts taken out of files; providers read them whole'),
  imageGeneration: object({ percentage: number(undefined, { min: 0, max: 100 }), px: size() }, { support: notYet('waits for tools') }),
  clientImageResize: object(
    {
      enabled: flag(false),
      maxWidth: size(1_900),
      maxHeight: size(1_900),
      quality: number(0.92, { min: 0, max: 1 }),
    },
    { support: notYet('pictures are sent as they are brought') },
  ),
  ocr: mimeTypes('waits for text recognition in files'),
  text: mimeTypes('waits for texts taken out of files'),
  stt: mimeTypes('waits for speech'),
});
