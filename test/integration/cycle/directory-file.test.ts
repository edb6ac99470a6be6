import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectorFor } from '../../../src/config/app-connector.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { jobConfigurations, loadConfigurationFile } from '../../../src/config/load-configuration.js';
import {
  fetchAssignments,
  fetchChanges,
  indexTarget,
  planOperations,
  planReferences,
  writeOperations,
  type CycleContext,
} from '../../../src/cycle/index.js';
import { rulesFor } from '../../../src/cycle/rules.js';
import { sourceKey } from '../../../src/cycle/source-key.js';
import {
  startStrictScimTarget,
  type RunningStrictScimTarget,
} from '../../../src/emulators/strict-scim/index.js';
import { createScimTarget, type ScimTarget } from '../../../src/scim/index.js';
import { failureOf, Folder } from '../../unit/directory/directory-file/a-folder.js';
import { openTestStore } from '../../support/store.js';
import { aCycle } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const EXAMPLE = join(import.meta.dirname, '../../../examples/directory-file');
const TOKEN = 'token-of-the-strict-target';
const EVERYBODY = ['ada.berg@example.com', 'ben.okoye@example.com', 'chloe.martin@example.com'];

function exampleJob(): JobConfiguration {
  const [job] = jobConfigurations(loadConfigurationFile(join(EXAMPLE, 'apps.yaml')));
  if (job === undefined) throw new Error('The example has no app');
  return job;
}

describe('an app provisioned from a folder of files', () => {
  const { app } = exampleJob();
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let strict: RunningStrictScimTarget;
  let target: ScimTarget & { close(): void };
  let folder: Folder;
  let context: CycleContext;

  beforeAll(async () => {
    opened = await openTestStore();
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(async () => {
    strict = await startStrictScimTarget({ token: TOKEN });
    target = createScimTarget({
      baseUrl: strict.url,
      token: TOKEN,
      requestsPerSecond: 500,
      concurrency: 4,
      pageSize: 100,
    });
    folder = new Folder();
    cpSync(join(EXAMPLE, 'people'), folder.path, { recursive: true });
    const found = {
      ...exampleJob(),
      source: { type: 'directory-file', path: folder.path },
    } as const;
    context = aCycle(opened.store, new FakeTarget(), {
      target,
      source: folder.source(),
      sourceKey: sourceKey(found),
      servicePrincipalId: app.servicePrincipalId,
      rules: rulesFor(app, connectorFor(app)),
      number: 0,
    });
    await runCycle();
    strict.clearRequests();
  });
  afterEach(async () => {
    target.close();
    await strict.stop();
    folder.remove();
  });

  /** @returns how many objects were written. */
  async function runCycle(): Promise<number> {
    const kind = context.number === 0 ? 'initial' : 'incremental';
    context = { ...context, number: context.number + 1, kind, now: new Date() };
    await fetchChanges(context);
    await fetchAssignments(context);
    if (kind === 'initial') await indexTarget(context);
    const { writes } = await planOperations(context);
    if (writes > 0) await writeOperations(context, { first: 1, last: writes });
    const references = await planReferences(context);
    await writeOperations(context, { first: writes + 1, last: references.writes });
    return references.writes;
  }

  const change = (file: string, from: string | RegExp, to: string): void => {
    const name = `${file}.yaml`;
    folder.change(name, (text) => text.replace(from, to));
  };
  const active = () =>
    strict
      .users()
      .filter((user) => user['active'] === true)
      .map((user) => user['userName'])
      .sort();
  const writes = () =>
    strict
      .requests()
      .map(({ method }) => method)
      .filter((method) => method !== 'GET');
  const account = (userName: string) => strict.users().find((user) => user['userName'] === userName);

  it('has exactly the people, the group and the managers of the example', () => {
    const ids = new Map(strict.users().map((user) => [user['userName'], user.id]));

    expect(active()).toEqual(EVERYBODY);
    expect(strict.groups()).toMatchObject([
      {
        displayName: 'Sales',
        members: EVERYBODY.slice(0, 2).map((name) => ({ value: ids.get(name) })),
      },
    ]);
    expect(JSON.stringify(account('ben.okoye@example.com'))).toContain(
      `"manager":{"value":"${ids.get('ada.berg@example.com') ?? ''}"`,
    );
    expect(strict.violations()).toEqual([]);
  });

  it('writes nothing while nothing changes', async () => {
    expect(await runCycle()).toBe(0);
    expect(writes()).toEqual([]);
  });

  it('follows who joins, changes, and loses the app', async () => {
    folder.change(
      'users.yaml',
      (text) => `${text}- { id: e-1, userPrincipalName: dan@example.com, displayName: Dan }\n`,
    );
    change('users', 'Head of Sales', 'Director');
    folder.change('assignments.yaml', (text) => text.replace('e-1003', 'e-1'));

    await runCycle();

    expect(active()).toEqual([...EVERYBODY.slice(0, 2), 'dan@example.com']);
    expect(account('ada.berg@example.com')).toMatchObject({ title: 'Director' });
    expect(writes().sort()).toEqual(['PATCH', 'PATCH', 'POST']);

    folder.change('assignments.yaml', (text) => text.replace('e-1 ', 'e-1003 '));
    await runCycle();
    expect(active()).toEqual(EVERYBODY);
    expect(strict.violations()).toEqual([]);
  });

  it('disables who is gone from the files, and takes them back', async () => {
    const before = account('ben.okoye@example.com')?.id;
    const whole = folder.text('users.yaml');
    change('users', /- id: e-1002[^]*(?=- id: e-1003)/, '');
    change('groups', ', e-1002', '');

    await runCycle();
    expect(active()).toEqual([EVERYBODY[0], EVERYBODY[2]]);

    folder.write({ 'users.yaml': whole });
    folder.change('assignments.yaml', (text) => `${text}- { app: my-app, user: e-1002 }\n`);
    await runCycle();
    expect(active()).toEqual(EVERYBODY);
    expect(account('ben.okoye@example.com')?.id).toBe(before);
    expect(strict.groups()).toMatchObject([{ members: [{}] }]);
  });

  it.each<[string, (people: Folder) => void, string]>([
    ['emptied', (people) => people.write({ 'users.yaml': '' }), 'users.yaml is empty'],
    ['taken away', (people) => people.write({ 'users.yaml': null }), 'has no users.yaml'],
    [
      'cut off in a line',
      (people) => people.change('users.yaml', (text) => text.slice(0, 300)),
      'users.yaml:14:2 does not end with a line break',
    ],
    [
      'cut off between two people',
      (people) => people.change('users.yaml', (text) => text.slice(0, text.indexOf('- id: e-1003'))),
      'assignments.yaml:2:24 user names nobody',
    ],
    [
      'there without its assignments',
      (people) => people.write({ 'assignments.yaml': null }),
      'has no assignments.yaml',
    ],
    [
      'there without its groups',
      (people) => people.write({ 'groups.yaml': null }),
      'assignments.yaml:1:25 group names nobody',
    ],
  ])(
    'changes nothing of anybody when the file is %s, and goes on when it is mended',
    async (_, spoil, told) => {
      const whole = ['users', 'groups', 'assignments'].map((name): [string, string] => [
        `${name}.yaml`,
        folder.text(`${name}.yaml`),
      ]);
      spoil(folder);

      expect(await failureOf(folder, runCycle())).toContain(told);
      expect(writes()).toEqual([]);

      folder.write(Object.fromEntries(whole));
      expect(await runCycle()).toBe(0);
      expect(active()).toEqual(EVERYBODY);
    },
  );
});
