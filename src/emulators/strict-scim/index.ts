export type { Fault, Faults } from './faults/fault.js';
export type { RecordedRequest } from './http/recorder.js';
export type { Violation } from './invariants.js';
export type { Mode } from './modes.js';
export type { ProfileName } from './profiles/index.js';
export type { StoredResource } from './resources/stored-resource.js';
export type { Seed, Seeded } from './seed.js';
export type { Switches, ValueLimit } from './switches.js';
export {
  startStrictScimTarget,
  type RunningStrictScimTarget,
  type StrictScimTargetOptions,
} from './start-strict-scim-target.js';
