import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectorFor } from '../../../src/config/app-connector.js';
import { loadConfigurationFile } from '../../../src/config/load-configuration.js';
import type { Connector } from '../../../src/gallery/connector.js';
import { connectors } from '../../../src/gallery/index.js';
import { quirks } from '../../../src/scim/quirks/index.js';

const page = readFileSync('docs/connectors.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim().replace(/\[\^\d\]$/, '')));
const able = (abilities: Readonly<Record<string, boolean>>) =>
  Object.keys(abilities)
    .filter((name) => abilities[name] === true)
    .join(', ');

describe('docs/connectors.md', () => {
  it.each(Object.values(connectors).map((connector): [string, Connector] => [connector.id, connector]))(
    'tells what %s can do, how fast it is asked, and has a section on it',
    (id, { displayName, capabilities, limits }) => {
      const row = rows.find(([, name]) => name?.startsWith(`[\`${id}\`]`) === true);

      expect(row?.slice(2, 5)).toEqual([
        able(capabilities.users),
        capabilities.groups === null ? 'none' : able(capabilities.groups),
        `${limits.requestsPerSecond}, ${limits.concurrency} at a time`,
      ]);
      expect(page).toContain(`\n## ${displayName}\n`);
    },
  );

  it('lists every quirk that a profile can name', () => {
    const names = Object.keys(quirks);
    const listed = rows.flatMap(([, name]) => name?.replaceAll('`', '') ?? []);

    expect(names.filter((name) => !listed.includes(name))).toEqual([]);
  });
});

describe('its example of own connectors', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scimflow-documented-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is a correct configuration, and comes to what the text says', () => {
    const [configuration = '', profile = ''] = Array.from(
      page.matchAll(/```yaml\n([\s\S]*?)```/g),
      ([, yaml = '']) => yaml,
    );
    writeFileSync(join(folder, 'apps.yaml'), configuration);
    writeFileSync(join(folder, 'intranet.connector.yaml'), profile);

    const [wiki, intranet] = loadConfigurationFile(join(folder, 'apps.yaml')).apps.map((app) =>
      connectorFor(app),
    );

    expect(wiki).toMatchObject({
      id: 'wiki',
      displayName: 'Company wiki',
      limits: { requestsPerSecond: 5, concurrency: 2, pageSize: 100 },
      quirks: ['textBooleans', 'disabledUsersHidden'],
      capabilities: {
        users: { create: true, update: true, disable: true, delete: false },
        groups: { create: true, rename: false, members: true, delete: true },
      },
    });
    expect(intranet).toMatchObject({
      id: 'intranet',
      capabilities: { groups: null },
      mappings: { group: null },
    });
  });
});
