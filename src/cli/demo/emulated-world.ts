import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import got from 'got';
import { z } from 'zod';
import { companyFolder } from '../../emulators/company/index.js';
import { startGraphEmulator, type GraphEmulator } from '../../emulators/graph/index.js';
import { startMailCatcher, type RunningMailCatcher } from '../../emulators/mail/index.js';
import { startScimTarget, type RunningScimTarget } from '../../emulators/scim/index.js';
import type { Teardown } from '../start/teardown.js';

/** An app of the demo: its enterprise application in the directory, and the target that plays it. */
export interface EmulatedApp {
  readonly id: 'dialpad' | 'dynamic-signal';
  readonly displayName: string;
  readonly servicePrincipalId: string;
  readonly token: string;
  readonly target: RunningScimTarget;
}

/** A company, two apps and a mail server, all in this process. */
export interface EmulatedWorld {
  readonly seedFolder: string;
  readonly graph: GraphEmulator;
  readonly apps: readonly EmulatedApp[];
  readonly mail: RunningMailCatcher;
}

const APPS = [
  { id: 'dialpad', displayName: 'Dialpad' },
  { id: 'dynamic-signal', displayName: 'Dynamic Signal' },
] as const;

export async function startEmulatedWorld(teardown: Teardown): Promise<EmulatedWorld> {
  const seedFolder = seedFolderOf(companyFolder);
  const graph = await startGraphEmulator({ seed: seedFolder });
  teardown.add('Microsoft Graph emulator', () => graph.stop());
  const mail = await startMailCatcher();
  teardown.add('mail catcher', () => mail.stop());
  const apps: EmulatedApp[] = [];
  for (const app of APPS) {
    const servicePrincipal = graph.apps.find(({ displayName }) => displayName === app.displayName);
    if (servicePrincipal === undefined)
      throw new Error(`The emulated company has no app ${app.displayName}.`);
    const token = randomUUID();
    const target = await startScimTarget({ token, profile: app.id });
    teardown.add(`emulated ${app.displayName}`, () => target.stop());
    apps.push({ ...app, servicePrincipalId: servicePrincipal.servicePrincipalId, token, target });
  }
  return { seedFolder, graph, apps, mail };
}

const directoryState = z.object({
  users: z.array(z.object({ id: z.string(), properties: z.object({ userPrincipalName: z.string() }) })),
});

/** Everybody's object id, by user principal name in lower case. */
export async function objectIds({
  adminUrl,
  adminToken,
}: GraphEmulator): Promise<ReadonlyMap<string, string>> {
  const answer = await got(`${adminUrl}/state`, {
    headers: { authorization: `Bearer ${adminToken}` },
    retry: { limit: 0 },
    timeout: { request: 10_000 },
  }).json();
  const { users } = directoryState.parse(answer);
  return new Map(users.map(({ id, properties }) => [properties.userPrincipalName.toLowerCase(), id]));
}

/** Compiled output does not hold the seed; it stays with the sources, below the root of the package. */
function seedFolderOf(folder: string): string {
  return existsSync(join(folder, 'users.json'))
    ? folder
    : join(packageRoot(folder), 'src', 'emulators', 'company');
}

function packageRoot(folder: string): string {
  const parent = dirname(folder);
  if (existsSync(join(folder, 'package.json')) || parent === folder) return folder;
  return packageRoot(parent);
}
