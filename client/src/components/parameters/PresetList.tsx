import type { ConversationSettings, Preset } from '@parley/contracts';
import { ArrowDown, ArrowUp, Check, Download, Ellipsis, Pencil, Replace, Star, StarOff, Trash2, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { usePresets } from '../../hooks/use-presets.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { fieldOf } from '../../lib/form-field.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { deletePreset, importPresets, movePreset, presetFile, readPresetFile, savePreset } from '../../stores/presets.ts';
import { Button } from '../ui/Button.tsx';
import type { MenuItem } from '../ui/menu-item.ts';
import { MenuButton } from '../ui/MenuButton.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { TextField } from '../ui/TextField.tsx';

const attempt = (work: Promise<unknown>): void => void work.catch((error: unknown) => showToast(sentenceOf(error), { tone: 'bad' }));

function download(presets: readonly Preset[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([presetFile(presets)], { type: 'application/json' }));
  link.download = 'parley-presets.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

async function takeIn(file: File): Promise<void> {
  const presets = readPresetFile(await file.text());
  if (!presets) {
    showToast(t('presets.notAFile'), { tone: 'bad' });
    return;
  }
  const leftOut = await importPresets(presets);
  const notes = leftOut.map(({ name, keys }) => t('presets.leftOut', { name, keys: keys.join(', ') }));
  showToast([t('presets.imported', { count: presets.length }), ...notes].join(' '));
}

/** Reads files of presets. */
function Import() {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" onClick={() => field.current?.click()}>
        <Upload aria-hidden className="size-4!" /> {t('presets.import')}
      </Button>
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        aria-label={t('presets.importFile')}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) attempt(takeIn(file));
        }}
      />
    </>
  );
}

interface PresetListProps {
  settings: ConversationSettings;
  onUse: (settings: ConversationSettings) => void;
}

/** The person's presets: use one, keep what is set as one, and everything that can be done with them. */
export function PresetList({ settings, onUse }: PresetListProps) {
  const { data, error, refetch } = usePresets();
  const presets = data?.presets ?? [];
  const [name, setName] = useState('');
  const [renaming, setRenaming] = useState<string | null>(null);

  const items = (preset: Preset, at: number): readonly MenuItem[] => [
    {
      label: t(preset.isDefault ? 'presets.noDefault' : 'presets.makeDefault'),
      icon: preset.isDefault ? <StarOff aria-hidden /> : <Star aria-hidden />,
      onSelect: () => attempt(savePreset({ ...preset, isDefault: !preset.isDefault }, preset.id)),
    },
    { label: t('presets.replace'), icon: <Replace aria-hidden />, onSelect: () => attempt(savePreset({ ...preset, settings }, preset.id)) },
    { label: t('presets.rename'), icon: <Pencil aria-hidden />, onSelect: () => setRenaming(preset.id) },
    { label: t('presets.up'), icon: <ArrowUp aria-hidden />, disabled: at === 0, onSelect: () => attempt(movePreset(presets, preset, -1)) },
    {
      label: t('presets.down'),
      icon: <ArrowDown aria-hidden />,
      disabled: at === presets.length - 1,
      onSelect: () => attempt(movePreset(presets, preset, 1)),
    },
    { label: t('presets.export'), icon: <Download aria-hidden />, onSelect: () => download([preset]) },
    {
      label: t('presets.delete'),
      icon: <Trash2 aria-hidden />,
      bad: true,
      apart: true,
      onSelect: () =>
        attempt(
          deletePreset(preset).then(() =>
            showToast(t('presets.deleted'), { action: { label: t('common.undo'), run: () => attempt(savePreset(preset, preset.id)) } }),
          ),
        ),
    },
  ];

  return (
    <section aria-label={t('presets.title')} className="border-b border-line py-4">
      <h3 className="font-semibold">{t('presets.title')}</h3>
      <p className="pb-2 text-small text-text-soft">{t('presets.help')}</p>
      {error && !data ? <ErrorNotice error={error} onRetry={() => void refetch()} className="mb-3" /> : null}
      {data && presets.length === 0 ? <p className="pb-2 text-small text-text-soft">{t('presets.empty')}</p> : null}
      <ul className="pb-2">
        {presets.map((preset, at) => (
          <li key={preset.id} className="flex items-center gap-1">
            {renaming === preset.id ? (
              <form
                className="flex flex-1 items-center gap-2 py-1"
                onSubmit={(event) => {
                  event.preventDefault();
                  const next = fieldOf(new FormData(event.currentTarget), 'name').trim();
                  setRenaming(null);
                  if (next !== '' && next !== preset.name) attempt(savePreset({ ...preset, name: next }, preset.id));
                }}
              >
                <TextField
                  className="flex-1"
                  hideLabel
                  takesFocus
                  label={t('presets.name')}
                  name="name"
                  defaultValue={preset.name}
                  maxLength={100}
                  onKeyDown={(event) => {
                    if (event.key !== 'Escape') return;
                    event.stopPropagation();
                    setRenaming(null);
                  }}
                />
                <Button type="submit" size="small">
                  {t('common.save')}
                </Button>
              </form>
            ) : (
              <>
                <button
                  type="button"
                  aria-label={t('presets.use', { name: preset.name })}
                  onClick={() => {
                    onUse(preset.settings);
                    showToast(t('presets.applied', { name: preset.name }));
                  }}
                  className="row-item min-w-0 flex-1 text-start hover:bg-tint"
                >
                  <bdi className="min-w-0 truncate">{preset.name}</bdi>
                  {preset.isDefault ? (
                    <span className="flex items-center gap-1 text-small text-text-soft">
                      <Check aria-hidden className="size-4!" /> {t('presets.isDefault')}
                    </span>
                  ) : null}
                </button>
                <MenuButton
                  size="small"
                  label={t('presets.menu', { name: preset.name })}
                  icon={<Ellipsis aria-hidden />}
                  items={() => items(preset, at)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          // The button cannot keep the focus once the field is empty.
          event.currentTarget.querySelector('input')?.focus();
          attempt(savePreset({ name: name.trim(), settings, isDefault: false }).then(() => setName('')));
        }}
      >
        <TextField
          className="min-w-40 flex-1"
          hideLabel
          label={t('presets.name')}
          placeholder={t('presets.name')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" size="small" disabled={name.trim() === ''}>
          {t('presets.save')}
        </Button>
        <Import />
        {presets.length === 0 ? null : (
          <Button size="small" onClick={() => download(presets)}>
            <Download aria-hidden className="size-4!" /> {t('presets.exportAll')}
          </Button>
        )}
      </form>
    </section>
  );
}
