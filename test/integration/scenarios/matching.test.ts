import { describeScenarios } from './harness/describe-scenarios.js';
import { matching } from './tables/matching.js';

describeScenarios('matching', matching);
