import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangePage, DirectorySource, GroupChange } from '../../../../src/directory/directory-source.js';
import {
  createDirectoryFileSource,
  type DirectoryFileSourceOptions,
} from '../../../../src/directory/index.js';
import { ProvisioningFailure } from '../../../../src/failures.js';

/** Texts by file name; null for a file that is taken away. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

/** A folder of the test's own. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'scimflow-people-'));

  write(files: Files): this {
    for (const [name, content] of Object.entries(files))
      if (content === null) rmSync(join(this.path, name));
      else writeFileSync(join(this.path, name), content);
    return this;
  }

  text(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  change(name: string, changed: (text: string) => string): this {
    return this.write({ [name]: changed(this.text(name)) });
  }

  source(options: Partial<DirectoryFileSourceOptions> = {}): DirectorySource {
    return createDirectoryFileSource({ path: this.path, scope: 'assigned', quietMs: 0, ...options });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Three people, a group and an app, in a format. */
export const COMPANY = {
  csv: {
    'users.csv': `id,userPrincipalName,displayName,accountEnabled,manager,otherMails
100,Ann@contoso.example,Ann Lee,,,ann@home.example; lee@home.example
101,bo@contoso.example,"Bo ""B"" Berg",TRUE,ann@contoso.example,
102,cy@contoso.example,Cy Young,false,100,
`,
    'groups.csv': `id,displayName,members
g1,Sales,100;BO@contoso.example
`,
    'assignments.csv': `app,user,group,role
dialpad,102,,admin
dialpad,,g1,
zoom,101,,
`,
  },
  yaml: {
    'users.yaml': `- id: 100
  userPrincipalName: Ann@contoso.example
  displayName: Ann Lee
  otherMails: [ann@home.example, lee@home.example]
- id: 101
  userPrincipalName: bo@contoso.example
  displayName: Bo "B" Berg
  accountEnabled: true
  manager: ann@contoso.example
- id: 102
  userPrincipalName: cy@contoso.example
  displayName: Cy Young
  accountEnabled: false
  manager: 100
`,
    'groups.yml': `- id: g1
  displayName: Sales
  members:
    - 100
    - BO@contoso.example
`,
    'assignments.yaml': `- { app: dialpad, user: 102, role: admin }
- { app: dialpad, group: g1 }
- { app: zoom, user: 101 }
`,
  },
  json: {
    'users.json': `[
  { "id": "100", "userPrincipalName": "Ann@contoso.example", "displayName": "Ann Lee",
    "otherMails": ["ann@home.example", "lee@home.example"] },
  { "id": 101, "userPrincipalName": "bo@contoso.example", "displayName": "Bo \\"B\\" Berg",
    "accountEnabled": true, "manager": { "id": "100" } },
  { "id": "102", "userPrincipalName": "cy@contoso.example", "displayName": "Cy Young",
    "accountEnabled": false, "manager": "100" }
]
`,
    'groups.json': '[{ "id": "g1", "displayName": "Sales", "members": ["100", "BO@contoso.example"] }]',
    'assignments.json': `[{ "app": "dialpad", "user": "102", "role": "admin" }, { "app": "dialpad", "group": "g1" },
{ "app": "zoom", "user": "101" }]`,
  },
} as const;

export const ATTRIBUTES = ['displayName', 'otherMails', 'manager', 'accountEnabled'] as const;

export async function all<Page>(pages: AsyncIterable<Page> | null): Promise<readonly Page[]> {
  const read: Page[] = [];
  if (pages !== null) for await (const page of pages) read.push(page);
  return read;
}

export function usersOf(
  source: DirectorySource,
  { attributes = ATTRIBUTES, from = null }: Partial<Parameters<DirectorySource['userChanges']>[0]> = {},
): Promise<readonly ChangePage[]> {
  return all(source.userChanges({ attributes, from }));
}

export function groupsOf(
  source: DirectorySource,
  {
    attributes = [],
    groupIds = null,
    from = null,
  }: Partial<Parameters<DirectorySource['groupChanges']>[0]> = {},
): Promise<readonly ChangePage<GroupChange>[]> {
  return all(source.groupChanges({ attributes, groupIds, from }));
}

/** How a reading fails, with the folder's path left out: the type and the message. */
export async function failureOf(folder: Folder, work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing failed';
  } catch (error) {
    if (!(error instanceof ProvisioningFailure)) throw error;
    return `${error.type}: ${error.message.replaceAll(`${folder.path}/`, '').replaceAll(folder.path, 'the folder')}`;
  }
}
