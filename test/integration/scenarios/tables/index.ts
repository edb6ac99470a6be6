import type { Scenario } from '../harness/scenario.js';
import { deprovisioning } from './deprovisioning.js';
import { directoryScope } from './directory-scope.js';
import { groups } from './groups.js';
import { lostAnswers } from './lost-answers.js';
import { matching } from './matching.js';
import { quirks } from './quirks.js';
import { references } from './references.js';
import { targetActions } from './target-actions.js';

/** Every scenario. */
export const scenarios: readonly Scenario[] = [
  ...deprovisioning,
  ...directoryScope,
  ...groups,
  ...lostAnswers,
  ...matching,
  ...quirks,
  ...references,
  ...targetActions,
];
