import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { createAnswerDeletions } from './answer-deletions.js';
import { createFetchAssignments } from './fetch-assignments.js';
import { createFetchChanges } from './fetch-changes.js';
import { createFinishCycle } from './finish-cycle.js';
import { createIndexTarget } from './index-target.js';
import { createMapAttributes } from './map-attributes.js';
import { createMapReferences } from './map-references.js';
import { createPlanCycle } from './plan-cycle.js';
import { createProvisionOnDemand } from './provision-on-demand.js';
import { createResetJob } from './reset-job.js';
import { createSendJobNotification } from './send-job-notification.js';
import { createSendNotification } from './send-notification.js';
import { createStoreConfiguration } from './store-configuration.js';
import { createValidateCredentials } from './validate-credentials.js';
import { createWriteScim } from './write-scim.js';

export type { Activities } from './contract.js';
export type { ActivityDependencies } from './dependencies.js';
export { translateFailure } from './translate-failure.js';

/** The activities of one worker. Errors leave them as thrown; the worker's interceptor translates them. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  return {
    storeConfiguration: createStoreConfiguration(dependencies),
    validateCredentials: createValidateCredentials(dependencies),
    fetchChanges: createFetchChanges(dependencies),
    fetchAssignments: createFetchAssignments(dependencies),
    indexTarget: createIndexTarget(dependencies),
    mapAttributes: createMapAttributes(dependencies),
    mapReferences: createMapReferences(dependencies),
    writeScim: createWriteScim(dependencies),
    finishCycle: createFinishCycle(dependencies),
    planCycle: createPlanCycle(dependencies),
    provisionOnDemand: createProvisionOnDemand(dependencies),
    answerDeletions: createAnswerDeletions(dependencies),
    resetJob: createResetJob(dependencies),
    sendJobNotification: createSendJobNotification(dependencies),
    sendNotification: createSendNotification(dependencies),
  };
}
