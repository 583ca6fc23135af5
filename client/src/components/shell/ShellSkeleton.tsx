import { useLayout } from '../../stores/layout.ts';
import { usePhone } from '../../hooks/use-media-query.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import { t } from '../../localization/localization.ts';

/** The shell's shape, while the server is asked who this is. */
export function ShellSkeleton() {
  const phone = usePhone();
  const { sidebarShown, sidebarWidth } = useLayout();
  return (
    <div aria-busy className="flex h-dvh">
      {!phone && sidebarShown ? (
        <div style={{ width: `${sidebarWidth / 16}rem` }} className="shrink-0 border-e border-line bg-panel px-5 pt-5">
          <span className="text-base font-bold tracking-[-0.01em]">Parley</span>
        </div>
      ) : null}
      <div className="flex flex-1 flex-col justify-end px-2.5 pb-2.5 desk:px-6 desk:pb-11.5">
        <Skeleton className="mx-auto h-26 w-full max-w-[calc(var(--measure)+24px)] rounded-l" />
        <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      </div>
    </div>
  );
}
