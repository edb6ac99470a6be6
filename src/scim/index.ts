export { createScimTarget, type ScimTargetOptions } from './create-scim-target.js';
export { buildPatch, type PatchOperation } from './patch.js';
export type { ScimLogger } from './scim-logger.js';
export type { ServiceProviderConfig } from './service-provider-config.js';
export * from './scim-target.js';
