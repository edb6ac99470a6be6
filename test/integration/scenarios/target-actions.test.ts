import { describeScenarios } from './harness/describe-scenarios.js';
import { targetActions } from './tables/target-actions.js';

describeScenarios('target actions', targetActions);
