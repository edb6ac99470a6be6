import type { Connector } from '../gallery/connector.js';
import type { ConnectorProfile } from '../gallery/connector-profile.js';
import { writtenGroupSchema, writtenSchema } from './app-schema.js';
import type { Finding } from './issues.js';
import { placeOf, type WrittenMappings } from './mapping-place.js';
import { problemsOf, wording } from './schema-problems.js';

/**
 * What is wrong with a profile that is well written as such; paths are within the profile.
 * @param connector what the profile makes of the connector that it extends.
 */
export function profileFindings(connector: Connector, profile: ConnectorProfile): readonly Finding[] {
  const otherwise = profile.targetAttributes === undefined ? ['extends'] : ['targetAttributes'];
  const users: WrittenMappings = { path: [], mappings: profile.mappings, otherwise };
  const groups: WrittenMappings = { path: ['groups'], mappings: profile.groups?.mappings, otherwise };
  const groupSchema = writtenGroupSchema({}, connector);
  return [
    ...mappedInVain(connector, profile),
    ...[
      { schema: writtenSchema({}, connector), written: users },
      ...(groupSchema === null ? [] : [{ schema: groupSchema, written: groups }]),
    ].flatMap(({ schema, written }) =>
      problemsOf(schema, { scope: 'assigned', regexMatch: 'whole' }, connector).map((problem): Finding => ({
        path: placeOf(problem, written),
        message: wording(problem),
      })),
    ),
  ];
}

function mappedInVain({ capabilities }: Connector, { groups }: ConnectorProfile): readonly Finding[] {
  if (capabilities.groups !== null || groups?.mappings === undefined) return [];
  const message =
    'cannot be used: the app has no groups; say what it can do with them in capabilities.groups';
  return [{ path: ['groups', 'mappings'], message }];
}
