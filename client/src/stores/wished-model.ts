import type { ModelRef } from '@parley/contracts';
import { create } from 'zustand';

/** A model chosen outside the chat (in the palette) for the next new chat; the chat takes it and clears it. */
export const useWishedModel = create<{ readonly model: ModelRef | undefined }>(() => ({ model: undefined }));

export const wishForModel = (model: ModelRef | undefined): void => useWishedModel.setState({ model });
