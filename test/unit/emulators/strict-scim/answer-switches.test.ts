import type { AnswerSwitches } from '../../../../src/emulators/strict-scim/switches.js';
import { describeSwitches, outcome } from './switch-cases.js';
import { filterPath, userUrn, type Answer, type TargetUnderTest } from './target.js';

const post = (target: TargetUnderTest, userName = 'ada'): Promise<Answer> =>
  target.send('POST', '/Users', { schemas: [userUrn], userName, active: true });

describeSwitches<AnswerSwitches>('switches of answers', {
  mediaType: {
    positions: [
      ['application/scim+json', 'application/scim+json; charset=utf-8'],
      ['application/json', 'application/json; charset=utf-8'],
    ],
    probe: async (target) => (await target.get('/Users')).headers.get('content-type'),
  },
  patchAnswer: {
    positions: [
      ['resource', [200, 'x']],
      ['empty', [204, undefined]],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      const { status, body } = await target.patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'x' });
      return [status, body['title']];
    },
  },
  createdStatus: {
    positions: [
      [200, 200],
      [201, 201],
      [202, 202],
    ],
    probe: async (target) => (await post(target)).status,
  },
  createAnswer: {
    positions: [
      ['resource', ['string', 'ada']],
      ['withoutId', ['undefined', 'ada']],
      ['empty', ['undefined', undefined]],
    ],
    probe: async (target) => {
      const { body } = await post(target);
      return [typeof body['id'], body['userName']];
    },
  },
  existingUserAnswer: {
    positions: [
      ['conflict', ['409 uniqueness', false]],
      ['existing', ['200', true]],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      const again = await post(target, 'Ada');
      return [outcome(again), again.body['id'] === id];
    },
  },
  deletedStatus: {
    positions: [
      [204, 204],
      [200, 200],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      return (await target.send('DELETE', `/Users/${id}`)).status;
    },
  },
  sendsLocation: {
    positions: [
      [true, [true, true]],
      [false, [false, false]],
    ],
    probe: async (target) => {
      const { headers, body } = await post(target);
      return [headers.has('location'), 'location' in (body['meta'] as object)];
    },
  },
  answeredBooleans: {
    positions: [
      ['json', true],
      ['text', 'True'],
    ],
    probe: async (target) => (await post(target)).body['active'],
  },
  unknownIdAnswer: {
    positions: [
      [404, ['404', undefined]],
      [403, ['403', undefined]],
      [400, ['400', undefined]],
      ['emptyList', ['200', 0]],
    ],
    probe: async (target) => {
      const answer = await target.get('/Users/unknown');
      return [outcome(answer), answer.body['totalResults']];
    },
  },
  hidesDisabledUsers: {
    positions: [
      [false, ['200', 1, '200', '200']],
      [true, ['404', 0, '200', '200']],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada', active: false });
      const hidden = await target.get(`/Users/${id}`);
      const found = await target.get(filterPath('Users', 'userName eq "ada"'));
      const enabled = await target.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: true });
      const shown = await target.get(`/Users/${id}`);
      return [outcome(hidden), found.body['totalResults'], outcome(enabled), outcome(shown)];
    },
  },
  errorShape: {
    positions: [
      [
        'scim',
        {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          status: '404',
          detail: 'There is no User with this id.',
        },
      ],
      [
        'numericStatus',
        {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          status: 404,
          detail: 'There is no User with this id.',
        },
      ],
      ['message', { message: 'There is no User with this id.' }],
      ['scim1', { Errors: [{ description: 'There is no User with this id.', code: 404 }] }],
    ],
    probe: async (target) => (await target.get('/Users/unknown')).body,
  },
  listKey: {
    positions: [
      ['Resources', [[], undefined]],
      ['resources', [undefined, []]],
    ],
    probe: async (target) => {
      const { body } = await target.get('/Users');
      return [body['Resources'], body['resources']];
    },
  },
  totalResults: {
    positions: [
      ['exact', 2],
      ['pageSize', 1],
      ['missing', undefined],
    ],
    probe: async (target) => {
      target.seed({ users: [{ userName: 'ada' }, { userName: 'eve' }] });
      return (await target.get('/Users?count=1')).body['totalResults'];
    },
  },
  discovery: {
    positions: [
      ['truthful', ['200', { supported: true }, { supported: true, maxResults: 1000 }]],
      ['stale', ['200', { supported: true }, { supported: true, maxResults: 500 }]],
      ['wrong', ['200', { supported: false }, { supported: true, maxResults: 500 }]],
      ['missing', ['404', undefined, undefined]],
    ],
    probe: async (target) => {
      const answer = await target.get('/ServiceProviderConfig');
      return [outcome(answer), answer.body['patch'], answer.body['filter']];
    },
  },
  ids: {
    positions: [
      ['uuid', [false, '200']],
      ['awkward', [true, '200']],
    ],
    probe: async (target) => {
      const id = await target.user({ userName: 'ada' });
      return [/[/&@ ]/.test(id), outcome(await target.get(`/Users/${encodeURIComponent(id)}`))];
    },
  },
});
