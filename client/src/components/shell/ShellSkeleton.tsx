import { Skeleton } from '../ui/Skeleton.tsx';
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import { t } from '../../localization/localization.ts';
import { SidebarPlace } from './SidebarPlace.tsx';

/** The shell's shape, while the server is asked who this is. */
export function ShellSkeleton() {
  return (
    <div aria-busy className="flex h-dvh">
      <SidebarPlace />
      <div className="flex flex-1 flex-col justify-end px-2.5 pb-2.5 desk:px-6 desk:pb-11.5">
        <Skeleton className="mx-auto h-26 w-full max-w-[calc(var(--measure)+24px)] rounded-l" />
        <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      </div>
    </div>
  );
}
