import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';

const adaAndBob = tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] });
const bothCreated = { writes: { 'POST /Users': 2 }, accounts: { ada: 'active', bob: 'active' } } as const;
const bobExists = { users: [{ userName: 'bob@contoso.example', displayName: 'Robert' }] };

const probed = { 'GET /Users?filter=userName eq "{guid}"': 1 };
const github = { connector: 'github-enterprise-managed-users' };

/** What may be done in an app, by its configuration and by what it can do at all. */
export const targetActions: readonly Scenario[] = [
  {
    name: 'without Create nobody gets an account, and who has one is kept up to date',
    directory: adaAndBob,
    existing: bobExists,
    app: { targetObjectActions: { users: ['update', 'delete'] } },
    initially: {
      writes: { 'PATCH /Users/bob': 1 },
      accounts: { bob: { displayName: 'bob' } },
      log: ['skip ada: TargetObjectActionDisabled', 'update bob: success'],
    },
  },
  {
    name: 'without Update accounts are neither changed nor disabled, and still deleted',
    directory: adaAndBob,
    app: { targetObjectActions: { users: ['create', 'delete'] } },
    initially: bothCreated,
    then: [
      {
        when: [events.change('ada', { displayName: 'Ada Lovelace' }), events.block('bob')],
        expect: {
          writes: {},
          accounts: { ada: { displayName: 'ada' }, bob: 'active' },
          log: ['skip ada: TargetObjectActionDisabled', 'skip bob: TargetObjectActionDisabled'],
        },
      },
      {
        when: [events.removeUser('bob'), events.purge('bob')],
        expect: { writes: { 'DELETE /Users/bob': 1 }, accounts: { ada: 'active' } },
      },
    ],
  },
  {
    name: 'without Delete who is gone for good is disabled',
    directory: adaAndBob,
    app: { targetObjectActions: { users: ['create', 'update'] } },
    initially: bothCreated,
    then: [
      {
        when: [events.removeUser('ada'), events.purge('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: { ada: 'disabled', bob: 'active' },
          log: ['disable ada: success'],
        },
      },
    ],
  },
  {
    name: 'without Delete who is disabled already and then gone for good stays so, and it is said why',
    directory: adaAndBob,
    app: { targetObjectActions: { users: ['create', 'update'] } },
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada')], expect: { writes: { 'PATCH /Users/ada': 1 } } },
      {
        when: [events.purge('ada')],
        expect: {
          writes: {},
          accounts: { ada: 'disabled', bob: 'active' },
          log: ['skip ada: TargetObjectActionDisabled'],
        },
      },
    ],
  },
  {
    name: 'with Create alone accounts are made once and left alone afterwards',
    directory: adaAndBob,
    existing: bobExists,
    app: { targetObjectActions: { users: ['create'] } },
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { ada: 'active', bob: { displayName: 'Robert' } },
      log: ['create ada: success', 'skip bob: TargetObjectActionDisabled'],
    },
    then: [
      {
        when: [events.change('ada', { jobTitle: 'Director' }), events.unassign('ada')],
        expect: { writes: {}, accounts: { ada: 'active', bob: 'active' } },
      },
    ],
  },
  {
    name: 'groups have actions of their own: without Delete a group that is unassigned stays',
    directory: tenant({ people: ['ada'], groups: { Sales: ['ada'] }, assigned: ['ada', 'Sales'] }),
    app: { targetObjectActions: { groups: ['create', 'update'] } },
    initially: {
      writes: { 'POST /Users': 1, 'POST /Groups': 1 },
      groups: { Sales: ['ada'] },
    },
    then: [
      {
        when: [events.unassign('Sales')],
        expect: {
          writes: {},
          groups: { Sales: ['ada'] },
          log: ['skip Sales: TargetObjectActionDisabled', 'skip ada: RedundantExport'],
        },
      },
    ],
  },
  {
    name: 'Dynamic Signal disables who is gone for good: it deletes nobody',
    directory: adaAndBob,
    app: { connector: 'dynamic-signal' },
    strict: { profile: 'dynamic-signal' },
    initially: bothCreated,
    then: [
      {
        when: [events.removeUser('ada'), events.purge('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: { ada: 'disabled', bob: 'active' },
          log: ['disable ada: success'],
        },
      },
    ],
  },
  {
    name: 'Dynamic Signal is never asked about groups, of which only the members count',
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Sales: ['ada'] },
      assigned: ['Sales'],
    }),
    app: { connector: 'dynamic-signal' },
    strict: { profile: 'dynamic-signal' },
    initially: {
      writes: { 'POST /Users': 1 },
      reads: { ...probed, 'GET /Users?startIndex=1&count=100': 1 },
      accounts: { ada: 'active' },
    },
    then: [
      {
        when: [events.join('Sales', 'bob'), events.leave('Sales', 'ada')],
        expect: {
          writes: { 'POST /Users': 1, 'PATCH /Users/ada': 1 },
          reads: { 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          accounts: { ada: 'disabled', bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'GitHub keeps the suspended account of who is gone for good, unless that is allowed',
    directory: adaAndBob,
    app: github,
    strict: { profile: 'github-emu' },
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada')], expect: { writes: { 'PATCH /Users/ada': 1 } } },
      {
        when: [events.purge('ada')],
        expect: {
          writes: {},
          accounts: { ada: 'disabled', bob: 'active' },
          log: ['skip ada: CapabilityNotSupported'],
        },
      },
    ],
  },
  {
    name: 'GitHub deletes the account of who is gone for good where that is allowed',
    directory: adaAndBob,
    app: { ...github, allowHardDelete: true },
    strict: { profile: 'github-emu' },
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada')], expect: { writes: { 'PATCH /Users/ada': 1 } } },
      {
        when: [events.purge('ada')],
        expect: { writes: { 'DELETE /Users/ada': 1 }, accounts: { bob: 'active' } },
      },
    ],
  },
  {
    name: 'GitLab creates, disables and enables accounts, and changes nothing else of them',
    directory: adaAndBob,
    app: { connector: 'gitlab-groups' },
    strict: { profile: 'gitlab' },
    initially: bothCreated,
    then: [
      {
        when: [events.change('ada', { displayName: 'Ada Lovelace' })],
        expect: { writes: {}, log: ['skip ada: CapabilityNotSupported'] },
      },
      {
        when: [events.unassign('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'disabled', bob: 'active' } },
      },
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [[{ op: 'replace', path: 'active', value: true }]] },
          accounts: { ada: { active: true, 'name.formatted': 'ada' }, bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'Firstup deletes nobody, has no groups and takes one role',
    directory: tenant({ people: ['ada', 'bob'], groups: { Sales: ['bob'] }, assigned: ['ada', 'Sales'] }),
    app: { connector: 'firstup' },
    strict: { profile: 'dynamic-signal', switches: { singleValuedAttributes: ['roles'] } },
    initially: { ...bothCreated, reads: { ...probed, 'GET /Users?startIndex=1&count=100': 1 } },
    then: [
      {
        when: [events.removeUser('ada'), events.purge('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'disabled', bob: 'active' } },
      },
    ],
  },
];
