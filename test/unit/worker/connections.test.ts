import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Connections } from '../../../src/worker/connections.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { startScriptedServer, type ScriptedServer } from '../scim/scripted-server.js';

const SECRETS = { GRAPH_CLIENT_SECRET: 'of-the-directory', DIALPAD_TOKEN: 'of-the-app' };

describe("an app's connection", () => {
  let server: ScriptedServer;
  let connections: Connections;
  let log: PassThrough;

  beforeEach(async () => {
    Object.assign(process.env, SECRETS);
    server = await startScriptedServer([
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 201, body: { id: 't1', userName: 'ann@contoso.example' } },
    ]);
    log = new PassThrough();
    connections = new Connections({ logger: pino(log) });
  });
  afterEach(async () => {
    connections.close();
    await server.stop();
    for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
  });

  it('tells the log which app refuses something for now, and nothing of whom it was about', async () => {
    const { target } = connections.for(aConfiguration({ tenantUrl: server.url }));
    await target.create('User', { userName: 'ann@contoso.example' });

    const told = String(log.read());
    expect(JSON.parse(told)).toMatchObject({ level: 40, appId: 'dialpad', status: 429, attempt: 1 });
    expect(told).not.toMatch(/ann|of-the-app|of-the-directory/);
  });
});
