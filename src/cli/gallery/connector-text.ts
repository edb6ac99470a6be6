import type { Connector } from '../../gallery/connector.js';
import type { ValueRule } from '../../plan/value-rules.js';
import type { AttributeMapping, ObjectMapping } from '../../schema/model.js';
import { quirks, type Dialect } from '../../scim/quirks/index.js';
import { counted, table } from '../format.js';
import type { Colors } from '../terminal.js';

/** A connector in full: what the app can do, its limits, how it differs from SCIM, its default mappings. */
export function connectorText(connector: Connector, colors: Colors): string {
  const { guidance, valueRules, mappings, publishedLimits } = connector;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines];
  return [
    `${colors.bold(connector.displayName)} (${connector.id})`,
    '',
    table(facts(connector)),
    ...guidance.notes.map((note) => `- ${note}`),
    ...section(
      'Published limits',
      publishedLimits.length === 0
        ? ['  none: the limits above are careful choices']
        : publishedLimits.map((limit) => `  ${limit}`),
    ),
    ...section(
      'How it differs from SCIM',
      differences(connector).map((difference) => `  ${difference}`),
    ),
    ...section('Values it refuses', valueRules.map(ruleText)),
    ...section('Default user mappings', [mappingTable(mappings.user)]),
    ...section('Default group mappings', mappings.group === null ? [] : [mappingTable(mappings.group)]),
  ].join('\n');
}

/** `create, update, disable`. */
export function abilities(capabilities: Readonly<Record<string, boolean>>): string {
  return Object.keys(capabilities)
    .filter((name) => capabilities[name] === true)
    .join(', ');
}

function facts(connector: Connector): readonly (readonly string[])[] {
  const { guidance, capabilities, limits, fixedTenantUrl, targetAttributes } = connector;
  const required = targetAttributes.filter((attribute) => attribute.required).map(({ name }) => name);
  return [
    ['users', abilities(capabilities.users)],
    ['groups', capabilities.groups === null ? 'not provisioned' : abilities(capabilities.groups)],
    ['deleting', deletionText(connector)],
    [
      'limits',
      `${counted(limits.requestsPerSecond, 'request')} a second, ${limits.concurrency} at a time, ${limits.pageSize} a page`,
    ],
    ...(required.length === 0 ? [] : [['requires', ['userName', ...required].join(', ')]]),
    ['Default Access', connector.defaultAccessRole === 'skip' ? 'does not provision' : 'provisions'],
    ['tenant URL', fixedTenantUrl ?? guidance.tenantUrl],
    ...(fixedTenantUrl === null ? [] : [['', guidance.tenantUrl]]),
    ['secret token', guidance.secretToken],
    ['if it fails', guidance.connectionFails],
  ];
}

function deletionText({ capabilities, deletesIrreversibly }: Connector): string {
  if (!capabilities.users.delete) return 'accounts are never deleted';
  return deletesIrreversibly
    ? 'irreversible: only where the configuration says allowHardDelete: true'
    : 'when somebody is deleted from the directory for good';
}

/** The quirks in words, then what is said of the dialect beyond them. */
function differences({ quirks: names, dialect }: Connector): readonly string[] {
  return [
    ...names.map((name) => `${quirks[name].description} (${name})`),
    ...Object.entries(dialect).map(([field, value]) => {
      const said: unknown = value;
      const list = Array.isArray(said) ? said.join(', ') : String(said);
      const words = WORDS[field];
      return words === undefined ? `${field}: ${list}` : `${words(list)} (${field})`;
    }),
  ];
}

/** What administrators would ask about; the rest are fine points of the protocol. */
const WORDS: Readonly<Record<string, (value: string) => string>> = {
  membersPerRequest: (value) =>
    `One request changes at most ${value} ${value === '1' ? 'member' : 'members'} of a group.`,
  newGroups: (value) =>
    value === 'empty'
      ? 'A group is created without members, who are added afterwards.'
      : 'A group is created with its members.',
  filterableUsers: (value) => `Users can be looked for by ${value} only.`,
  filterableGroups: (value) => `Groups can be looked for by ${value} only.`,
  singleElementAttributes: (value) => `One element is kept of each of ${value}.`,
} satisfies Partial<Record<keyof Dialect, (value: string) => string>>;

function ruleText({ path, maxLength, forbiddenCharacters }: ValueRule): string {
  const limits = [
    ...(maxLength === undefined ? [] : [`longer than ${maxLength} characters`]),
    ...(forbiddenCharacters === undefined
      ? []
      : [
          `with any of ${Array.from(forbiddenCharacters, (character) => INVISIBLE[character] ?? character).join(' ')}`,
        ]),
  ];
  return `  ${path ?? 'every attribute'}: ${limits.join(', ')}`;
}

const INVISIBLE: Readonly<Record<string, string>> = { '\t': 'tab', '\r': 'CR', '\n': 'LF', ' ': 'space' };

function mappingTable({ attributeMappings }: ObjectMapping): string {
  return table(
    attributeMappings.map((mapping) => [
      `  ${mapping.targetAttributeName}`,
      '<-',
      sourceText(mapping),
      remarks(mapping),
    ]),
  );
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
