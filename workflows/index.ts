export { provisioningJob } from './provisioning-job.js';
export { provisioningCycle } from './provisioning-cycle.js';
export { provisionOnDemand } from './provision-on-demand.js';
export { validateCredentialsOnce } from './validate-credentials.js';
export { provisioningNotification } from './notification.js';
