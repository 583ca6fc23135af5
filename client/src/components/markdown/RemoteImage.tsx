import { ImageOff } from 'lucide-react';
import { t } from '../../localization/localization.ts';
import { hostOf, safeLink } from './safe-link.ts';

/** An image of an answer is never fetched: what it shows could be a way to carry words out. It is a link with its description. */
export function RemoteImage({ address, description }: { address: string; description: string }) {
  const href = safeLink(address);
  if (!href) return <span className="md-image">{description === '' ? address : description}</span>;
  return (
    <a className="md-image" href={href} target="_blank" rel="noopener noreferrer">
      <ImageOff aria-hidden />
      <span>
        {t('markdown.loadImage', { host: hostOf(href) })}
        {description === '' ? null : <bdi>: {description}</bdi>}
      </span>
    </a>
  );
}
