import Fastify, { type FastifyInstance } from 'fastify';
import { adminRoutes } from '../admin/routes.js';
import type { Emulation } from '../emulation.js';
import { asGraphError, badRequest, errorBody } from '../odata/errors.js';
import { appRoleAssignmentRoutes } from '../routes/app-role-assignments.js';
import { batchRoutes } from '../routes/batch.js';
import { deletedItemsRoutes } from '../routes/deleted-items.js';
import { directoryObjectRoutes } from '../routes/directory-objects.js';
import { groupWriteRoutes } from '../routes/group-writes.js';
import { groupsDeltaRoutes } from '../routes/groups-delta.js';
import { groupsRoutes } from '../routes/groups.js';
import { oauthRoutes } from '../routes/oauth.js';
import { servicePrincipalRoutes } from '../routes/service-principals.js';
import { userWriteRoutes } from '../routes/user-writes.js';
import { usersDeltaRoutes } from '../routes/users-delta.js';
import { usersRoutes } from '../routes/users.js';
import { admission } from './admission.js';
import { announceCalls } from './announce.js';
import { callOf } from './call.js';
import { injectFaults } from './injection.js';
import { plainPath } from './plain-path.js';

const contentType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Puts the emulation on the wire: token endpoint, Graph, admin API. Does not listen yet. */
export async function buildServer(
  emulation: Emulation,
  adminToken: string,
  stopping: AbortSignal,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    bodyLimit: 4 * 1_048_576,
    routerOptions: { maxParamLength: 1000, caseSensitive: false },
    rewriteUrl: (request) => plainPath(request.url ?? '/'),
  });
  app.decorateRequest('graphCall', null);
  acceptBodies(app);
  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));

  await app.register(named('admin', adminRoutes(emulation, adminToken)), { prefix: '/_admin' });
  const wireRoutes = async (wire: FastifyInstance): Promise<void> => {
    announceCalls(wire, emulation);
    injectFaults(wire, emulation, stopping);
    await wire.register(named('oauth', oauthRoutes(emulation)));
    await wire.register(named('graph', graphRoutes(emulation)), { prefix: '/v1.0' });
  };
  await app.register(named('wire', wireRoutes));
  return app;
}

/** For a plugin without a name Fastify searches everything that was ever loaded, several times. */
function named<Plugin extends object>(name: string, plugin: Plugin): Plugin {
  return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}

function graphRoutes(emulation: Emulation) {
  return (app: FastifyInstance, _options: object, done: () => void): void => {
    app.setErrorHandler((error, request, reply) => {
      const failure = asGraphError(error);
      const body = errorBody(failure, callOf(request).ids, emulation.clock.timestamp());
      return reply.code(failure.status).type(contentType).headers(failure.headers).send(body);
    });
    app.addHook('onRequest', admission(emulation));
    app.addHook('onRequest', (_request, reply, next) => {
      void reply.type(contentType);
      next();
    });
    app.setNotFoundHandler((request) => {
      const segment = request.originalUrl.split(/[/?]/)[2] ?? '';
      throw badRequest(`Resource not found for the segment '${segment}'.`);
    });
    for (const routes of [
      usersDeltaRoutes,
      usersRoutes,
      userWriteRoutes,
      groupsDeltaRoutes,
      groupsRoutes,
      groupWriteRoutes,
      servicePrincipalRoutes,
      appRoleAssignmentRoutes,
      deletedItemsRoutes,
      directoryObjectRoutes,
      batchRoutes,
    ]) {
      routes(app, emulation);
    }
    done();
  };
}

/** JSON, with an empty body allowed (a restore has none), and forms. */
function acceptBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400 }));
    }
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, new URLSearchParams(String(body)));
    },
  );
}
