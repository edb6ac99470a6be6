import { describeScenarios } from './harness/describe-scenarios.js';
import { tables } from './tables/index.js';

describeScenarios('matching', tables.matching);
