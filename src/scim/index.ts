export { createScimTarget, type PacedScimTarget, type ScimTargetOptions } from './create-scim-target.js';
export { canFilterBy } from './filter.js';
export { buildPatch } from './patch/build-patch.js';
export type { PatchOperation } from './patch/patch-message.js';
export type { ScimLogger } from './scim-logger.js';
export type { ServiceProviderConfig } from './service-provider-config.js';
export * from './scim-target.js';
export type { GrantedShare, TargetShares, ToldToOthers } from './target-shares.js';
