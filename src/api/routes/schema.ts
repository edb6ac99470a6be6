import { connectorFor } from '../../config/app-connector.js';
import { exportedSchema } from '../../config/exported-schema.js';
import type { OfApp, Route } from '../route.js';

/** The app's mappings as Entra's schema document, from the configuration that was applied last. */
export const registerSchema: Route = (app, store, onRequest) => {
  app.get<OfApp>('/v1/apps/:appId/schema', { onRequest }, async ({ params: { appId } }, reply) => {
    const configuration = await store.configurations.newest(appId);
    if (configuration === null)
      return reply.code(404).send({ error: `There is no app ${appId}: see the jobs with scimflow status.` });
    return exportedSchema(configuration.app, connectorFor(configuration.app));
  });
};
