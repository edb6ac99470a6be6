import { describeScenarios } from './harness/describe-scenarios.js';
import { directoryScope } from './tables/directory-scope.js';

describeScenarios('directory scope', directoryScope);
