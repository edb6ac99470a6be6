import { z } from 'zod';
import { inlineFilter } from '../scoping/index.js';
import { abilityFindings } from './ability-findings.js';
import { mayHaveGroups, writtenGroupSchema, writtenSchema } from './app-schema.js';
import type { Finding } from './issues.js';
import { placeOf, type WrittenMappings } from './mapping-place.js';
import { attributeMapping, sourceAttributes, targetAttributes } from './mapping-settings.js';
import type { NamedConnectors } from './named-connectors.js';
import { groupSettings, targetObjectActions } from './object-settings.js';
import { problemsOf, wording } from './schema-problems.js';
import { compileSettings, writtenApps } from './written-apps.js';

const appWithConnector = z.object({
  connector: z.string(),
  groups: groupSettings.optional().catch(undefined),
  targetObjectActions: targetObjectActions.optional().catch(undefined),
});

const appWithMappings = appWithConnector.extend({
  ...compileSettings,
  mappings: z.array(attributeMapping).min(1).optional(),
  /** Filters that are badly written are told of as such, and do not hide what is wrong with the mappings. */
  scopingFilters: z.array(inlineFilter).optional().catch(undefined),
  sourceAttributes: sourceAttributes.optional(),
  targetAttributes: targetAttributes.optional(),
  schema: z.undefined().optional(),
});

/** What is wrong with settings that are well written as such: what their connector cannot do, mappings, filters. */
export function mappingFindings(data: unknown, named: NamedConnectors): readonly Finding[] {
  return writtenApps(data).flatMap((entry, index) =>
    [...beyondAbilities(entry, named), ...wrongMappings(entry, named)].map((finding) => ({
      ...finding,
      path: ['apps', index, ...finding.path],
    })),
  );
}

function beyondAbilities(entry: unknown, named: NamedConnectors): readonly Finding[] {
  const app = appWithConnector.safeParse(entry).data;
  const connector = app === undefined ? null : named.find(app.connector);
  return app === undefined || connector === null ? [] : abilityFindings(app, connector);
}

function wrongMappings(entry: unknown, named: NamedConnectors): readonly Finding[] {
  const app = appWithMappings.safeParse(entry).data;
  const connector = app === undefined ? null : named.find(app.connector);
  if (app === undefined || connector === null) return [];
  const otherwise = ['connector'];
  const users: WrittenMappings = { ...app, path: [], otherwise };
  const groups: WrittenMappings = { ...app.groups, path: ['groups'], otherwise };
  const groupSchema = mayHaveGroups(app, connector) ? writtenGroupSchema(app, connector) : null;
  const findings = [
    { schema: writtenSchema(app, connector), written: users },
    ...(groupSchema === null ? [] : [{ schema: groupSchema, written: groups }]),
  ].flatMap(({ schema, written }) =>
    problemsOf(schema, app, connector).map((problem): Finding => ({
      path: placeOf(problem, written),
      message: wording(problem),
    })),
  );
  return named.isSound(app.connector) ? findings : findings.filter(({ path }) => path[0] !== 'connector');
}
