import type { PartOf } from '@parley/contracts';
import { create } from 'zustand';

interface ShownPicture {
  /** The pictures of one message, in their order; none: nothing is shown. */
  readonly pictures: readonly PartOf<'file'>[];
  readonly index: number;
}

/** The picture that lies large over the page. */
export const useShownPicture = create<ShownPicture>(() => ({ pictures: [], index: 0 }));

/** Shows one of a message's pictures. */
export function showPicture(pictures: readonly PartOf<'file'>[], partId: string): void {
  useShownPicture.setState({
    pictures,
    index: Math.max(
      0,
      pictures.findIndex(({ id }) => id === partId),
    ),
  });
}

/** Goes to another one of the same message, round at the ends. */
export function turnPicture(by: number): void {
  useShownPicture.setState(({ pictures, index }) => ({ index: (index + by + pictures.length) % Math.max(1, pictures.length) }));
}

export const hidePicture = (): void => useShownPicture.setState({ pictures: [], index: 0 });
