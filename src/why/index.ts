export { explain, explainUnread, explainUnusable } from './explain.js';
export { inJob, type ExplanationInJob, type JobWord } from './in-job.js';
export type { GroupsBlocked, ObjectFacts, ReferenceFacts } from './facts.js';
export {
  objectsAnswer,
  whyAnswer,
  type Candidate,
  type Explanation,
  type ObjectsAnswer,
  type WhyAnswer,
} from './model.js';
export { cycleText, nameOf } from './wording.js';
