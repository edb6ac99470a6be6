import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';

export const createAnswerDeletions =
  ({ store }: ActivityDependencies): Activities['answerDeletions'] =>
  async ({ appId, answer, upToCycle }) => ({
    answered: await store.stagedDeletions.answer(appId, answer, upToCycle),
    stagedDeletions: await store.stagedDeletions.status(appId),
  });
