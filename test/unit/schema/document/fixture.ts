import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../../../src/config/yaml-document.js';

const FOLDER = join(import.meta.dirname, 'fixtures');

export function fixtureText(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

export function fixture(name: string): unknown {
  return parseYaml(name, fixtureText(name)).data;
}

/** The smallest document around one attribute mapping's source. */
export function documentWith(source: unknown) {
  const objects = [{ name: 'User' }];
  return {
    directories: [
      { name: 'Azure Active Directory', objects },
      { name: 'App', objects },
    ],
    synchronizationRules: [
      {
        sourceDirectoryName: 'Azure Active Directory',
        targetDirectoryName: 'App',
        objectMappings: [
          {
            sourceObjectName: 'User',
            targetObjectName: 'User',
            attributeMappings: [{ targetAttributeName: 'title', source }],
          },
        ],
      },
    ],
  };
}
