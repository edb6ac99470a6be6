import { describeScenarios } from './harness/describe-scenarios.js';
import { groups } from './tables/groups.js';

describeScenarios('groups', groups);
