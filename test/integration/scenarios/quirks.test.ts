import { describeScenarios } from './harness/describe-scenarios.js';
import { quirks } from './tables/quirks.js';

describeScenarios('quirks', quirks);
