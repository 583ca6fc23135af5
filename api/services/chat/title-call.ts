import type { ModelCall } from '../../providers/port.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';

const longestExcerpt = 2_000;

/** A title is a dozen tokens; the rest is for a model that thinks before it speaks and cannot be kept from it. */
const mostTokens = 1_024;

const instructions =
  'You name conversations. Answer with a title of two to six words in the language of the conversation: no quotation marks, no markup, no full stop, nothing else.';

const ownTemplate = 'Question:\n{input}\n\nAnswer:\n{output}';
const ownTemplateOfQuestion = 'Question:\n{input}';
const ownPrompt = 'Name the conversation that begins so.\n\n{convo}';

/** The form that a title is written into, where the operator wants one. */
const titleForm = {
  type: 'json_schema',
  name: 'title',
  schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'], additionalProperties: false },
  strict: true,
} as const;

/** Puts values into a text; what they say is never read as a place for another. */
const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole));

/** The call that asks for a title, by the operator's own words where there are any. An answer of null has not come yet. */
export function titleCall(
  model: string,
  { titles = {} }: Pick<ResolvedModel, 'titles'>,
  question: string,
  answer: string | null,
): ModelCall {
  const { prompt = ownPrompt, template = answer === null ? ownTemplateOfQuestion : ownTemplate, structured } = titles;
  const convo = fill(template, { input: question.slice(0, longestExcerpt), output: (answer ?? '').slice(0, longestExcerpt) });
  const text = prompt.includes('{convo}') ? fill(prompt, { convo }) : `${prompt}\n\n${convo}`;
  return {
    model,
    // An operator's words say all there is to say, an emoji in front included.
    ...(titles.prompt === undefined ? { instructions } : {}),
    messages: [{ role: 'user', parts: [{ type: 'text', id: 'p1', text }] }],
    maxOutputTokens: mostTokens,
    ...(structured ? { responseFormat: titleForm } : {}),
  };
}

/** The title of a filled form; any other text as it is. */
export function readTitleForm(text: string): string {
  const from = text.indexOf('{');
  if (from < 0) return text;
  try {
    const form: unknown = JSON.parse(text.slice(from, text.lastIndexOf('}') + 1));
    const title = typeof form === 'object' && form !== null && 'title' in form ? form.title : undefined;
    return typeof title === 'string' ? title : text;
  } catch {
    // No form: a model that has none writes plain words.
    return text;
  }
}
