import { allRoutes, errorTable, type ErrorCode, type RouteDeclaration } from '@parley/contracts';
import { z } from 'zod';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character]!);

const shape = (title: string, schema: z.ZodType, io: 'input' | 'output'): string =>
  `<details><summary>${title}</summary><pre>${escape(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), null, 2))}</pre></details>`;

function section(route: RouteDeclaration): string {
  const errors = route.errors.map((code: ErrorCode) => `<li><code>${code}</code> ${errorTable[code].status}</li>`).join('');
  return [
    `<section id="${route.id}"><h2><code>${route.method.toUpperCase()} /api${escape(route.path)}</code></h2>`,
    `<p>${escape(route.summary)}</p><p class="soft">${route.policy === 'public' ? 'Open to anyone' : `Needs ${route.policy === 'signed-in' ? 'an access token' : `an ${route.policy}'s access token`}`} · ${route.rate} budget</p>`,
    route.params ? shape('Path', route.params, 'input') : '',
    route.query ? shape('Query', route.query, 'input') : '',
    route.body ? shape('Body', route.body, 'input') : '',
    route.response !== null && typeof route.response !== 'string' ? shape('Answer', route.response, 'output') : '',
    errors === '' ? '' : `<details><summary>Errors of its own</summary><ul>${errors}</ul></details>`,
    '</section>',
  ].join('');
}

/** The contract as a page without scripts, styled by a file of the client's public folder. */
export function createDocsPage(name: string): string {
  const links = allRoutes.map((route) => `<li><a href="#${route.id}">${route.id}</a></li>`).join('');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escape(name)} API</title><link rel="stylesheet" href="/api-docs.css"></head><body><nav aria-label="Routes"><ul>${links}</ul></nav><main>`,
    `<h1>${escape(name)} API</h1><p>Also as an <a href="/api/openapi.json">OpenAPI 3.1 document</a>. Errors have one shape: `,
    '<code>{"error": {"code", "message", "params?", "requestId"}}</code>.</p>',
    ...allRoutes.map(section),
    '</main></body></html>',
  ].join('');
}
