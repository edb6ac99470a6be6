import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startReadApi, type ReadApi } from '../../../src/api/index.js';
import { run } from '../../../src/cli/run.js';
import { generate } from '../../../src/emulators/graph/index.js';
import { Connections } from '../../../src/worker/connections.js';
import { required } from '../../support/required.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';
import { recordingTerminal } from '../../unit/cli/recording-terminal.js';

const TOKEN = 'token-of-the-read-api';
const seed = generate({ users: 25, seed: 21 });
const [ann = '', bo = ''] = seed.users.map(({ userPrincipalName }) => userPrincipalName);
const NAMESAKES = ['one@contoso.example', 'two@contoso.example'];

describe('scimflow plan and provision', () => {
  let system: TestSystem;
  let connections: Connections;
  let api: ReadApi;

  beforeAll(async () => {
    const namesakes = NAMESAKES.map((userPrincipalName) => ({ userPrincipalName, displayName: 'Name Sake' }));
    system = await startTestSystem({
      seed: {
        ...seed,
        users: [...seed.users, ...namesakes],
        groups: [...seed.groups, { displayName: 'Nobody in it', members: [] }],
      },
    });
    connections = new Connections();
    api = await startReadApi({
      host: '127.0.0.1',
      port: 0,
      token: TOKEN,
      store: system.store,
      isReady: () => true,
      askSource: (configuration, text) => connections.for(configuration).source.find(text),
    });
  });
  afterAll(async () => {
    await api.close();
    connections.close();
    await system.stop();
  });

  let writesBefore = 0;
  const allWrites = () => system.target.requests().filter(({ method }) => method !== 'GET');
  beforeEach(() => {
    writesBefore = allWrites().length;
  });
  const writes = () => allWrites().slice(writesBefore);

  /** Runs commands about a job that has not begun its first cycle. */
  async function withPausedJob(
    body: (scimflow: (...args: readonly string[]) => ReturnType<typeof ran>, app: string) => Promise<void>,
    changes: Parameters<TestSystem['configuration']>[0] = {},
  ): Promise<void> {
    const configuration = system.configuration({ provisioningStatus: 'off', ...changes });
    await system.withJob(configuration, async (job) => {
      const { taskQueue } = await job.handle.describe();
      await body((...args) => ran(taskQueue, args), configuration.app.id);
    });
  }
  async function ran(taskQueue: string, args: readonly string[]) {
    const terminal = recordingTerminal({
      TEMPORAL_ADDRESS: required('TEST_TEMPORAL_ADDRESS'),
      SCIMFLOW_TASK_QUEUE: taskQueue,
      SCIMFLOW_API_URL: api.url,
      SCIMFLOW_API_TOKEN: TOKEN,
    });
    const exitCode = await run(args, terminal);
    return { exitCode, output: terminal.output(), errors: terminal.errors() };
  }

  it('show what the next cycle would do, as text and as JSON, with an exit code for scripts', async () => {
    await withPausedJob(async (scimflow, app) => {
      const text = await scimflow('plan', app, '--rows', '2');
      expect(text).toMatchObject({
        exitCode: 0,
        errors: 'And 23 more: see them with --rows or --output json.',
      });
      expect(text.output.split('\n').slice(0, 2)).toEqual([
        `The next cycle of ${app} is an initial one. It would:`,
        '  create                   25',
      ]);
      expect(text.output).toContain('(2 read, 25 create)');
      expect(text.output.match(/^create /gm)).toHaveLength(2);

      const json = await scimflow('plan', app, '-o', 'json', '--detailed-exitcode');
      expect(json.exitCode).toBe(2);
      const document = JSON.parse(json.output) as { entries: { status: string; targetId: unknown }[] };
      expect(document).toMatchObject({
        app,
        kind: 'initial',
        counts: { created: 25 },
        forecastMilliseconds: 27,
      });
      expect(document.entries).toHaveLength(25);
      expect(
        document.entries.every(({ status, targetId }) => status === 'planned' && targetId === null),
      ).toBe(true);
      expect(writes()).toEqual([]);
    });
  });

  it('provision one person by name, before and after with each step', async () => {
    await withPausedJob(async (scimflow, app) => {
      const dry = await scimflow('provision', app, ann, '--dry-run');
      expect(dry).toMatchObject({ exitCode: 0, errors: '' });
      expect(dry.output).toContain('Nothing was written: this is what would be done.');
      expect(writes()).toEqual([]);

      const done = await scimflow('provision', app, ann.toUpperCase());
      expect(done).toMatchObject({ exitCode: 0, errors: '' });
      for (const line of [/in app-\w+: Success\.$/m, /^ {4}Import +success/m, /^ {4}Scope +success/m])
        expect(done.output).toMatch(line);
      expect(done.output).toMatch(
        /^ {4}Match +success {2}Nothing matches\n {8}Matching attributes: userName/m,
      );
      expect(done.output).toContain(`userName: (none) -> "${ann}"`);
      expect(writes()).toMatchObject([{ method: 'POST', status: 201 }]);

      const json = await scimflow('provision', app, ann, '-o', 'json');
      expect(json.exitCode).toBe(0);
      expect(JSON.parse(json.output)).toMatchObject({
        app,
        result: 'Skipped',
        operations: [{ action: 'skip', reason: 'RedundantExport', initiatedBy: { initiatorType: 'user' } }],
      });
    });
  });

  it('refuse who is nobody, not clear, or of no concern, and write nothing', async () => {
    const refused = async (
      scimflow: (...args: readonly string[]) => ReturnType<typeof ran>,
      app: string,
      who: string,
      message: string,
    ): Promise<void> => {
      const { exitCode, output, errors } = await scimflow('provision', app, who);
      expect({ who, exitCode, output }).toEqual({ who, exitCode: 1, output: '' });
      expect(errors).toContain(`error: ${message}`);
    };
    await withPausedJob(
      async (scimflow, app) => {
        for (const [who, message] of [
          ['zed@contoso.example', 'The source has no user and no group called'],
          [ann.slice(0, 4), 'The source has no user and no group called'],
          ['e0000000-0000-4000-8000-000000000009', 'The source has no user'],
          ['Name Sake', 'It is not clear who is meant by "Name Sake":'],
          ['Nobody in it', 'ObjectNotProvisioned: '],
        ] as const)
          await refused(scimflow, app, who, message);
        expect(writes()).toEqual([]);
      },
      { groups: { provision: false } },
    );
  });

  it('refuse an app that is not there, and a command that is wrong', async () => {
    await withPausedJob(async (scimflow) => {
      expect(await scimflow('plan', 'nobody')).toMatchObject({ exitCode: 1 });
      expect(await scimflow('provision', 'nobody', bo)).toMatchObject({ exitCode: 1 });
      expect(await scimflow('plan', 'nobody', '--rows', 'many')).toMatchObject({ exitCode: 2 });
      expect(await scimflow('provision', 'nobody')).toMatchObject({ exitCode: 2 });
    });
  });
});
