import { connectors, findConnector } from '../../gallery/index.js';
import type { Connector } from '../../gallery/connector.js';
import type { AttributeMapping } from '../../schema/model.js';
import { table } from '../format.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import type { Registration } from '../registration.js';
import type { Colors } from '../terminal.js';

/** `gallery`: the connectors there are, or one in full. */
export const registerGallery: Registration = (program, terminal) => {
  program
    .command('gallery')
    .description('the connectors: what each app can do, its limits and its default mappings')
    .argument('[connector]', 'one of them, in full')
    .addOption(outputOption())
    .action((id: string | undefined, { output }: OutputChoice) => {
      if (id === undefined) {
        const all = Object.values(connectors);
        terminal.print(output === 'json' ? json(all) : listText(all, terminal.colors));
      } else {
        const connector = findConnector(id);
        terminal.print(output === 'json' ? json(connector) : connectorText(connector, terminal.colors));
      }
    });
};

function listText(list: readonly Connector[], colors: Colors): string {
  return table([
    ['CONNECTOR', 'APP', 'USERS', 'GROUPS'].map((title) => colors.bold(title)),
    ...list.map(({ id, displayName, capabilities: { users, groups } }) => [
      id,
      displayName,
      abilities(users),
      groups === null ? '-' : abilities(groups),
    ]),
  ]);
}

function connectorText(connector: Connector, colors: Colors): string {
  const { guidance, capabilities, limits, fixedTenantUrl } = connector;
  return [
    `${colors.bold(connector.displayName)} (${connector.id})`,
    '',
    table([
      ['users', abilities(capabilities.users)],
      ['groups', capabilities.groups === null ? 'not provisioned' : abilities(capabilities.groups)],
      [
        'limits',
        `${limits.requestsPerSecond} requests a second, ${limits.concurrency} at a time, ${limits.pageSize} a page`,
      ],
      ['Default Access', connector.defaultAccessRole === 'skip' ? 'does not provision' : 'provisions'],
      ['tenant URL', fixedTenantUrl ?? guidance.tenantUrl],
      ...(fixedTenantUrl === null ? [] : [['', guidance.tenantUrl]]),
      ['secret token', guidance.secretToken],
      ['if it fails', guidance.connectionFails],
    ]),
    ...guidance.notes.map((note) => `- ${note}`),
    '',
    colors.bold('Default user mappings'),
    table(
      connector.mappings.user.attributeMappings.map((mapping) => [
        `  ${mapping.targetAttributeName}`,
        '<-',
        sourceText(mapping),
        remarks(mapping),
      ]),
    ),
  ].join('\n');
}

function abilities(capabilities: Readonly<Record<string, boolean>>): string {
  return Object.keys(capabilities)
    .filter((name) => capabilities[name] === true)
    .join(', ');
}

function sourceText({ source }: AttributeMapping): string {
  switch (source?.type) {
    case undefined:
      return '(nothing)';
    case 'Attribute':
      return source.name;
    case 'Constant':
      return JSON.stringify(source.value);
    case 'Function':
      return source.expression;
  }
}

function remarks({ matchingPriority, flowType, defaultValue }: AttributeMapping): string {
  return [
    ...(matchingPriority > 0 ? [`matching ${matchingPriority}`] : []),
    ...(flowType === 'ObjectAddOnly' ? ['on creation only'] : []),
    ...(defaultValue === undefined ? [] : [`default ${JSON.stringify(defaultValue)}`]),
  ].join(', ');
}
