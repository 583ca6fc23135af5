import { usePhone } from '../../hooks/use-media-query.ts';
import { useLayout } from '../../stores/layout.ts';

/** The sidebar's place, as wide as it will be, until it is there. */
export function SidebarPlace() {
  const phone = usePhone();
  const { sidebarShown, sidebarWidth } = useLayout();
  if (phone || !sidebarShown) return null;
  return (
    <div style={{ width: `${sidebarWidth / 16}rem` }} className="shrink-0 border-e border-line bg-panel px-4 pt-4.5">
      <span className="text-base font-bold tracking-[-0.01em]">Parley</span>
    </div>
  );
}
