import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import got from 'got';
import pc from 'picocolors';
import type { EmulatedApp } from '../../../../src/cli/demo/emulated-world.js';
import type { Expectation } from '../../../../src/cli/demo/expectation.js';
import { outcomeOf, outcomeText, requireExpected } from '../../../../src/cli/demo/outcome.js';
import type { JobReading } from '../../../../src/cli/status/read-jobs.js';
import { explain } from '../../../../src/cli/explain-error.js';
import { startScimTarget } from '../../../../src/emulators/scim/index.js';
import type { SynchronizationStatus, TaskExecution } from '../../../../workflows/contract.js';

const TOKEN = 'token';
const EXPECTED: Expectation = {
  accounts: new Map([['a@b', new Map(Object.entries({ userName: 'a@b', active: 'true' }))]]),
  groups: new Map(),
};
const NOTHING: Expectation = { accounts: new Map(), groups: new Map() };

let app: EmulatedApp;
beforeEach(async () => {
  const target = await startScimTarget({ token: TOKEN, profile: 'dialpad' });
  app = { id: 'dialpad', displayName: 'Dialpad', servicePrincipalId: 's', token: TOKEN, target };
});
afterEach(() => app.target.stop());

describe('the end of a demo that only checks', () => {
  it('is a success when the target holds what it must', async () => {
    await create('a@b');

    expect(() => {
      requireExpected([outcomeOf(app, EXPECTED, [reading('Succeeded')])]);
    }).not.toThrow();
  });

  it.each([
    ['an account is missing', [], EXPECTED, 'Succeeded'],
    ['there is an account too many', ['a@b', 'c@d'], EXPECTED, 'Succeeded'],
    ['nobody was expected', [], NOTHING, 'Succeeded'],
    ['a group is missing', ['a@b'], { ...EXPECTED, groups: new Map([['Sales', []]]) }, 'Succeeded'],
    ['the cycle failed', ['a@b'], EXPECTED, 'Failed'],
    ['the cycle had failures', ['a@b'], EXPECTED, 'EntryLevelErrors'],
  ] as const)('is a failure with exit code 1 when %s', async (_, userNames, expected, state) => {
    for (const userName of userNames) await create(userName);

    const outcome = outcomeOf(app, expected, [reading(state)]);

    expect(
      explained(() => {
        requireExpected([outcome]);
      }),
    ).toMatchObject({ message: 'Not as expected after the first cycle: Dialpad.', exitCode: 1 });
  });

  it('names what differs', () => {
    const outcome = outcomeOf(app, EXPECTED, [reading('Succeeded')]);

    expect(outcomeText([outcome], pc.createColors(false))).toContain('dialpad: a@b: has no account');
  });
});

function explained(failing: () => void) {
  try {
    failing();
    return null;
  } catch (error) {
    return explain(error, { address: '', namespace: '', taskQueue: '' });
  }
}

async function create(userName: string): Promise<void> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
  await got.post(`${app.target.url}/Users`, {
    json: { schemas, userName, active: true },
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' },
    retry: { limit: 0 },
  });
}

function reading(state: TaskExecution['state']): JobReading {
  const lastExecution = { state, error: null } as TaskExecution; // the rest does not matter here
  const status = { lastExecution, synchronizedEntryCountByType: [] } as unknown as SynchronizationStatus;
  return { app: 'dialpad', status, problem: null };
}
