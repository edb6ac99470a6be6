import type { Connector } from '../../gallery/connector.js';
import { connectors, findConnector } from '../../gallery/index.js';
import { quirks } from '../../scim/quirks/index.js';
import { table } from '../format.js';
import { abilities, connectorText } from '../gallery/connector-text.js';
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
        terminal.print(output === 'json' ? json(all.map(described)) : listText(all, terminal.colors));
      } else {
        const connector = findConnector(id);
        terminal.print(
          output === 'json' ? json(described(connector)) : connectorText(connector, terminal.colors),
        );
      }
    });
};

/** The connector with its quirks in words. */
function described(connector: Connector) {
  return {
    ...connector,
    quirks: connector.quirks.map((name) => ({ name, description: quirks[name].description })),
  };
}

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
