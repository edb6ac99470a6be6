import type { Scenario } from '../harness/scenario.js';
import { askingQuirks } from './asking-quirks.js';
import { deprovisioningLimits } from './deprovisioning-limits.js';
import { deprovisioning } from './deprovisioning.js';
import { directoryScope } from './directory-scope.js';
import { galleryQuirks } from './gallery-quirks.js';
import { groupMembers } from './group-members.js';
import { groups } from './groups.js';
import { lostAnswers } from './lost-answers.js';
import { matchConflicts } from './match-conflicts.js';
import { matching } from './matching.js';
import { moreGalleryQuirks } from './more-gallery-quirks.js';
import { references } from './references.js';
import { targetActions } from './target-actions.js';
import { writingQuirks } from './writing-quirks.js';

/** Scenarios by what they are about; each part is played by one test file. */
export const tables = {
  people: [
    ...deprovisioning,
    ...decidedBefore([...deprovisioningLimits, ...directoryScope, ...targetActions]),
  ],
  groups: [...groups, ...groupMembers, ...references],
  matching: [...matching, ...matchConflicts, ...lostAnswers],
  quirks: [...galleryQuirks, ...moreGalleryQuirks, ...writingQuirks, ...askingQuirks],
} as const satisfies Readonly<Record<string, readonly Scenario[]>>;

/** Every scenario. */
export const scenarios: readonly Scenario[] = Object.values(tables).flat();

/** What is decided before the app is asked, one app shows; unless it is played with many. */
function decidedBefore(some: readonly Scenario[]): readonly Scenario[] {
  return some.map((scenario) =>
    scenario.isGeneric === true
      ? scenario
      : { ...scenario, notOn: { ...scenario.notOn, scimmy: 'it is decided before the app is asked' } },
  );
}
