export { decide, isRename, needsMatch } from './decide.js';
export { DEFAULT_ACCESS, entitlementOf, isEntitling } from './entitlement.js';
export { criteriaOf, evaluate, type Evaluation } from './evaluate.js';
export { applyChanges, changesTo, flowOfCreation } from './flow.js';
export { removalOf, type Removal } from './removal.js';
export { skipStep, stagedStep } from './steps.js';
export type { PlanRules } from './rules.js';
