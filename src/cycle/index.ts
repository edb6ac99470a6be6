export type { CycleContext } from './cycle-context.js';
export { fetchAssignments } from './fetch-assignments.js';
export { fetchChanges } from './fetch-changes.js';
export { indexTarget } from './index-target.js';
export { planOperations } from './plan-operations.js';
export { planReferences } from './plan-references.js';
export { writeOperations } from './write-operations.js';
