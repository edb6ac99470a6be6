import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Directory } from '../directory/directory.js';
import { textOf, type UserRecord } from '../directory/records.js';
import { DirectoryRefusal } from '../directory/refusal.js';
import type { Emulation } from '../emulation.js';
import { parsedBody } from '../odata/bodies.js';
import { assignTo, hire } from './people.js';

const settings = z.strictObject({
  /** Whom it is about, by id or user principal name; by default somebody suitable. */
  user: z.string().optional(),
  /** The new surname, for a rename. */
  surname: z.string().min(1).max(64).default('Fernández-Okafor'),
  /** The part of the users that disappears in a mass deletion. */
  share: z.number().gt(0).max(1).default(0.6),
});

type Settings = z.infer<typeof settings>;
type Scenario = (emulation: Emulation, settings: Settings) => readonly UserRecord[];

const newcomers = [
  ['Marisol', 'Okonkwo'],
  ['Tadeusz', 'Wiśniewski'],
  ['Anneke', 'van der Berg'],
  ['Keanu', 'Kahale'],
] as const;

/** Everyday stories, ready to play. Each returns the users it was about. */
const scenarios: Readonly<Record<string, Scenario>> = {
  hire: (emulation) => {
    const { directory } = emulation;
    const number = directory.sequence.current;
    const [givenName, surname] = newcomers[number % newcomers.length] ?? newcomers[0];
    const alias = `newcomer${number}`;
    const userPrincipalName = `${alias}@${emulation.domain}`;
    const displayName = `${givenName} ${surname}`;
    const user = hire(
      emulation,
      { userPrincipalName, displayName, givenName, surname, mail: userPrincipalName, mailNickname: alias },
      null,
    );
    for (const app of directory.servicePrincipals)
      if (app.appRoles.length > 0) assignTo(directory, app, user.id);
    return [user];
  },
  rename: ({ directory }, { user, surname }) => {
    const { id, properties } = chosen(directory, user);
    const displayName = `${textOf(properties, 'givenName') ?? ''} ${surname}`.trim();
    return [directory.users.update(id, { properties: { surname, displayName } })];
  },
  leave: ({ directory }, { user }) => [directory.users.softDelete(chosen(directory, user).id)],
  rehire: ({ directory }, { user }) => {
    const name = user?.toLowerCase();
    const leaver = directory.users
      .deleted()
      .findLast(({ id, properties }) =>
        name === undefined
          ? true
          : [id, textOf(properties, 'userPrincipalName')?.toLowerCase()].includes(name),
      );
    if (leaver === undefined) throw new DirectoryRefusal('notFound', 'There is no leaver to hire again.');
    return [directory.users.restore(leaver.id)];
  },
  'mass-delete': ({ directory }, { share }) => {
    const live = [...directory.users.history.objects()].filter(({ status }) => status === 'live');
    return live.slice(0, Math.ceil(live.length * share)).map(({ id }) => directory.users.softDelete(id));
  },
};

export function scenarioRoutes(app: FastifyInstance, emulation: Emulation): void {
  app.post<{ Params: { name: string } }>('/scenarios/:name', (request, reply) => {
    const { name } = request.params;
    const scenario = scenarios[name];
    if (scenario === undefined) {
      const names = Object.keys(scenarios).join(', ');
      throw new DirectoryRefusal('notFound', `There is no scenario '${name}', only ${names}.`);
    }
    const users = scenario(emulation, parsedBody(settings, request.body ?? {}));
    return reply.send({
      scenario: name,
      users: users.map(({ id, status, properties }) => ({
        id,
        userPrincipalName: textOf(properties, 'userPrincipalName'),
        displayName: textOf(properties, 'displayName'),
        status,
      })),
    });
  });
}

/** The user named, or the first enabled one that the first app lists directly. */
function chosen(directory: Directory, key: string | undefined): UserRecord {
  if (key !== undefined) return directory.users.get(key);
  for (const app of directory.servicePrincipals) {
    for (const { principalId } of directory.assignmentsOf(app.id).active()) {
      const user = directory.users.find(principalId);
      if (user?.properties['accountEnabled'] === true) return user;
    }
  }
  throw new DirectoryRefusal('notFound', 'Nobody is assigned to an app; name a user.');
}
