import type { ModelCall } from '../port.ts';
import type { ResponsesRequest } from './responses-types.ts';

type Tools = Pick<ResponsesRequest, 'tools' | 'tool_choice' | 'parallel_tool_calls' | 'text'>;

function convertFormat(format: NonNullable<ModelCall['responseFormat']>): NonNullable<ResponsesRequest['text']> {
  if (format.type === 'json_object') return { format };
  const { name, schema, strict } = format;
  return { format: { type: 'json_schema', name, schema, ...(strict === undefined ? {} : { strict }) } };
}

/** The functions a model may call and the form of its answer, as Responses take them. There a schema is strict unless it is said not to be. */
export function convertToResponsesTools(call: ModelCall): Tools {
  const { tools = [], toolChoice, parallelToolCalls, responseFormat, webSearch, verbosity } = call;
  const functions = tools.map(({ strict = false, ...tool }) => ({ type: 'function' as const, ...tool, strict }));
  const search = webSearch === true ? [{ type: 'web_search' as const }] : [];
  const text = {
    ...(verbosity === undefined ? {} : { verbosity }),
    ...(responseFormat === undefined ? {} : convertFormat(responseFormat)),
  };
  return {
    ...(functions.length + search.length === 0 ? {} : { tools: [...functions, ...search] }),
    ...(functions.length === 0
      ? {}
      : {
          ...(toolChoice === undefined
            ? {}
            : { tool_choice: typeof toolChoice === 'string' ? toolChoice : { type: 'function', name: toolChoice.name } }),
          ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
        }),
    ...(Object.keys(text).length === 0 ? {} : { text }),
  };
}
