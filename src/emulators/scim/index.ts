export type { Fault, Faults } from './faults.js';
export type { StoredResource } from './resource-store.js';
export {
  startScimTarget,
  type RecordedRequest,
  type RunningScimTarget,
  type ScimTargetProfile,
} from './start-scim-target.js';
