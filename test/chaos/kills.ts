import { upn } from '../integration/scenarios/harness/directory.js';
import type { Combination, Plan } from './combination.js';
import type { Moment, WorkerFault } from './faults.js';
import { story, type Chapter, type ChapterId } from './story.js';

/** A step of every operation that writes. */
interface Step {
  readonly title: string;
  readonly when: Moment;
  /** Null where the operation has no such step. */
  readonly callOf: (chapter: Chapter) => string | null;
}

const members: readonly ChapterId[] = ['addMember', 'removeMember', 'setManager'];
const ledger =
  (call: string) =>
  ({ id }: Chapter): string | null =>
    members.includes(id) ? call : null;
const adopting =
  (call: string) =>
  ({ id }: Chapter): string | null =>
    id === 'adoptUser' ? call : null;

const steps: readonly Step[] = (['before', 'after'] as const).flatMap((when): readonly Step[] => [
  { title: `${when} the intent is stored`, when, callOf: () => 'operations.take' },
  { title: when === 'before' ? 'before the request' : 'after its effect', when, callOf: ({ call }) => call },
  { title: `${when} the outcome is stored`, when, callOf: () => 'operations.record' },
  { title: `${when} the reference is intended`, when, callOf: ledger('references.intend') },
  { title: `${when} the reference is confirmed`, when, callOf: ledger('references.record') },
  { title: `${when} the refused create`, when, callOf: adopting('target.create') },
  { title: `${when} the link is claimed`, when, callOf: adopting('links.claim') },
]);

/** What is created in a chapter, so that among many creates the right one is met. */
const subjects: Partial<Record<ChapterId, string>> = {
  firstCycle: upn('gus'),
  createUser: upn('ian'),
  adoptUser: upn('jan'),
  createGroup: 'Crew',
};

/** SIGKILL at each step of each operation: a story for each step, and one in which the next attempt dies as well. */
export function killsOfOperations(): readonly Plan[] {
  const plan = (name: string, cells: readonly (Combination | null)[]): Plan => ({
    name: `kill ${name}`,
    arena: 'shared',
    isWholeStory: false,
    combinations: cells.flatMap((cell) => cell ?? []),
  });
  const again = { title: 'after its effect, in two attempts', when: 'after' } as const;
  // What was created is found by asking: a second attempt creates nothing.
  const isSentAgain = ({ call }: Chapter): boolean => call !== 'target.create';
  return [
    ...steps.map((step) =>
      plan(
        step.title,
        story.map((chapter) => kill(chapter, step, chapter.call === null ? null : step.callOf(chapter))),
      ),
    ),
    plan(
      again.title,
      story.filter(isSentAgain).map((chapter) => kill(chapter, again, chapter.call, [1, 2])),
    ),
  ];
}

/** @param attempts of the activity, in each of which the worker dies; in the first that comes there, unless told. */
function kill(
  { id, title: row }: Chapter,
  { title, when }: Pick<Step, 'title' | 'when'>,
  call: string | null,
  attempts: readonly number[] = [],
): Combination | null {
  if (call === null) return null;
  const subject = call === 'target.create' ? subjects[id] : undefined;
  const fault: Omit<WorkerFault, 'id'> = {
    call,
    when,
    activity: 'writeScim',
    effect: 'kill',
    ...(subject === undefined ? {} : { subject }),
  };
  return {
    id: `kill/${id}/${title}`,
    table: 'A worker is killed while it writes',
    row,
    column: title,
    chapter: id,
    strike: {
      type: 'worker',
      faults: attempts.length === 0 ? [fault] : attempts.map((attempt) => ({ ...fault, attempt })),
    },
  };
}

/** What the phases store, and the chapters in whose cycles a worker dies over it. */
const commits: readonly (readonly [call: string, ...chapters: ChapterId[]])[] = [
  ['cycles.begin', 'firstCycle', 'createUser'],
  ['mirror.fold', 'firstCycle', 'updateUser'],
  ['mirror.completeRound', 'firstCycle', 'disableUser'],
  ['assignments.beginReading', 'firstCycle', 'enableUser'],
  ['assignments.addToReading', 'firstCycle', 'deleteUser'],
  ['assignments.adoptReading', 'firstCycle', 'createGroup'],
  ['groups.fold', 'firstCycle', 'renameGroup'],
  ['groups.completeRound', 'firstCycle', 'addMember'],
  ['targetIndex.begin', 'firstCycle'],
  ['targetIndex.add', 'firstCycle'],
  ['targetIndex.complete', 'firstCycle'],
  ['plans.save', 'firstCycle', 'linkUser'],
  ['referenceMarks.savePlan', 'firstCycle', 'removeMember'],
  ['travellingReferences.intend', 'firstCycle', 'createGroup'],
  ['leases.take', 'firstCycle', 'createUser'],
  ['operations.abandonEarlier', 'firstCycle', 'adoptUser'],
];

const COMMITS_A_STORY = 4;

/** SIGKILL at each commit of each phase, in a first cycle and in a later one. */
export function killsOfPhases(): readonly Plan[] {
  const moments = ['before', 'after'] as const;
  const at = (when: Moment, call: string, chapter: ChapterId): Combination => ({
    id: `kill/${chapter}/${when} ${call}`,
    table: 'A worker is killed while it stores',
    row: call,
    column: `${when}, in ${chapter === 'firstCycle' ? 'the first cycle' : 'a later cycle'}`,
    chapter,
    strike: { type: 'worker', faults: [{ call, when, effect: 'kill' }] },
  });
  const plan = (name: string, combinations: readonly Combination[]): Plan => ({
    name,
    arena: 'shared',
    isWholeStory: false,
    combinations,
  });
  // One attempt dies at a time, and each pause before the next is twice as long: few to a story.
  const some = (first: number, when: Moment): Plan =>
    plan(
      `kill ${when} commits of a first cycle, from ${commits[first]?.[0] ?? ''}`,
      commits.slice(first, first + COMMITS_A_STORY).map(([call]) => at(when, call, 'firstCycle')),
    );
  return moments.flatMap((when) => [
    ...commits.flatMap((_, index) => (index % COMMITS_A_STORY === 0 ? [some(index, when)] : [])),
    plan(
      `kill ${when} each commit of later cycles`,
      commits.flatMap(([call, , later]) => (later === undefined ? [] : [at(when, call, later)])),
    ),
    // Activities without heartbeats: whoever waits for them waits until their time is up.
    plan(`kill ${when} a configuration is stored`, [at(when, 'configurations.save', 'firstCycle')]),
    plan(`kill ${when} a first cycle's end is stored`, [at(when, 'cycles.finish', 'firstCycle')]),
    plan(`kill ${when} a later cycle's end is stored`, [at(when, 'cycles.finish', 'createUser')]),
  ]);
}
