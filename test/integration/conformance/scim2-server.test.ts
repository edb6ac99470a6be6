import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cacheDirectory } from '../../../src/embedded/index.js';
import { findOrInstallPythonTools } from '../../support/python-tools.js';
import { startScim2Server } from '../../support/scim2-server.js';

const log = (line: string): void => {
  process.stderr.write(`[conformance test] ${line}\n`);
};

// Awaited here and not in a hook: a first installation takes longer than a hook may.
const tools = await findOrInstallPythonTools({ cacheDir: cacheDirectory(), log });

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';

it('is missing, with a reason, where there is no python3', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'scimflow-python-'));

  const without = await findOrInstallPythonTools({ cacheDir, log, env: { PATH: cacheDir } });

  expect(without).toEqual({ status: 'missing', reason: 'python3 is not on the PATH' });
  await rm(cacheDir, { recursive: true });
});

if (tools.status === 'missing') {
  log(`TESTS AGAINST SCIM2-SERVER ARE SKIPPED: ${tools.reason}`);
  describe.skip(`scim2-server (${tools.reason})`, () => {
    it('serves, keeps what it is sent, and ends', () => undefined);
  });
} else {
  describe('scim2-server', () => {
    it('serves, keeps what it is sent, and ends', async () => {
      const server = await startScim2Server(tools);
      const post = (userName: string, token = server.token): Promise<Response> =>
        fetch(`${server.url}/Users`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
          body: JSON.stringify({ schemas: [userUrn], userName }),
        });

      expect((await post('eve', 'another-token')).status).toBe(401);
      expect((await post('ada')).status).toBe(201);
      expect((await post('ADA')).status).toBe(409);
      expect(await server.users()).toMatchObject([{ userName: 'ada' }]);
      expect(await server.groups()).toEqual([]);

      await server.stop();
      await expect(post('ada')).rejects.toThrow();
    });
  });
}
