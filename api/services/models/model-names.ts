/** Regions and makers before a name on Bedrock: `us.anthropic.claude-…`. */
const bedrock = /^(?:(?:us|us-gov|eu|apac|jp|au|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai|qwen)\./;
/** `-20250929`, `-2024-08-06`, `-08-2024`, `-2512`. */
const dates = [/[-@]\d{8}$/, /-\d{4}-\d{2}-\d{2}$/, /-\d{2}-\d{4}$/, /-\d{4}$/];

/**
 * The names a model may be known by, the fullest first: as it is, without what its maker or its region is called before it, without a version, a date or
 * `latest` behind it.
 */
export function namesOf(model: string): string[] {
  const names = new Set<string>();
  const add = (name: string): string => {
    if (name !== '') names.add(name);
    return name;
  };
  let name = add(model.toLowerCase());
  name = add(name.slice(name.lastIndexOf('/') + 1));
  name = add(name.replace(bedrock, ''));
  name = add(name.replace(/:[^:]*$/, ''));
  name = add(name.replace(/-v\d+$/, ''));
  name = add(name.replace(/-latest$/, ''));
  for (const date of dates) {
    if (!date.test(name)) continue;
    add(name.replace(date, ''));
    break;
  }
  return [...names];
}
