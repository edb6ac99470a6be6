import { whyAnswer, type WhyAnswer } from '../../why/index.js';
import { NotFound, ofApp, route } from '../route.js';
import { findObjects } from '../why/find-objects.js';
import { explainObject, lastCycleOf } from '../why/gather-facts.js';
import { whoQuery } from './objects.js';

/** Why somebody, or a group, has no account, or has it in this state, and what happens next. */
export const whyRoute = route({
  name: 'explainObject',
  path: '/v1/apps/:appId/why',
  summary: 'Why a user or a group has no account, or has it in this state, and what happens next.',
  description: 'Of what the store knows: what the job itself is up to, its status in Temporal tells.',
  parameters: ofApp,
  query: whoQuery,
  answer: whyAnswer,
  notFound: 'There is no app of this id.',
  async handler({ store, askSource }, { parameters: { appId }, query: { who } }): Promise<WhyAnswer> {
    const configuration = await store.configurations.newest(appId);
    if (configuration === null)
      throw new NotFound(`There is no app ${appId}: see the jobs with scimflow status.`);
    const { objects, isComplete, sourceProblem } = await findObjects(
      { store, askSource, configuration },
      who,
    );
    const [found, ...others] = objects;
    if (found === undefined) {
      const lastCycle = await lastCycleOf({ store, configuration });
      return {
        outcome: 'unknown',
        isComplete,
        sourceProblem,
        hasCycleEnded: (lastCycle?.ended ?? null) !== null,
      };
    }
    if (others.length > 0) return { outcome: 'ambiguous', objects, isComplete };
    const question = { store, configuration, now: new Date() };
    return { outcome: 'explained', explanation: await explainObject(question, found) };
  },
});
