import { choice, either, flag, map, number, object, texts, type Spec } from '../spec.ts';

const store = choice(['local', 's3', 'cloudfront', 'azure_blob', 'firebase'], { byDefault: 'local' });
const stores = object({ default: store, avatar: store, image: store, document: store, skills: store });

export const fileStrategy: Spec = either([store, stores], { byDefault: 'local' });
export const fileStrategies: Spec = stores;

const mimeTypes = object({ supportedMimeTypes: texts() });
const size = (byDefault?: number): Spec => number(byDefault, { min: 0 });

export const fileConfig: Spec = object({
  endpoints: map(
    object({ disabled: flag(), fileLimit: size(), fileSizeLimit: size(), totalSizeLimit: size(), supportedMimeTypes: texts() }),
  ),
  skills: object({ fileSizeLimit: size() }),
  serverFileSizeLimit: size(),
  avatarSizeLimit: size(),
  fileTokenLimit: size(),
  imageGeneration: object({ percentage: number(undefined, { min: 0, max: 100 }), px: size() }),
  clientImageResize: object({
    enabled: flag(false),
    maxWidth: size(1_900),
    maxHeight: size(1_900),
    quality: number(0.92, { min: 0, max: 1 }),
  }),
  ocr: mimeTypes,
  text: mimeTypes,
  stt: mimeTypes,
});
