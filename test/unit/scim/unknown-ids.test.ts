import { afterEach, describe, expect, it } from '@jest/globals';
import type { AttributeChange } from '../../../src/schema/model.js';
import { OutcomeUnknown, type ScimTarget } from '../../../src/scim/index.js';
import { dialectOf, type QuirkName } from '../../../src/scim/quirks/index.js';
import type { SeenRequest, Step } from './scripted-server.js';
import { aTalk, linesOf, type Talk } from './target-at.js';

const TITLE: AttributeChange = { path: 'title', oldValue: 'a', newValue: 'b' };
const REFUSED: Step = { status: 400, body: { status: '400', detail: 'Go away' } };

let talk: Talk | undefined;

afterEach(async () => {
  await talk?.stop();
});

describe('an id that the target does not know', () => {
  it.each([404, 410])('is gone for an update answered with %s', async (status) => {
    const { target, seen } = await given([{ status, body: { detail: 'Go away' } }]);

    await expect(target.update('User', 'a', [TITLE])).rejects.toMatchObject({
      status: 404,
      errorCode: 'InvalidAnchor',
      detail: 'Go away',
    });

    expect(seen).toHaveLength(1);
  });

  it('is asked for where a refused update may mean it', async () => {
    const { target, seen } = await given([REFUSED], ['unknownIdIsBadRequest']);

    await expect(target.update('User', 'a', [TITLE])).rejects.toMatchObject({ status: 404 });

    expect(linesOf(seen)).toEqual(['PATCH /Users/a', 'GET /Users/a']);
  });

  it('is not concluded from a refused update of a user who is there', async () => {
    const { target } = await given([REFUSED, { status: 200, body: { id: 'a' } }], ['unknownIdIsBadRequest']);

    await expect(target.update('User', 'a', [TITLE])).rejects.toMatchObject({
      status: 400,
      errorCode: 'UnprocessableEntity',
    });
  });

  it.each([404, 410])('counts as deleted when a delete is answered with %s', async (status) => {
    const { target } = await given([{ status }]);

    await expect(target.delete('User', 'a')).resolves.toBeUndefined();
  });

  it('counts as deleted when the target says so to whoever asks', async () => {
    const { target, seen } = await given([{ status: 403 }], ['unknownIdIsForbidden']);

    await expect(target.delete('User', 'a')).resolves.toBeUndefined();

    expect(linesOf(seen)).toEqual(['DELETE /Users/a', 'GET /Users/a']);
  });

  it('does not count as deleted when it can still be read', async () => {
    const { target } = await given(
      [{ status: 403 }, { status: 200, body: { id: 'a' } }],
      ['unknownIdIsForbidden'],
    );

    await expect(target.delete('User', 'a')).rejects.toMatchObject({ errorCode: 'InsufficientRights' });
  });
});

describe('an attribute that the target cannot filter by', () => {
  const filterable = { filterableUsers: ['userName', 'emails[type eq "work"].value'], filterableGroups: [] };

  it.each(['userName', 'USERNAME', 'urn:ietf:params:scim:schemas:core:2.0:User:userName'])(
    'is not %s, which the list names',
    async (path) => {
      talk = await aTalk([{ status: 200, body: { totalResults: 0 } }], filterable);

      await expect(talk.target.find('User', path, 'ann')).resolves.toEqual([]);
    },
  );

  it.each<{ name: string; ask: (target: ScimTarget) => Promise<unknown> }>([
    { name: 'a find', ask: (target) => target.find('User', 'externalId', 'x') },
    { name: 'a probe', ask: (target) => target.probe('User', 'externalId') },
    { name: 'a find of groups', ask: (target) => target.find('Group', 'displayName', 'x') },
  ])('fails $name before anything is sent, and says what can be asked by', async ({ ask }) => {
    talk = await aTalk([{ status: 200, body: { totalResults: 0 } }], filterable);

    await expect(ask(talk.target)).rejects.toMatchObject({
      type: 'ConfigurationInvalid',
      message: expect.stringMatching(/^The target cannot look for (users|groups) by \w+: it can/) as unknown,
    });

    expect(talk.seen).toEqual([]);
  });

  it('is not asked by when a create did not tell the id', async () => {
    const list = { totalResults: 1, Resources: [{ id: 'a', userName: 'ann' }] };
    talk = await aTalk([{ status: 201 }, { status: 200, body: list }], { filterableUsers: ['externalId'] });

    await expect(talk.target.create('User', { userName: 'ann' })).rejects.toBeInstanceOf(OutcomeUnknown);

    expect(talk.seen).toHaveLength(1);
  });
});

describe('an update with an unknown outcome, where repeated additions are doubled', () => {
  const lost: readonly [Step, Step] = ['cut', { status: 204 }];

  it('is repeated when it adds nothing to a list', async () => {
    const { target, seen } = await given(lost, ['additionsDoubled']);

    await target.update('User', 'a', [TITLE]);

    expect(seen).toHaveLength(2);
  });

  it.each<{ name: string; change: AttributeChange }>([
    { name: 'an element', change: { path: 'emails[type eq "work"].value', oldValue: null, newValue: 'x' } },
    { name: 'to a list', change: { path: 'roles', oldValue: ['a'], newValue: ['a', 'b'], adds: true } },
  ])('is left to the caller when it adds $name', async ({ change }) => {
    const { target, seen } = await given(lost, ['additionsDoubled']);

    await expect(target.update('User', 'a', [change])).rejects.toBeInstanceOf(OutcomeUnknown);

    expect(seen).toHaveLength(1);
  });
});

async function given(
  steps: readonly [Step, ...Step[]],
  names: readonly QuirkName[] = [],
): Promise<{ target: ScimTarget; seen: readonly SeenRequest[] }> {
  talk = await aTalk(steps, dialectOf(names), { retryBudgetMs: 5_000 });
  return talk;
}
