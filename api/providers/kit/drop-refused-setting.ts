/**
 * The request without the first of these settings that the server's refusal names, and the sentence that says so; undefined when it names none
 * that is still there. `settings` gives the words for each field at the top level of the body.
 */
export function dropRefusedSetting<Body extends object>(
  body: Body,
  said: string,
  settings: Readonly<Record<string, string>>,
): { body: Body; warning: string } | undefined {
  for (const [field, words] of Object.entries(settings)) {
    // Servers write a name in their own way: top_p, topP, "top p".
    const name = new RegExp(`(?<![a-z])${field.replaceAll('_', '[_ ]?')}(?![a-z])`, 'i');
    if (!(field in body) || !name.test(said)) continue;
    const { [field]: _, ...rest } = body as Record<string, unknown>;
    return { body: rest as Body, warning: `This model does not take this ${words}; its own is used.` };
  }
  return undefined;
}
