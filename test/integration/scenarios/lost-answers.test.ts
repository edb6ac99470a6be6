import { describeScenarios } from './harness/describe-scenarios.js';
import { lostAnswers } from './tables/lost-answers.js';

describeScenarios('lost answers', lostAnswers);
