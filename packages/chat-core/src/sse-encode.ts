/** What `encodeSse` writes; a `data` with line breaks becomes several `data:` lines and is read back as it was, CR and CRLF as LF. */
export interface SseOutput {
  readonly data: string;
  readonly event?: string;
  readonly id?: string;
}

const lineBreak = /\r\n|\r|\n/;
const oneLine = (value: string): string => value.replace(/[\r\n\0]/g, '');

/** One event in the wire form of `text/event-stream`, closed by its empty line. Line breaks in `event` and `id` are dropped: they would begin another field. */
export function encodeSse({ data, event, id }: SseOutput): string {
  let out = '';
  if (event !== undefined) out += `event: ${oneLine(event)}\n`;
  if (id !== undefined) out += `id: ${oneLine(id)}\n`;
  if (!lineBreak.test(data)) return `${out}data: ${data}\n\n`;
  for (const line of data.split(lineBreak)) out += `data: ${line}\n`;
  return `${out}\n`;
}

/** A comment: readers skip it, proxies see a stream that is alive. */
export function encodeSseComment(text: string): string {
  return `: ${oneLine(text)}\n\n`;
}
