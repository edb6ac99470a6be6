import type { Combination, Plan } from './combination.js';
import type { Moment, WorkerFault } from './faults.js';
import type { ChapterId } from './story.js';

/** Calls over which a service goes down, each in a cycle of its own. */
const calls: readonly (readonly [chapter: ChapterId, when: Moment, call: string])[] = [
  ['firstCycle', 'before', 'targetIndex.add'],
  ['createUser', 'before', 'mirror.fold'],
  ['adoptUser', 'after', 'links.claim'],
  ['linkUser', 'before', 'plans.save'],
  ['updateUser', 'after', 'operations.take'],
  ['disableUser', 'before', 'target.update'],
  ['enableUser', 'after', 'target.update'],
  ['deleteUser', 'after', 'target.delete'],
  ['createGroup', 'after', 'target.create'],
  ['renameGroup', 'before', 'operations.record'],
  ['addMember', 'before', 'references.record'],
  ['removeMember', 'after', 'operations.record'],
  ['setManager', 'before', 'assignments.adoptReading'],
  ['deleteGroup', 'before', 'cycles.finish'],
];

const services = [
  { title: 'PostgreSQL', effect: 'stopPostgres' },
  { title: 'Temporal', effect: 'stopTemporal' },
] as const satisfies readonly { title: string; effect: WorkerFault['effect'] }[];

/** PostgreSQL, and Temporal, stopped at a call in each phase and started again. */
export function outages(): readonly Plan[] {
  return services.map(({ title, effect }): Plan => ({
    name: `${title} is stopped and started`,
    arena: 'own',
    isWholeStory: true,
    combinations: calls.map(([chapter, when, call]): Combination => ({
      id: `${effect}/${chapter}/${when} ${call}`,
      table: 'A service is stopped and started',
      row: `${when} ${call}`,
      column: title,
      chapter,
      strike: { type: 'worker', faults: [{ call, when, effect }] },
    })),
  }));
}
