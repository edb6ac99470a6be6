import { describeScenarios } from './harness/describe-scenarios.js';
import { tables } from './tables/index.js';

describeScenarios('groups', tables.groups);
