import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startGraphEmulator } from '../../emulators/graph/index.js';
import { startMailCatcher, type RunningMailCatcher } from '../../emulators/mail/index.js';
import { startScimTarget, type RunningScimTarget } from '../../emulators/scim/index.js';
import type { Teardown } from '../start/teardown.js';

export type RunningGraph = Awaited<ReturnType<typeof startGraphEmulator>>;

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
  readonly graph: RunningGraph;
  readonly apps: readonly EmulatedApp[];
  readonly mail: RunningMailCatcher;
}

const APPS = [
  { id: 'dialpad', displayName: 'Dialpad' },
  { id: 'dynamic-signal', displayName: 'Dynamic Signal' },
] as const;

export async function startEmulatedWorld(teardown: Teardown): Promise<EmulatedWorld> {
  const seedFolder = companyFolder();
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

/** The seed belongs to the sources, which compiled output finds through the root of the package. */
function companyFolder(): string {
  const own = fileURLToPath(new URL('../../emulators/company', import.meta.url));
  return existsSync(join(own, 'users.json')) ? own : join(packageRoot(dirname(own)), 'src/emulators/company');
}

function packageRoot(folder: string): string {
  const parent = dirname(folder);
  if (existsSync(join(folder, 'package.json')) || parent === folder) return folder;
  return packageRoot(parent);
}
