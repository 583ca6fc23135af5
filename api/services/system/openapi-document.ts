import {
  allRoutes,
  commonErrors,
  errorBodySchema,
  errorTable,
  signedInErrors,
  type ErrorCode,
  type RouteDeclaration,
} from '@parley/contracts';

const openApiPath = (path: string): string => `/api${path.replaceAll(/:(\w+)/g, '{$1}')}`;

/** Codes a route may answer, by status. */
function errorsOf(route: RouteDeclaration): Map<number, ErrorCode[]> {
  const codes = [...route.errors, ...commonErrors, ...(route.policy === 'public' ? [] : signedInErrors)];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

function responsesOf(route: RouteDeclaration): Record<string, object> {
  const success = (): object => {
    if (route.response === null) return { description: 'Done.' };
    if (route.response === 'stream')
      return { description: 'Frames of the realtime protocol.', content: { 'text/event-stream': { schema: { type: 'string' } } } };
    if (route.response === 'file')
      return { description: 'The bytes.', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
    if (route.response === 'document') return { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } };
    return { description: 'Done.', content: { 'application/json': { schema: route.response } } };
  };
  const responses: Record<string, object> = { [route.status ?? (route.response === null ? 204 : 200)]: success() };
  for (const [status, codes] of errorsOf(route)) {
    responses[status] = {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: { 'application/json': { schema: errorBodySchema } },
    };
  }
  return responses;
}

function operation(route: RouteDeclaration): object {
  return {
    operationId: route.id,
    tags: [route.id.split('.')[0]],
    summary: route.summary,
    ...(route.policy === 'public' ? { security: [] } : {}),
    requestParams: { ...(route.params ? { path: route.params } : {}), ...(route.query ? { query: route.query } : {}) },
    ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    ...(route.upload
      ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } }
      : {}),
    responses: responsesOf(route),
  };
}

/** The contract as an OpenAPI 3.1 document. The library is loaded at the first call: starting does not wait for it. */
export async function createDocument(name: string, build: string): Promise<{ openapi: string; [key: string]: unknown }> {
  const openApi = await import('zod-openapi');
  const paths: Record<string, Record<string, object>> = {};
  for (const route of allRoutes) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  const document = openApi.createDocument({
    openapi: '3.1.0',
    info: {
      title: `${name} API`,
      version: build,
      description: 'Unversioned and additive: clients send only fields they know and skip fields they do not.',
    },
    security: [{ bearer: [] }],
    paths: paths as never,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  });
  return document as unknown as { openapi: string };
}
