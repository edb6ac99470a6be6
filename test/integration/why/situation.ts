import type { JobConfiguration } from '../../../src/config/configuration.js';
import type { Explanation } from '../../../src/why/index.js';
import type { Company } from './a-company.js';

/** What somebody at the help desk must find in the answer. */
export interface Answer {
  readonly cause: string;
  /** In standing and cause, in words. */
  readonly says: readonly string[];
  readonly remedy: string | null;
  readonly next: Explanation['next']['action'];
  /** In what comes next. */
  readonly then?: string;
  readonly logCode?: string;
}

/** How things stand, and the answer about somebody: ann, unless told. */
export interface Situation {
  readonly app?: Partial<JobConfiguration['app']>;
  readonly given: (company: Company) => Promise<unknown>;
  readonly who?: string;
  readonly answer: Answer;
  /** What else is to be expected of the answer. */
  readonly also?: (explanation: Explanation) => void;
}

/** Ann is assigned, and was in a cycle. */
export const annHasAccount = async (company: Company): Promise<void> => {
  await company.tell('ann');
  await company.assign('ann');
  await company.cycle();
};
