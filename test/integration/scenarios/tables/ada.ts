import { tenant } from '../harness/directory.js';
import type { App } from '../harness/scenario.js';

export const ada = tenant({ people: ['ada'], assigned: ['ada'] });
export const nobodyYet = tenant({ people: ['ada'] });
export const byUserName = 'GET /Users?filter=userName eq "ada@contoso.example"';
export const byExternalId = 'GET /Users?filter=externalId eq "ada"';
export const byEmail = 'GET /Users?filter=emails[type eq "work"].value eq "ada@contoso.example"';

export const byTwoAttributes: Partial<App> = {
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
    { target: 'externalId', source: 'mailNickname', matching: 2, apply: 'always' },
    { target: 'displayName', source: 'displayName', apply: 'always' },
  ],
};
export const byExternalIdAlone: Partial<App> = {
  mappings: [
    { target: 'externalId', source: 'mailNickname', matching: 1, apply: 'always' },
    { target: 'userName', source: 'userPrincipalName', apply: 'always' },
  ],
};
export const byNickname: Partial<App> = {
  mappings: [
    { target: 'userName', source: 'mailNickname', matching: 1, apply: 'always' },
    { target: 'displayName', source: 'displayName', apply: 'always' },
  ],
};

export const complete = {
  userName: 'ada@contoso.example',
  displayName: 'ada',
  externalId: 'ada',
  active: true,
  name: { givenName: 'ada', familyName: 'Example', formatted: 'ada Example' },
  emails: [{ type: 'work', primary: true, value: 'ada@contoso.example' }],
};
