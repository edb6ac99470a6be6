import type { CycleEvent } from '../store/cycle-events.js';
import type { CycleContext } from './cycle-context.js';
import type { Proof } from './prove-removals.js';

/** What a cycle tells of readings that it did not believe, or not at once. Numbers and ids of groups, never people. */

const UNTIL_NEXT = 'The next cycle reads it again.';

export function tellAssignmentsProof(context: CycleContext, proof: Proof): Promise<void> {
  const what = 'the list of assignments';
  return tellProof(context, proof, {
    what,
    kept: 'All assignments of before stay, and nobody loses the app; new ones count.',
    codes: {
      incomplete: 'AssignmentsReadIncomplete',
      contradicted: 'AssignmentsContradictCount',
      unproven: 'AssignmentsUnproven',
    },
  });
}

/** Of a group through which people are entitled. */
export function tellMembersProof(context: CycleContext, groupId: string, proof: Proof): Promise<void> {
  return tellMembers(context, groupId, proof, 'Whoever was a member stays entitled; new members count.');
}

/** Of a group in the mirror, whose members are written to the target. */
export function tellMirroredProof(context: CycleContext, groupId: string, proof: Proof): Promise<void> {
  return tellMembers(context, groupId, proof, 'Whoever was a member stays one; new members count.');
}

export function tellMissingGroup(context: CycleContext, groupId: string, lost: number): Promise<void> {
  return record(context, {
    code: 'AssignedGroupMissing',
    subject: groupId,
    message:
      `Group ${groupId} is assigned, and the directory says that there is no such group, nor one that was deleted and can be restored. ` +
      `${lost} members stay entitled. When the group is gone its assignment goes by itself.`,
  });
}

export function tellNoMembersList(context: CycleContext, groupId: string, lost: number): Promise<void> {
  return record(context, {
    code: 'MembersUnproven',
    subject: groupId,
    message:
      `Group ${groupId} is there, and the directory has no list of its members. ` +
      `The ${lost} who were not told of otherwise stay members. ${UNTIL_NEXT}`,
  });
}

export function tellDrop(
  context: CycleContext,
  { known, lost, confirmed }: { readonly known: number; readonly lost: number; readonly confirmed: number },
): Promise<void> {
  const found =
    `By what was read, ${lost} of ${known} who are assigned would lose the app: more than ${context.suspiciousDropPercent}%, or all. ` +
    'Everything was read a second time.';
  return record(
    context,
    confirmed === lost
      ? { code: 'SuspiciousDropConfirmed', message: `${found} It says the same, so it counts.` }
      : {
          code: 'SuspiciousDropRefuted',
          message: `${found} The second reading shows ${lost - confirmed} of them: they stay. ${confirmed} lose the app.`,
        },
  );
}

/** A full read that did not speak of objects which are there when asked for by id. */
export async function tellPassedOver(
  context: CycleContext,
  what: 'users' | 'groups',
  passedOver: number,
): Promise<void> {
  if (passedOver === 0) return;
  await record(context, {
    code: what === 'users' ? 'UsersReadIncomplete' : 'GroupsReadIncomplete',
    message:
      `A full read of the ${what} passed over ${passedOver} that are there when asked for one by one. ` +
      'They stay as they are.',
  });
}

/** A full read that spoke of nobody; what it failed with. */
export function tellNothingRead(
  context: CycleContext,
  what: 'users' | 'groups',
  message: string,
): Promise<void> {
  return record(context, { code: what === 'users' ? 'UsersReadEmpty' : 'GroupsReadEmpty', message });
}

export function tellTargetList(
  context: CycleContext,
  objectName: 'User' | 'Group',
  why: string,
): Promise<void> {
  return record(context, {
    code: 'TargetListIncomplete',
    subject: objectName,
    message: `${why} The list is not taken for everything that the app has: it is asked for each one instead.`,
  });
}

function tellMembers(context: CycleContext, groupId: string, proof: Proof, kept: string): Promise<void> {
  return tellProof(context, proof, {
    what: `the list of members of group ${groupId}`,
    subject: groupId,
    kept,
    codes: {
      incomplete: 'MembersReadIncomplete',
      contradicted: 'MembersContradictCount',
      unproven: 'MembersUnproven',
    },
  });
}

async function tellProof(
  context: CycleContext,
  { verdict, read, lost, lostAtFirst, count }: Proof,
  about: {
    readonly what: string;
    readonly subject?: string;
    readonly kept: string;
    readonly codes: Readonly<Record<'incomplete' | 'contradicted' | 'unproven', string>>;
  },
): Promise<void> {
  const { what, kept, codes } = about;
  const subject = about.subject ?? '';
  if (lost < lostAtFirst)
    await record(context, {
      code: codes.incomplete,
      subject,
      message: `Read once, ${what} lacked ${lostAtFirst - lost} who are in it when it is read again. They stay.`,
    });
  if (verdict === 'contradicted')
    await record(context, {
      code: codes.contradicted,
      subject,
      message:
        `Read twice, ${what} has ${read}, and the directory counts ${count ?? 0}. ` +
        `The ${lost} who are missing may be among those that were not told. ${kept} ${UNTIL_NEXT} ` +
        'Where the count stays wrong for days, `compareCounts: false` in the source lets two readings decide.',
    });
  if (verdict === 'unproven')
    await record(context, {
      code: codes.unproven,
      subject,
      message:
        `Read twice, ${what} is empty, where ${lost} were before, and the directory does not say how many there are. ` +
        `${kept} ${UNTIL_NEXT}`,
    });
}

function record(context: CycleContext, event: CycleEvent): Promise<void> {
  return context.store.events.record(context, event);
}
