import type { Implementation } from '../implement.ts';
import { fileContent } from './content.ts';
import { removeFile } from './remove.ts';
import { uploadFile } from './upload.ts';

/** Every action of this resource. */
export const fileImplementations: readonly Implementation[] = [uploadFile, fileContent, removeFile];
