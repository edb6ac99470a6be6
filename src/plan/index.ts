export { decide, needsMatch } from './decide.js';
export { applyChanges, differences } from './differences.js';
export { DEFAULT_ACCESS } from './entitlement.js';
export { evaluate, type Evaluation } from './evaluate.js';
export type { PlanRules } from './rules.js';
