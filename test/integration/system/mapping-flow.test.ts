import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import SCIMMY from 'scimmy';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { jobConfigurations, loadConfigurationFile } from '../../../src/config/load-configuration.js';
import type { Seed } from '../../../src/emulators/graph/index.js';
import { configure } from '../../../workflows/contract.js';
import { startRecordingProxy, type Exchange, type RecordingProxy } from '../../support/recording-proxy.js';
import { attributeDefinition } from '../../../src/schema/attribute-definition.js';
import { startTestSystem, type TestJob, type TestSystem } from '../../support/system.js';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const HELPDESK = 'urn:ietf:params:scim:schemas:extension:Helpdesk:2.0:User';
const ENTRA_EXPORT = new URL('../../unit/schema/document/fixtures/entra-export.json', import.meta.url);

const person = (alias: string, facts: Readonly<Record<string, string>> = {}) => ({
  userPrincipalName: `${alias}@contoso.example`,
  displayName: alias,
  givenName: alias,
  surname: 'Person',
  mail: `${alias}@contoso.example`,
  mailNickname: alias,
  accountEnabled: true,
  ...facts,
});
const appOf = (displayName: string, ...names: readonly string[]) => ({
  displayName,
  appRoles: [
    { id: '18d14569-c3bd-439b-9a66-3a2aee01d14f', displayName: 'User', value: 'User' },
    { id: '28d14569-c3bd-439b-9a66-3a2aee01d14f', displayName: 'Admin', value: 'Admin' },
  ].map((role) => ({ ...role, allowedMemberTypes: ['User' as const] })),
  assignments: names.map((name) => ({ principal: `${name}@contoso.example`, role: 'User' })),
});

const seed: Seed = {
  tenant: {
    domain: 'contoso.example',
    clients: [
      {
        clientSecret: 'secret-of-the-tests-tenant',
        roles: ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'],
      },
    ],
  },
  users: [
    person('seller', { department: 'Field Sales', jobTitle: 'Seller', employeeId: '00042' }),
    person('freelancer', { department: 'Legal', employeeId: 'C12345', mobilePhone: '+351 912 000 111' }),
    person('lawyer', { department: 'Legal', jobTitle: 'Lawyer', employeeId: '00007' }),
    person('ana', {
      displayName: 'Ana',
      companyName: 'Contoso',
      jobTitle: 'Seller',
      department: 'Sales',
      employeeId: '0042',
      preferredLanguage: 'pt-PT',
      employeeType: 'Employee',
    }),
    person('bo', { companyName: 'Contoso', jobTitle: 'Clerk', employeeId: '7', city: 'Porto' }),
    person('robot', { companyName: 'Contoso', employeeType: 'Robot' }),
    person('guard'),
    person('cook'),
  ],
  groups: [],
  apps: [
    appOf('Helpdesk', 'seller', 'freelancer', 'lawyer'),
    appOf('Flows', 'ana', 'bo', 'robot'),
    appOf('Roles', 'guard'),
  ],
};

type Mappings = NonNullable<JobConfiguration['app']['mappings']>;
type Written = Omit<Mappings[number], 'apply'> & Partial<Pick<Mappings[number], 'apply'>>;
const mappingsOf = (...written: readonly Written[]): Mappings =>
  written.map((mapping) => ({ apply: 'always', ...mapping }));
const active: Written = {
  target: 'active',
  expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
};
/** scimmy's table of resources is the process's own, as the target's is. */
function declareHelpdesk(): void {
  const attribute = (type: 'string' | 'boolean' | 'integer', name: string, config = {}) =>
    new SCIMMY.Types.Attribute(type, name, config);
  const definition = new SCIMMY.Types.SchemaDefinition('Helpdesk', HELPDESK, 'What a help desk knows.', [
    ...['hiredOn', 'handle', 'site', 'desk'].map((name) => attribute('string', name)),
    ...['skills', 'teams'].map((name) => attribute('string', name, { multiValued: true })),
    attribute('boolean', 'contractor'),
    attribute('integer', 'badge'),
  ]);
  SCIMMY.Schemas.User.definition.extend(definition, false);
}

describe('what flows to the app, on the wire', () => {
  let system: TestSystem;
  let proxy: RecordingProxy;
  const folder = mkdtempSync(join(tmpdir(), 'scimflow-flow-'));

  beforeAll(async () => {
    system = await startTestSystem({ seed });
    declareHelpdesk();
    proxy = await startRecordingProxy(system.target.url);
  });
  afterAll(async () => {
    await proxy.stop();
    await system.stop();
    rmSync(folder, { recursive: true });
  });

  const configurationOf = (name: string, app: Partial<JobConfiguration['app']>): JobConfiguration =>
    system.configuration({
      servicePrincipalId:
        system.graph.apps.find(({ displayName }) => displayName === name)?.servicePrincipalId ?? '',
      tenantUrl: proxy.url,
      ...app,
    });
  const apply = (job: TestJob, configuration: JobConfiguration) =>
    job.handle.executeUpdate(configure, { args: [{ configuration }] });
  const change = (alias: string, facts: object) =>
    system.administer('patch', `/users/${alias}@contoso.example`, facts);
  const assign = (method: 'post' | 'delete', alias: string, role: string) =>
    system.administer(method, '/assignments', { app: 'Roles', principal: `${alias}@contoso.example`, role });
  /** Bodies of what was written since this was asked last. */
  const written = (method: 'POST' | 'PATCH'): readonly unknown[] =>
    bodies(
      proxy.take().filter((exchange) => exchange.method !== 'GET'),
      method,
    );
  const accountNamed = (userName: string) =>
    system.target.users().find((user) => user['userName'] === userName);

  it('follows a schema that was exported from Entra, as a file beside the configuration', async () => {
    const schema = join(folder, 'helpdesk.schema.json');
    writeFileSync(schema, readFileSync(ENTRA_EXPORT));
    const { source, notifications, app } = configurationOf('Helpdesk', {});
    const file = join(folder, 'apps.yaml');
    writeFileSync(
      file,
      JSON.stringify({ source, notifications, apps: [{ ...app, schema: './helpdesk.schema.json' }] }),
    );
    const [configuration = system.configuration()] = jobConfigurations(loadConfigurationFile(file));

    await system.withJob(configuration, async (job) => {
      expect(await job.cycleEnded(1)).toMatchObject({
        state: 'Succeeded',
        countEntitled: 2,
        counts: { created: 2, failed: 0 },
      });

      const created = written('POST');
      expect(created).toHaveLength(2);
      expect(created.find((body) => JSON.stringify(body).includes('seller'))).toEqual({
        schemas: expect.arrayContaining([CORE, ENTERPRISE, HELPDESK]),
        userName: 'seller@contoso.example',
        externalId: expect.any(String),
        active: true,
        displayName: 'seller',
        title: 'Seller (ext)',
        emails: [{ type: 'work', value: 'seller@contoso.example', primary: true }],
        name: { givenName: 'seller', familyName: 'Person', formatted: 'seller Person' },
        nickName: 'seller',
        roles: [{ primary: true, value: 'User', type: 'WindowsAzureActiveDirectoryRole' }],
        [ENTERPRISE]: { department: 'Field Sales', employeeNumber: '00042' },
        [HELPDESK]: { contractor: true, handle: 'sellerseller', site: 'Lisbon' },
      });
      expect(created).toContainEqual(
        expect.objectContaining({
          userName: 'freelancer@contoso.example',
          title: 'Associate',
          nickName: 'freelanc',
          phoneNumbers: [{ type: 'mobile', value: '+351912000111' }],
        }),
      );

      await change('freelancer', { mailNickname: 'another', department: 'Support' });
      await job.sync();
      expect(operationsIn(written('PATCH'))).toEqual([
        { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Support' },
        { op: 'replace', path: `${HELPDESK}:handle`, value: expect.any(String) },
      ]);
    });
  });

  it('keeps to each flow type, behaviour and default, and to what the filter means', async () => {
    const skills = `${HELPDESK}:skills`;
    const teams = `${HELPDESK}:teams`;
    await system.createAccount({
      userName: 'ana.flows',
      active: true,
      displayName: 'ANA',
      title: 'SELLER',
      nickName: 'Annie',
      userType: 'Veteran',
      preferredLanguage: 'de-DE',
      profileUrl: 'https://people.example/all',
      schemas: [CORE, HELPDESK],
      [HELPDESK]: { skills: ['knots'], site: 'Porto', desk: 'A1' },
    });
    const configuration = configurationOf('Flows', {
      mappings: mappingsOf(
        { target: 'userName', expression: 'Append([mailNickname], ".flows")', matching: 1 },
        active,
        { target: 'displayName', source: 'displayName' },
        { target: 'title', expression: 'Redact([jobTitle])' },
        { target: 'nickName', source: 'givenName', apply: 'create' },
        { target: 'userType', source: 'employeeType', apply: 'when-empty' },
        { target: 'preferredLanguage', source: 'extensionAttribute1', flowNullValues: true },
        { target: 'locale', source: 'preferredLanguage', default: 'en-GB' },
        { target: 'timezone', default: 'Europe/Lisbon' },
        { target: 'profileUrl', constant: 'https://people.example/all', flowBehavior: 'FlowAlways' },
        { target: 'externalId', expression: 'IgnoreFlowIfNullOrEmpty([extensionAttribute2])', default: 'x' },
        { target: `${HELPDESK}:badge`, source: 'employeeId' },
        { target: `${HELPDESK}:contractor`, expression: 'Not(IsPresent([department]))' },
        { target: skills, expression: 'Split([jobTitle], " ")', apply: 'add-multi-values' },
        { target: teams, expression: 'Split([department], " ")', apply: 'add-values' },
        { target: `${HELPDESK}:site`, source: 'city', default: 'Lisbon', apply: 'add-values' },
        { target: `${HELPDESK}:desk`, source: 'employeeId', apply: 'add-multi-values' },
        { target: 'objectFilter', expression: 'IIF([employeeType] = "Robot", IgnoreObjectFlow, "False")' },
      ),
      sourceAttributes: [attributeDefinition('extensionAttribute1', { flowNullValues: true })],
      targetAttributes: [
        attributeDefinition('displayName', { caseExact: true }),
        attributeDefinition(`${HELPDESK}:badge`, { type: 'Integer' }),
        attributeDefinition(`${HELPDESK}:contractor`, { type: 'Boolean' }),
        attributeDefinition(skills, { multivalued: true }),
        attributeDefinition(teams, { multivalued: true }),
        attributeDefinition(`${HELPDESK}:site`),
        attributeDefinition(`${HELPDESK}:desk`),
      ],
      scopingFilters: [
        { name: 'Staff', clauses: [{ attribute: 'companyName', operator: 'EQUALS', value: 'Contoso' }] },
      ],
    });

    await system.withJob(configuration, async (job) => {
      expect(await job.cycleEnded(1)).toMatchObject({
        state: 'Succeeded',
        counts: { created: 1, updated: 1, failed: 0 },
      });
      const first = proxy.take();
      expect(bodies(first, 'POST')).toEqual([
        {
          schemas: [CORE, HELPDESK],
          userName: 'bo.flows',
          active: true,
          displayName: 'bo',
          title: 'Clerk',
          nickName: 'bo',
          locale: 'en-GB',
          timezone: 'Europe/Lisbon',
          profileUrl: 'https://people.example/all',
          [HELPDESK]: { badge: 7, contractor: true, skills: ['Clerk'], site: 'Porto', desk: '7' },
        },
      ]);
      expect(operationsIn(bodies(first, 'PATCH'))).toEqual([
        { op: 'replace', path: 'displayName', value: 'Ana' },
        { op: 'remove', path: 'preferredLanguage' },
        { op: 'replace', path: 'locale', value: 'pt-PT' },
        { op: 'replace', path: 'timezone', value: 'Europe/Lisbon' },
        { op: 'replace', path: 'profileUrl', value: 'https://people.example/all' },
        { op: 'replace', path: `${HELPDESK}:badge`, value: 42 },
        { op: 'replace', path: `${HELPDESK}:contractor`, value: false },
        { op: 'add', path: skills, value: ['Seller'] },
        { op: 'add', path: teams, value: ['Sales'] },
        { op: 'replace', path: `${HELPDESK}:desk`, value: '0042' },
      ]);

      await job.sync();
      expect(proxy.take()).toEqual([]);

      await change('ana', {
        jobTitle: 'Diver',
        givenName: 'Anastasia',
        preferredLanguage: null,
        city: 'Faro',
      });
      await job.sync();
      expect(operationsIn(written('PATCH'))).toEqual([
        { op: 'replace', path: 'title', value: 'Diver' },
        { op: 'replace', path: 'profileUrl', value: 'https://people.example/all' },
        { op: 'add', path: skills, value: ['Diver'] },
      ]);
      expect(accountNamed('ana.flows')).toMatchObject({
        [HELPDESK]: { skills: ['knots', 'Seller', 'Diver'], site: 'Porto' },
      });
      const entries = await system.store.log.entries({ appId: configuration.app.id, limit: 20 });
      expect(JSON.stringify(entries)).toContain('[Redact]');
      expect(
        JSON.stringify(entries.map(({ changes }) => changes.filter(({ path }) => path === 'title'))),
      ).not.toMatch(/Seller|Diver|Clerk/i);

      await change('ana', { companyName: 'Fabrikam' });
      await job.sync();
      expect(operationsIn(written('PATCH'))).toEqual([{ op: 'replace', path: 'active', value: false }]);
      expect(accountNamed('ana.flows')).toMatchObject({ active: false });

      await change('ana', { companyName: 'Contoso' });
      await job.sync();
      expect(operationsIn(written('PATCH'))).toContainEqual({ op: 'replace', path: 'active', value: true });
      expect(system.target.users().filter(({ userName }) => userName === 'ana.flows')).toHaveLength(1);

      await change('bo', { employeeType: 'Robot', displayName: 'Unit 7' });
      await job.sync();
      expect(proxy.take()).toEqual([]);
      expect(system.target.users().some(({ userName }) => userName === 'robot.flows')).toBe(false);
    });
  });

  it('adds roles, replaces them, or keeps one', async () => {
    const role = (value: string) => ({
      primary: false,
      type: 'WindowsAzureActiveDirectoryRole',
      display: value,
      value,
    });
    const rolesBy = (target: string, expression: string) =>
      configurationOf('Roles', {
        id: 'roles-of-a-job',
        mappings: mappingsOf(
          { target: 'userName', expression: 'Append([mailNickname], ".roles")', matching: 1 },
          active,
          { target, expression },
        ),
      });
    const adding = rolesBy('roles', 'AppRoleAssignmentsComplex([appRoleAssignments])');
    const asserting = rolesBy('roles', 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])');
    const single = rolesBy('roles[primary eq "True"].value', 'SingleAppRoleAssignment([appRoleAssignments])');

    await system.withJob(adding, async (job) => {
      await job.cycleEnded(1);
      expect(written('POST')).toEqual([
        { schemas: [CORE], userName: 'guard.roles', active: true, roles: [role('User')] },
      ]);

      await assign('post', 'guard', 'Admin');
      await assign('delete', 'guard', 'User');
      await job.sync();
      expect(operationsIn(written('PATCH'))).toEqual([{ op: 'add', path: 'roles', value: [role('Admin')] }]);
      expect(accountNamed('guard.roles')).toMatchObject({ roles: [role('User'), role('Admin')] });

      await apply(job, asserting);
      await job.cycleEnded(3);
      expect(operationsIn(written('PATCH'))).toEqual([
        { op: 'replace', path: 'roles', value: [role('Admin')] },
      ]);
      await assign('post', 'guard', 'User');
      await job.sync();
      expect(operationsIn(written('PATCH'))).toEqual([
        { op: 'replace', path: 'roles', value: [role('Admin'), role('User')] },
      ]);

      await apply(job, single);
      await assign('post', 'cook', 'User');
      await job.cycleEnded(5);
      await job.sync();
      const last = proxy.take();
      expect(bodies(last, 'POST')).toEqual([
        {
          schemas: [CORE],
          userName: 'cook.roles',
          active: true,
          roles: [{ primary: true, value: 'User', type: 'WindowsAzureActiveDirectoryRole' }],
        },
      ]);
      expect(operationsIn(bodies(last, 'PATCH'))).toEqual([
        { op: 'add', path: 'roles', value: [{ primary: true, value: 'Admin' }] },
      ]);

      await assign('delete', 'guard', 'Admin');
      await job.sync();
      expect(operationsIn(written('PATCH'))).toEqual([
        { op: 'replace', path: 'roles[primary eq true].value', value: 'User' },
      ]);
    });
  });
});

function bodies(exchanges: readonly Exchange[], method: 'POST' | 'PATCH'): readonly unknown[] {
  return exchanges.filter((exchange) => exchange.method === method).map(({ body }) => body);
}

/** The operations of the only PATCH request. */
function operationsIn(patches: readonly unknown[]): unknown {
  expect(patches).toHaveLength(1);
  return (patches[0] as { readonly Operations: unknown }).Operations;
}
