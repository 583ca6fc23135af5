import { fitSettings } from '@parley/chat-core';
import { AlsoAsked } from '../../components/models/CompareButton.tsx';
import { ParameterButton } from '../../components/parameters/ParameterButton.tsx';
import { useInterface } from '../../hooks/use-interface.ts';
import { parametersOf } from '../../stores/chosen-model.ts';
import { setColumn, type AskedColumn } from '../../stores/compare.ts';
import { settingsAlone } from '../../stores/presets.ts';
import type { ChatModel } from './use-chat-model.ts';

/** The columns that the next question is put to beside the chat's own model. Each begins with the settings of the chat, and may have its own. */
export function AskedBeside({ models }: { models: ChatModel }) {
  const { parameters: isShown } = useInterface();
  const { endpoints = [], specs, settings, nameOf } = models;
  const nameOfColumn = (column: AskedColumn): string =>
    specs?.list.find(({ name }) => name === column.settings.spec)?.label ?? nameOf(column.model);
  return (
    <AlsoAsked nameOf={nameOfColumn}>
      {(column) => {
        if (!isShown || specs?.enforce) return null;
        const parameters = parametersOf(endpoints, column.model);
        // Those of a spec are whole.
        const base = column.settings.spec === undefined ? settingsAlone(settings) : {};
        const { misfits } = fitSettings({ ...base, ...column.settings }, parameters);
        return (
          <ParameterButton
            model={nameOfColumn(column)}
            parameters={parameters}
            presets={false}
            settings={column.settings}
            base={base}
            missing={misfits.flatMap(({ kind, name }) => (kind === 'unsupported' ? [name] : []))}
            onChange={(next) => {
              const { model: _, compaction: __, ...own } = next;
              setColumn(column.key, own);
            }}
          />
        );
      }}
    </AlsoAsked>
  );
}
