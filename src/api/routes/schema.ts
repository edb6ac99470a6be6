import { z } from 'zod';
import { connectorFor } from '../../config/app-connector.js';
import { exportedSchema } from '../../config/exported-schema.js';
import { NotFound, ofApp, route } from '../route.js';

/** As much of it as is certain: the rest is Microsoft's to describe. */
const schemaDocument = z
  .looseObject({
    synchronizationRules: z.array(z.looseObject({})).nullish(),
    directories: z.array(z.looseObject({})).nullish(),
  })
  .describe('@see Microsoft Graph, synchronizationSchema.');

/** The app's mappings as Entra's schema document, from the configuration that was applied last. */
export const schemaRoute = route({
  name: 'getSchema',
  path: '/v1/apps/:appId/schema',
  summary: "The app's mappings as Entra's schema document, from the configuration that was applied last.",
  parameters: ofApp,
  answer: schemaDocument,
  notFound: 'There is no app of this id.',
  async handler({ store }, { parameters: { appId } }) {
    const configuration = await store.configurations.newest(appId);
    if (configuration === null)
      throw new NotFound(`There is no app ${appId}: see the jobs with scimflow status.`);
    return { ...exportedSchema(configuration.app, connectorFor(configuration.app)) };
  },
});
