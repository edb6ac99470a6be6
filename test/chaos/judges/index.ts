import {
  accountsAreRight,
  groupsAreRight,
  noAccountIsLost,
  noAccountIsThereTwice,
  targetIsSound,
} from './accounts.js';
import { nothingIsRemovedWithoutCause, strangersAreLeftAlone } from './causes.js';
import type { Judge } from './judge.js';
import { logIsTrue, logTellsEverything } from './log.js';
import { jobIsHealthy, linksAreTrue, nothingIsLeftOpen } from './store.js';

export type { Judge } from './judge.js';

/** Everybody who judges a world at rest. */
export const judges: Readonly<Record<string, Judge>> = {
  noAccountIsLost,
  noAccountIsThereTwice,
  accountsAreRight,
  groupsAreRight,
  targetIsSound,
  nothingIsRemovedWithoutCause,
  strangersAreLeftAlone,
  logTellsEverything,
  logIsTrue,
  nothingIsLeftOpen,
  linksAreTrue,
  jobIsHealthy,
};
