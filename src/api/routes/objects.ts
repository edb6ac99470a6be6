import { z } from 'zod';
import { objectsAnswer } from '../../why/index.js';
import { NotFound, ofApp, route } from '../route.js';
import { findObjects } from '../why/find-objects.js';

/** What a person may be called by. */
export const whoQuery = z.object({
  who: z
    .string()
    .min(1)
    .max(256)
    .describe(
      'Object id, id in the app, user principal name, mail address, display name, or a part of a name; of a user or a group.',
    ),
});

/** Who may be meant by a name: in what cycles have read, else in the directory itself. */
export const objectsRoute = route({
  name: 'findObjects',
  path: '/v1/apps/:appId/objects',
  summary: 'Users and groups that may be meant by a name, at most 20.',
  description: 'Whom no cycle has read is asked for in the directory, where it can be asked.',
  parameters: ofApp,
  query: whoQuery.extend({
    exact: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true')
      .describe('Whether `who` is a whole name, so that a part of one means nobody.'),
  }),
  answer: objectsAnswer,
  notFound: 'There is no app of this id.',
  async handler({ store, askSource }, { parameters: { appId }, query: { who, exact } }) {
    const configuration = await store.configurations.newest(appId);
    if (configuration === null)
      throw new NotFound(`There is no app ${appId}: see the jobs with scimflow status.`);
    return findObjects({ store, askSource, configuration }, who, { isExact: exact });
  },
});
