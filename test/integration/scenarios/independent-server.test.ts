import { describe, it } from '@jest/globals';
import { cacheDirectory } from '../../../src/embedded/index.js';
import { findOrInstallPythonTools } from '../../support/python-tools.js';
import { describeScenariosOn } from './harness/describe-scenarios.js';
import { startIndependentTarget } from './harness/independent-target.js';
import { scenarios } from './tables/index.js';

const log = (line: string): void => {
  process.stderr.write(`[scenarios] ${line}\n`);
};

// Awaited here and not in a hook: a first installation takes longer than a hook may.
const tools = await findOrInstallPythonTools({ cacheDir: cacheDirectory(), log });

if (tools.status === 'missing') {
  log(`SCENARIOS ON SCIM2-SERVER ARE SKIPPED: ${tools.reason}`);
  describe.skip(`scim2-server (${tools.reason})`, () => {
    it('plays the generic scenarios', () => undefined);
  });
} else {
  const generic = scenarios.filter(({ isGeneric }) => isGeneric === true);
  describeScenariosOn('scim2-server', generic, () => startIndependentTarget(tools));
}
