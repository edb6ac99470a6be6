import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { jobConfigurations, loadConfigurationFile } from '../../../src/config/load-configuration.js';
import { createDirectoryFileSource } from '../../../src/directory/index.js';
import { groupsOf, usersOf } from '../directory/directory-file/a-folder.js';

const ROOT = join(import.meta.dirname, '../../..');
const EXAMPLE = join(ROOT, 'examples/directory-file');

describe('the example of a folder of files', () => {
  it('can be used as it is', async () => {
    const [job] = jobConfigurations(loadConfigurationFile(join(EXAMPLE, 'apps.yaml')));
    if (job?.source.type !== 'directory-file') throw new Error('The example has another source');
    const source = createDirectoryFileSource({ path: job.source.path, scope: job.app.scope, quietMs: 0 });

    const [users] = await usersOf(source);
    const [groups] = await groupsOf(source);

    expect([users?.changes.length, groups?.changes.length]).toEqual([3, 1]);
    expect(await source.assignmentCount(job.app.servicePrincipalId)).toBe(2);
  });

  it.each(['apps.yaml', 'people/users.yaml', 'people/groups.yaml', 'people/assignments.yaml'])(
    'stands in docs/getting-started.md as it is: %s',
    (name) => {
      const text = readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8');

      expect(text).toContain(
        `\`${name}\`:\n\n\`\`\`yaml\n${readFileSync(join(EXAMPLE, name), 'utf8')}\`\`\``,
      );
    },
  );
});
