import type { InterfaceSettings } from '@parley/contracts';
import { t } from '../../localization/localization.ts';

interface LegalLinksProps {
  pages: Pick<InterfaceSettings, 'privacyPolicy' | 'termsOfService'>;
  className?: string;
}

/** The operator's own pages: how they treat data, and on what terms. Nothing where there are none. */
export function LegalLinks({ pages: { privacyPolicy, termsOfService }, className = '' }: LegalLinksProps) {
  const links = [
    privacyPolicy ? { ...privacyPolicy, name: t('legal.privacy') } : null,
    termsOfService ? { ...termsOfService, name: t('legal.terms') } : null,
  ].filter((link) => link !== null);
  if (links.length === 0) return null;
  return (
    <p className={`flex flex-wrap gap-x-4 ${className}`}>
      {links.map(({ name, url, newTab }) => (
        <a
          key={name}
          href={url}
          {...(newTab ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
          className="inline-flex min-h-6 items-center text-accent underline-offset-3 hover:underline pointer-coarse:min-h-11"
        >
          {name}
        </a>
      ))}
    </p>
  );
}
