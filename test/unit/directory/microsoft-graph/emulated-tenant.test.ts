import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createMicrosoftGraphSource,
  WatermarkExpired,
  type GraphCredential,
  type Watermark,
} from '../../../../src/directory/index.js';
import { startGraphEmulator, type GraphEmulator } from '../../../../src/emulators/graph/index.js';
import { collected, endOf, failureOf, provisioningFailureOf } from './graph-at-the-wire.js';
import { aSelfSignedCertificate } from './self-signed-certificate.js';

const certificate = aSelfSignedCertificate();
const federation = {
  issuer: 'https://issuer.example',
  subject: 'worker',
  audience: 'api://AzureADTokenExchange',
};
const names = Array.from({ length: 45 }, (_, index) => `user${index}@contoso.example`);

let tenant: GraphEmulator;

beforeAll(async () => {
  tenant = await startGraphEmulator({
    pageSizes: { users: 20, assignments: 20, members: 20 },
    throttle: false,
    seed: {
      tenant: {
        domain: 'contoso.example',
        clients: [
          {
            clientSecret: 'secret',
            certificates: [certificate.certificatePem],
            federatedCredentials: [federation],
            roles: ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'],
          },
          { displayName: 'poor', clientSecret: 'secret', roles: ['Application.Read.All'] },
        ],
      },
      users: names.map((userPrincipalName, index) => ({
        userPrincipalName,
        displayName: `User ${index}`,
        accountEnabled: true,
        businessPhones: [`+1 ${index}`],
      })),
      groups: [{ displayName: 'All', securityEnabled: true, members: names }],
      apps: [
        {
          displayName: 'Dialpad',
          appRoles: [
            {
              id: '18d14569-c3bd-439b-9a66-3a2aee01d14f',
              displayName: 'User',
              allowedMemberTypes: ['User'],
            },
          ],
          assignments: [...names, 'All'].map((principal) => ({ principal, role: 'User' })),
        },
      ],
    },
  });
});

beforeEach(() => admin('POST', '/reset'));

afterAll(() => tenant.stop());

async function admin(method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(tenant.adminUrl + path, {
    method,
    headers: { authorization: `Bearer ${tenant.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
}

const aSecret: GraphCredential = { type: 'clientSecret', secret: 'secret' };

type Source = ReturnType<typeof createMicrosoftGraphSource>;

async function withSource<T>(
  body: (source: Source) => Promise<T>,
  { credential = aSecret, client = 0 }: { credential?: GraphCredential; client?: number } = {},
): Promise<T> {
  const source = createMicrosoftGraphSource({
    tenantId: tenant.tenantId,
    clientId: tenant.clients[client]?.clientId ?? '',
    credential,
    graphUrl: tenant.url,
    authorityUrl: tenant.url,
  });
  try {
    return await body(source);
  } finally {
    source.close();
  }
}

const servicePrincipalId = () => tenant.apps[0]?.servicePrincipalId ?? '';
const attributes = ['telephoneNumber', 'department'];

async function round(source: Source, from: Watermark | null = null) {
  const pages = await collected(source.userChanges({ attributes, from }));
  return { pages, changes: pages.flatMap((page) => page.changes), end: await endOf(pages) };
}

describe('a whole tenant', () => {
  it('is read once, then only what changed', async () => {
    await withSource(async (source) => {
      const all = await round(source);
      await admin('PATCH', `/users/${names[3] ?? ''}`, { department: 'Sales' });
      await admin('DELETE', `/users/${names[4] ?? ''}`);
      const changed = await round(source, all.end);
      await admin('POST', `/users/${names[4] ?? ''}/restore`);
      const restored = await round(source, changed.end);
      const quiet = await round(source, restored.end);

      expect(
        new Set(all.changes.map((change) => (change.type === 'present' ? change.user.id : change.id))).size,
      ).toBe(45);
      expect(all.pages.length).toBeGreaterThan(2);
      expect(changed.changes).toHaveLength(2);
      expect(changed.changes).toContainEqual({ type: 'removed', id: expect.any(String), reason: 'changed' });
      expect(changed.changes).toContainEqual({
        type: 'present',
        user: {
          id: expect.any(String),
          accountEnabled: true,
          attributes: {
            userPrincipalName: [names[3]],
            displayName: ['User 3'],
            telephoneNumber: ['+1 3'],
            department: ['Sales'],
          },
        },
      });
      expect(restored.changes).toMatchObject([{ type: 'present' }]);
      expect(quiet.changes).toEqual([]);
    });
  });

  it('is read in spite of a busy and failing service', async () => {
    for (const fault of [{ kind: 'status', status: 429, retryAfter: 0 }, { kind: 'truncatedJson' }])
      await admin('POST', '/faults', { ...fault, match: { path: '/v1.0/users/delta*', times: 1 } });

    const { changes } = await withSource((source) => round(source));

    expect(changes).toHaveLength(45);
  });

  it('is not taken for read when its pages never end', async () => {
    await admin('POST', '/faults', { kind: 'endlessNextLink', match: { path: '/v1.0/users/delta*' } });

    const failure = await withSource((source) => provisioningFailureOf(round(source)));

    expect(failure).toMatchObject({ type: 'SourceIncompatible' });
    expect(failure.message).toContain('without anything new');
  });

  it.each([
    ['the service was reset', '/epoch/bump', {}],
    ['the position is eight days old', '/clock', { advance: '8d' }],
  ])('must be read again when %s', async (_, path, body) => {
    await withSource(async (source) => {
      const { end } = await round(source);
      await admin('POST', path, body);

      const error = await failureOf(round(source, end));
      if (!(error instanceof WatermarkExpired)) throw error;
      const again = await round(source, error.resumeAt);

      expect(error.restart).toBe('everything');
      expect(again.changes).toHaveLength(45);
    });
  });

  it('must be read again when the position was altered', async () => {
    await withSource(async (source) => {
      const { end } = await round(source);

      expect(await failureOf(round(source, end.replace('#', 'x#') as Watermark))).toMatchObject({
        restart: 'everything',
      });
    });
  });

  it('goes on when access tokens are no longer good', async () => {
    await withSource(async (source) => {
      const { end } = await round(source);
      await admin('POST', '/tokens/expire', { kind: 'access' });

      await expect(round(source, end)).resolves.toMatchObject({ changes: [] });
    });
  });
});

describe('one object of a tenant', () => {
  it('is present, then in the recycle bin, then gone', async () => {
    await withSource(async (source) => {
      const { changes } = await round(source);
      const [first] = changes;
      if (first?.type !== 'present') throw new Error('There is no user.');
      const { id, attributes: known } = first.user;
      const name = known['userPrincipalName']?.[0] ?? '';

      const states = [await source.user(id, [])];
      await admin('DELETE', `/users/${name}`);
      states.push(await source.user(id, []));
      await admin('DELETE', `/deleted/${id}`);
      states.push(await source.user(id, []));

      expect(states.map(({ type }) => type)).toEqual(['present', 'softDeleted', 'deleted']);
    });
  });

  it('is the app, with all its assignments, and the group with all its members', async () => {
    await withSource(async (source) => {
      const app = await source.servicePrincipal(servicePrincipalId());
      const assignments = (await collected(source.assignments(app.id))).flat();
      const group = assignments.find(({ principalType }) => principalType === 'Group')?.principalId ?? '';
      const members = (await collected((await source.directUserMembers(group)) ?? [])).flat();

      expect(app).toMatchObject({
        displayName: 'Dialpad',
        appRoles: [{ displayName: 'User', allowsUsers: true }],
      });
      expect(assignments).toHaveLength(46);
      expect(new Set(members).size).toBe(45);
      expect(await source.isSecurityEnabled(group)).toBe(true);
    });
  });

  it('may be one that does not exist', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';

    await withSource(async (source) => {
      expect(await source.user(nobody, [])).toEqual({ type: 'deleted' });
      expect(await source.directUserMembers(nobody)).toBeNull();
      expect(await source.isSecurityEnabled(nobody)).toBeNull();
      expect(await provisioningFailureOf(source.servicePrincipal(nobody))).toMatchObject({
        type: 'ConfigurationInvalid',
      });
    });
  });
});

describe('who may read a tenant', () => {
  const claims = Buffer.from(
    JSON.stringify({
      iss: federation.issuer,
      sub: federation.subject,
      aud: federation.audience,
      exp: 4102444800,
    }),
  ).toString('base64url');
  const federated = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${claims}.c2lnbmF0dXJl`;

  it.each<[string, GraphCredential]>([
    ['its certificate', { type: 'clientCertificate', ...certificate }],
    ['its federated token', { type: 'workloadIdentity', readToken: () => Promise.resolve(federated) }],
  ])('proves it by %s', async (_, credential) => {
    await withSource(
      (source) =>
        expect(source.servicePrincipal(servicePrincipalId())).resolves.toMatchObject({
          displayName: 'Dialpad',
        }),
      { credential },
    );
  });

  it.each<[string, GraphCredential, string]>([
    ['a wrong secret', { type: 'clientSecret', secret: 'wrong' }, 'AADSTS7000215'],
    ['an unknown certificate', { type: 'clientCertificate', ...aSelfSignedCertificate() }, 'AADSTS700027'],
  ])('is not shown by %s', async (_, credential, code) => {
    const failure = await withSource(
      (source) => provisioningFailureOf(source.servicePrincipal(servicePrincipalId())),
      { credential },
    );

    expect(failure.type).toBe('SourceCredentialsRejected');
    expect(failure.message).toContain(code);
  });

  it('is told which permission is missing', async () => {
    const failure = await withSource((source) => provisioningFailureOf(round(source)), { client: 1 });

    expect(failure.type).toBe('SourcePermissionMissing');
    expect(failure.remedy).toContain('User.Read.All');
  });

  it('is told which attribute does not exist', async () => {
    const failure = await withSource((source) =>
      provisioningFailureOf(collected(source.userChanges({ attributes: ['shoeSize'], from: null }))),
    );

    expect(failure.type).toBe('SourceIncompatible');
    expect(failure.message).toContain('shoeSize');
  });
});
