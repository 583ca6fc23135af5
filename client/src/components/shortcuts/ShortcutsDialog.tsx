import '../../localization/settings-words.ts';
import { printKeys, shortcuts, type Keys } from '../../lib/shortcuts.ts';
import { t, type WordKey } from '../../localization/localization.ts';
import { closeOverlay } from '../../stores/overlays.ts';
import { Dialog } from '../ui/Dialog.tsx';

const groups: readonly { readonly name: WordKey; readonly rows: readonly (readonly [WordKey, Keys])[] }[] = [
  {
    name: 'shortcuts.group.everywhere',
    rows: [
      ['shortcuts.palette', shortcuts.palette],
      ['shortcuts.newChat', shortcuts.newChat],
      ['shortcuts.search', shortcuts.search],
      ['shortcuts.sidebar', shortcuts.sidebar],
      ['shortcuts.settings', shortcuts.settings],
      ['shortcuts.focusComposer', shortcuts.focusComposer],
      ['shortcuts.menus', ['↑ ↓']],
      ['shortcuts.help', shortcuts.help],
    ],
  },
  {
    name: 'shortcuts.group.composer',
    rows: [
      ['shortcuts.send', ['Enter']],
      ['shortcuts.newLine', ['shift', 'Enter']],
      ['shortcuts.editLast', ['↑']],
      ['shortcuts.stop', ['Esc']],
    ],
  },
];

/** Every key that does something. */
export function ShortcutsDialog() {
  return (
    <Dialog open onOpenChange={closeOverlay} title={t('shortcuts.title')} className="desk:max-w-130">
      <div className="overflow-y-auto px-6 pt-1 pb-5">
        {groups.map(({ name, rows }) => (
          <section key={name} className="pt-3">
            <h3 className="text-small font-medium text-text-soft">{t(name)}</h3>
            <dl>
              {rows.map(([label, keys]) => (
                <div key={label} className="flex items-center justify-between gap-4 border-b border-line py-2 last:border-0">
                  <dt>{t(label)}</dt>
                  <dd>
                    <kbd className="rounded-s border border-line bg-canvas px-2 py-0.75 font-ui text-small whitespace-nowrap text-text-soft">
                      {printKeys(keys)}
                    </kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
