import { lazy, Suspense, useState, type ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import type { MenuItem } from './menu-item.ts';

const loadMenu = () => import('./MenuPopup.tsx');
const MenuPopup = lazy(async () => ({ default: (await loadMenu()).MenuPopup }));

/** Fetches the menu's code ahead of the first press. */
export const preloadMenus = (): void => void loadMenu().catch(() => undefined);

export interface MenuButtonProps {
  /** The accessible name of the button and of its menu. */
  label: string;
  /** The icon; with `renderButton` it is not used. */
  icon?: ReactNode;
  /** Read when the menu opens, so a thousand rows build no menus. */
  items: () => readonly MenuItem[];
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
  className?: string;
  size?: 'normal' | 'small';
  tabIndex?: number;
  onOpenChange?: (open: boolean) => void;
  /** Draws another button than an IconButton; it must take these properties. */
  renderButton?: (props: MenuTriggerProps) => ReactNode;
}

export interface MenuTriggerProps {
  readonly ref: (button: HTMLButtonElement | null) => void;
  readonly 'aria-haspopup': 'menu';
  readonly 'aria-expanded': boolean;
  readonly onClick: () => void;
  readonly onPointerEnter: () => void;
  readonly onFocus: () => void;
}

/** A button that opens a menu. The menu's code is loaded when the button is approached. */
export function MenuButton({
  label,
  icon,
  items,
  side = 'bottom',
  align = 'end',
  className,
  size,
  tabIndex,
  onOpenChange,
  renderButton,
}: MenuButtonProps) {
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [shown, setShown] = useState<readonly MenuItem[]>();

  const change = (open: boolean): void => {
    setShown(open ? items() : undefined);
    onOpenChange?.(open);
  };
  const trigger: MenuTriggerProps = {
    ref: setButton,
    'aria-haspopup': 'menu',
    'aria-expanded': shown !== undefined,
    onClick: () => change(shown === undefined),
    onPointerEnter: preloadMenus,
    onFocus: preloadMenus,
  };
  return (
    <span className="relative inline-flex min-w-0">
      {renderButton ? (
        renderButton(trigger)
      ) : (
        <IconButton label={label} {...(size ? { size } : {})} {...(className ? { className } : {})} tabIndex={tabIndex} {...trigger}>
          {icon}
        </IconButton>
      )}
      {shown ? (
        <Suspense fallback={null}>
          <MenuPopup label={label} items={shown} side={side} align={align} button={button} onClose={() => change(false)} />
        </Suspense>
      ) : null}
    </span>
  );
}
