import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { connectors } from '../../../src/gallery/index.js';
import { quirks } from '../../../src/scim/quirks/index.js';
import { recordingTerminal } from './recording-terminal.js';

const galleryOf = async (...args: readonly string[]) => {
  const terminal = recordingTerminal();
  const exitCode = await run(['gallery', ...args], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
};

describe('scimflow gallery', () => {
  it('lists every connector with what it can do', async () => {
    const { exitCode, output } = await galleryOf();
    const [, ...lines] = output.split('\n');

    expect(exitCode).toBe(0);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(Object.keys(connectors));
    expect(output).toMatch(/^gitlab-groups +GitLab\.com groups +create, disable +-$/m);
    expect(output).toMatch(/^dialpad +Dialpad +create, update, disable, delete +create, members, delete$/m);
  });

  it.each([
    ['users', /^users +create, update, disable, delete$/m],
    ['groups', /^groups +create, rename, members, delete$/m],
    [
      'what deleting means',
      /^deleting +irreversible: only where the configuration says allowHardDelete: true$/m,
    ],
    ['limits', /^limits +0\.25 requests a second, 2 at a time, 100 a page$/m],
    ['what is required', /^requires +userName, externalId$/m],
    ['published limits', /^Published limits\n {2}at most 1,000 users an hour\n/m],
    ['quirks in words', /^ {2}One request changes at most 1 member of a group\. \(membersPerRequest\)$/m],
    ['user mappings', /^Default user mappings\n {2}externalId +<- +objectId +matching 1$/m],
    ['group mappings', /^Default group mappings\n(.+\n)* {2}members +<- +members$/m],
  ])('shows of a connector: %s', async (_, expected) => {
    const { exitCode, output } = await galleryOf('github-enterprise-managed-users');

    expect(exitCode).toBe(0);
    expect(output).toMatch(expected);
  });

  it.each([
    ['slack', /^ {2}.*disables.*\. \(deletionDisables\)$/m],
    [
      'slack',
      /^Values it refuses\n {2}userName: longer than 20 characters\n {2}displayName: with any of @$/m,
    ],
    ['slack', /^tenant URL +https:\/\/api\.slack\.com\/scim\/v2$/m],
    ['aws-iam-identity-center', /^ {2}every attribute: with any of tab CR LF < > ; : %$/m],
    ['zoom', /^ {2}accept: application\/scim\+json$/m],
    ['dynamic-signal', /^groups +not provisioned$/m],
    ['dynamic-signal', /^deleting +accounts are never deleted$/m],
    ['dynamic-signal', /^Published limits\n {2}none: the limits above are careful choices$/m],
  ])('of %s it says %s', async (id, expected) => {
    expect((await galleryOf(id)).output).toMatch(expected);
  });

  it('leaves out what there is nothing to say of', async () => {
    const { output } = await galleryOf('dynamic-signal');

    expect(output).not.toMatch(/How it differs|Values it refuses|Default group mappings|requires/);
  });

  it('tells programs all of it, with the quirks in words', async () => {
    const { output } = await galleryOf('slack', '--output', 'json');

    expect(JSON.parse(output)).toMatchObject({
      ...(JSON.parse(JSON.stringify(connectors['slack'])) as object),
      quirks: [
        { name: 'deletionDisables', description: quirks.deletionDisables.description },
        { name: 'untypedAddresses', description: quirks.untypedAddresses.description },
      ],
    });
  });

  it('lists all of them for programs', async () => {
    const listed = JSON.parse((await galleryOf('-o', 'json')).output) as readonly { id: string }[];

    expect(listed.map(({ id }) => id)).toEqual(Object.keys(connectors));
  });
});
