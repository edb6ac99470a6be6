import { describeScenarios } from './harness/describe-scenarios.js';
import { deprovisioning } from './tables/deprovisioning.js';

describeScenarios('deprovisioning', deprovisioning);
