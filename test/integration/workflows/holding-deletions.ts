import type { Activities } from '../../../activities/contract.js';
import type { StagedDeletionsStatus } from '../../../workflows/contract.js';

const NOTHING_FAILED = {
  failedObjects: 0,
  failedReferences: 0,
  succeededObjects: 0,
  attemptedWrites: 0,
  failedWrites: 0,
};

/** The same activities, but that three disables and two deletes wait from the first cycle on, until somebody answers. */
export function holdingDeletions(activities: Activities) {
  let stagedDeletions: StagedDeletionsStatus | null = { waiting: 5, deletes: 2, sinceCycle: 1 };
  const answers: string[] = [];
  const holding: Activities = {
    ...activities,
    async finishCycle(input) {
      return { ...(await activities.finishCycle(input)), health: NOTHING_FAILED, stagedDeletions };
    },
    answerDeletions({ answer }) {
      answers.push(answer);
      const answered = stagedDeletions?.waiting ?? 0;
      stagedDeletions = null;
      return Promise.resolve({ answered, stagedDeletions });
    },
  };
  return { activities: holding, answers };
}
