import type { MembershipSwitches } from '../../../../src/emulators/strict-scim/switches.js';
import { describeSwitches, outcome } from './switch-cases.js';
import { groupUrn, type TargetUnderTest } from './target.js';

interface Club {
  readonly path: string;
  readonly ada: string;
  readonly eve: string;
}

/** A group with Ada and Eve in it. */
const club = async (target: TargetUnderTest): Promise<Club> => {
  const ada = await target.user({ userName: 'ada', displayName: 'Ada' });
  const eve = await target.user({ userName: 'eve', displayName: 'Eve' });
  const id = await target.group({ displayName: 'Club' });
  const path = `/Groups/${id}`;
  await target.patch(path, { op: 'add', path: 'members', value: [{ value: ada }] });
  await target.patch(path, { op: 'add', path: 'members', value: [{ value: eve }] });
  return { path, ada, eve };
};

const members = (target: TargetUnderTest): number =>
  ((target.groups()[0]?.['members'] ?? []) as readonly unknown[]).length;

describeSwitches<MembershipSwitches>('switches of membership', {
  rfcLiteralRemoval: {
    positions: [
      [true, ['200', 0]],
      [false, ['200', 1]],
    ],
    probe: async (target) => {
      const { path, ada } = await club(target);
      const answer = await target.patch(path, {
        op: 'remove',
        path: 'members',
        value: [{ $ref: null, value: ada }],
      });
      return [outcome(answer), members(target)];
    },
  },
  refusesRemovalByValue: {
    positions: [
      [false, ['200', 0]],
      [true, ['400 invalidSyntax', 2]],
    ],
    probe: async (target) => {
      const { path, ada } = await club(target);
      const answer = await target.patch(path, { op: 'remove', path: 'members', value: [{ value: ada }] });
      return [outcome(answer), members(target)];
    },
  },
  filteredRemoval: {
    positions: [
      ['applied', ['200', 1]],
      ['refused', ['400 invalidPath', 2]],
      ['ignored', ['200', 2]],
    ],
    probe: async (target) => {
      const { path, ada } = await club(target);
      const answer = await target.patch(path, { op: 'remove', path: `members[value eq "${ada}"]` });
      return [outcome(answer), members(target)];
    },
  },
  listsMembers: {
    positions: [
      [true, [2, 1]],
      [false, [undefined, 1]],
    ],
    probe: async (target) => {
      const { path, ada } = await club(target);
      const told = (await target.get(path)).body['members'] as readonly unknown[] | undefined;
      const filter = encodeURIComponent(`members eq "${ada}"`);
      return [told?.length, (await target.get(`/Groups?filter=${filter}`)).body['totalResults']];
    },
  },
  namesMembers: {
    positions: [
      [true, ['Ada', 'Eve']],
      [false, [undefined, undefined]],
    ],
    probe: async (target) => {
      const { path } = await club(target);
      const told = (await target.get(path)).body['members'] as readonly { display?: string }[];
      return told.map(({ display }) => display);
    },
  },
  maxMembersPerRequest: {
    positions: [
      [null, ['200', '200']],
      [1, ['413', '200']],
    ],
    probe: async (target) => {
      const { path, ada, eve } = await club(target);
      const two = [{ value: ada }, { value: eve }];
      return [
        outcome(await target.patch(path, { op: 'add', path: 'members', value: two })),
        outcome(await target.patch(path, { op: 'remove', path: `members[value eq "${ada}"]` })),
      ];
    },
  },
  tooManyMembersStatus: {
    also: { maxMembersPerRequest: 1 },
    positions: [
      [413, '413'],
      [400, '400 invalidValue'],
    ],
    probe: async (target) => {
      const { path, ada, eve } = await club(target);
      const filter = `members[value eq "${ada}" or value eq "${eve}"]`;
      return outcome(await target.patch(path, { op: 'remove', path: filter }));
    },
  },
  refusesWholeMemberChanges: {
    positions: [
      [false, ['200', '200']],
      [true, ['400 invalidValue', '400 invalidValue']],
    ],
    probe: async (target) => {
      const { path, ada } = await club(target);
      return [
        outcome(await target.patch(path, { op: 'replace', path: 'members', value: [{ value: ada }] })),
        outcome(await target.patch(path, { op: 'remove', path: 'members' })),
      ];
    },
  },
  doublesMembers: {
    positions: [
      [false, [2, []]],
      [true, [3, ['duplicateMember']]],
    ],
    probe: async (target) => {
      const { path, ada } = await club(target);
      await target.patch(path, { op: 'add', path: 'members', value: [{ value: ada }] });
      return [members(target), target.violations().map(({ type }) => type)];
    },
  },
  unknownMembers: {
    positions: [
      ['badRequest', ['400 invalidValue', []]],
      ['notFound', ['404', []]],
      ['accepted', ['200', ['unknownMember']]],
    ],
    probe: async (target) => {
      const { path } = await club(target);
      const answer = await target.patch(path, { op: 'add', path: 'members', value: [{ value: 'nobody' }] });
      return [outcome(answer), target.violations().map(({ type }) => type)];
    },
  },
  putKeepsMembers: {
    positions: [
      [false, 0],
      [true, 2],
    ],
    probe: async (target) => {
      const { path } = await club(target);
      await target.send('PUT', path, { schemas: [groupUrn], displayName: 'Club', members: [] });
      return members(target);
    },
  },
  leavesDanglingMembers: {
    positions: [
      [false, [1, []]],
      [true, [2, ['unknownMember']]],
    ],
    probe: async (target) => {
      const { ada } = await club(target);
      await target.send('DELETE', `/Users/${ada}`);
      return [members(target), target.violations().map(({ type }) => type)];
    },
  },
});
