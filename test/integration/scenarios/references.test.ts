import { describeScenarios } from './harness/describe-scenarios.js';
import { references } from './tables/references.js';

describeScenarios('references', references);
