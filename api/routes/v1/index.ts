import { v1Routes, type V1RouteDeclaration } from '@parley/contracts/v1';
import { RequestError } from '@parley/contracts';
import type { Express, Request, RequestHandler } from 'express';
import type { Logger } from '../../logger.ts';
import { requestIdOf } from '../../middleware/request-id.ts';
import type { Services } from '../../services/services.ts';
import { admit, type AdmitNeeds } from './admit.ts';
import { chatCompletions } from './chat/index.ts';
import { countTokens, messages } from './messages/index.ts';
import { getModel, listModels } from './models/index.ts';
import { readBody } from './read-body.ts';
import { responses } from './responses/index.ts';
import { sendV1Error } from './send-v1-error.ts';
import type { V1Implementation } from './v1-call.ts';

export interface V1Needs extends Omit<AdmitNeeds, 'enabled'> {
  readonly services: Services;
  readonly logger: Logger;
}

/** Everything that answers at `/v1`. */
export const v1Implementations: readonly V1Implementation[] = [listModels, getModel, chatCompletions, responses, messages, countTokens];

/** Whose words are spoken where the path does not say it: Anthropic's clients always name a version. */
const asksAnthropic = ({ headers, path }: Pick<Request, 'headers' | 'path'>): boolean =>
  headers['anthropic-version'] !== undefined || path.startsWith('/v1/messages');

const closed = new Error('The client has gone away.');

const modelOf = ({ params }: Request): string => {
  const named: unknown = params['model'];
  return Array.isArray(named) ? named.join('/') : typeof named === 'string' ? named : '';
};

/** The one door of `/v1`: who calls, what they send, then the handler; every failure in the words of the interface that was called. */
function guardV1(needs: V1Needs, { route, handle }: V1Implementation): RequestHandler {
  const { services, logger } = needs;
  const speaksAnthropic = (request: Request): boolean =>
    route.dialect === 'asked' ? asksAnthropic(request) : route.dialect === 'anthropic';
  return async (request, response) => {
    const anthropic = speaksAnthropic(request);
    const gone = new AbortController();
    const abort = (): void => gone.abort(closed);
    response.once('close', abort);
    if (anthropic) response.setHeader('Request-Id', requestIdOf(response));
    try {
      const scope = await admit({ ...needs, enabled: services.apiKeys.enabled }, route, request);
      const body = route.body === undefined ? undefined : await readBody(request, route.body);
      const call = {
        body,
        model: modelOf(request),
        query: request.query,
        anthropic,
        scope,
        requestId: requestIdOf(response),
        signal: gone.signal,
        abort,
        response,
      };
      await handle(services, call as never);
    } catch (error) {
      await sendV1Error(request, response, error, anthropic, logger);
    }
  };
}

/** Mounts the interfaces of other vendors, each route behind the door; what is not theirs is refused in their words. */
export function mountV1(app: Express, needs: V1Needs): void {
  for (const implementation of v1Implementations) {
    const { method, path } = implementation.route;
    app[method](path, guardV1(needs, implementation));
  }
  const routes: readonly V1RouteDeclaration[] = Object.values(v1Routes);
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    app.all(path, (request, response) => {
      response.setHeader('Allow', methods.join(', '));
      return sendV1Error(request, response, new RequestError('request.method-not-allowed'), asksAnthropic(request), needs.logger);
    });
  }
  app.use('/v1', (request, response) =>
    sendV1Error(
      request,
      response,
      new RequestError('request.unknown-route'),
      request.headers['anthropic-version'] !== undefined,
      needs.logger,
    ),
  );
}
