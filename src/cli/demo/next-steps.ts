import { relative } from 'node:path';
import type { Colors } from '../terminal.js';
import type { Account } from './expectation.js';
import type { EmulatedApp, EmulatedWorld } from './emulated-world.js';

export interface NextStepsOptions {
  readonly world: EmulatedWorld;
  readonly app: EmulatedApp;
  /** Somebody with an account in `app`. */
  readonly person: Account;
  /** A group of `app` that `person` is not in. */
  readonly group: string | null;
  readonly webUiUrl: string | null;
  readonly configurationFile: string;
  readonly workerPid: number | undefined;
  /** Variables that the other commands need because a usual port was taken. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What to try when the first cycles are done, each a command to copy. */
export function nextSteps(options: NextStepsOptions, colors: Colors): string {
  const { world, app, person, group, webUiUrl, configurationFile, workerPid, environment } = options;
  const userName = person.get('userName') ?? '';
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const scimflow = 'npm run --silent scimflow --';
  const usersUrl = app.target.url.replace(/\/scim$/, '/_admin/users');
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ...(webUiUrl === null ? [] : [['Watch the workflows', [webUiUrl]] as const]),
    ['Read the configuration', [`cat ${shortPath(configurationFile)}`]],
    ['See how the jobs stand', [`${scimflow} status`, `${scimflow} status ${app.id}`]],
    [
      `Give ${person.get('displayName') ?? userName} a new surname, and see the account follow`,
      [
        `curl -s -X PATCH ${world.graph.adminUrl}/users/${encodeURIComponent(userName)} \\`,
        `  -H 'Authorization: Bearer ${world.graph.adminToken}' -H 'Content-Type: application/json' \\`,
        `  -d '{"surname":"Fernández-Okafor"}'`,
        `${scimflow} sync --all`,
        `${scimflow} logs ${app.id} --user ${userName}`,
        `curl -s ${usersUrl}`,
      ],
    ],
    ...(group === null
      ? []
      : [
          [
            `Take ${person.get('displayName') ?? userName} into ${group}, and see the member appear`,
            [
              `curl -s -X POST ${world.graph.adminUrl}/groups/${encodeURIComponent(group)}/members \\`,
              `  -H 'Authorization: Bearer ${world.graph.adminToken}' -H 'Content-Type: application/json' \\`,
              `  -d '{"members":["${userName}"]}'`,
              `${scimflow} sync ${app.id}`,
              `${scimflow} logs ${app.id} --user '${group}'`,
              `curl -s ${usersUrl.replace('/users', '/groups')}`,
            ],
          ] as const,
        ]),
    [
      'Ask about one person without touching anything, and see what the next cycle would do',
      [`${scimflow} why ${app.id} ${userName}`, `${scimflow} plan ${app.id}`],
    ],
    ['Pause, and go on', [`${scimflow} pause ${app.id}`, `${scimflow} resume ${app.id}`]],
    [
      'Kill the worker in the middle of it: nothing is lost',
      [`${scimflow} restart --all`, `kill -9 ${workerPid ?? '<pid>'}`],
    ],
  ];
  return [
    colors.bold('Try, in another terminal:'),
    ...(settings.length === 0 ? [] : ['', `  ${colors.cyan(`export ${settings.join(' ')}`)}`]),
    ...steps.flatMap(([what, commands]) => [
      '',
      `  ${what}`,
      ...commands.map((one) => `    ${colors.cyan(one)}`),
    ]),
  ].join('\n');
}

function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
