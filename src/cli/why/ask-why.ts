import type { Client } from '@temporalio/client';
import { whyAnswer, type Candidate, type Explanation, type JobWord, nameOf } from '../../why/index.js';
import { explain } from '../explain-error.js';
import { printable } from '../format.js';
import { jobStatus } from '../jobs.js';
import { askReadApi, notTheReadApi } from '../read-api.js';
import type { ApiSettings, TemporalSettings } from '../settings.js';
import { withTemporal } from '../temporal.js';
import { UserError } from '../user-error.js';

/**
 * Asks the read API about somebody.
 * @throws {UserError} when nobody is meant, or more than one may be.
 */
export async function askWhy(api: ApiSettings, app: string, who: string): Promise<Explanation> {
  const given = whyAnswer.safeParse(await askReadApi(api, { app, resource: 'why', query: { who } }));
  if (!given.success) throw notTheReadApi(api);
  const answer = given.data;
  switch (answer.outcome) {
    case 'explained':
      return answer.explanation;
    case 'ambiguous':
      throw ambiguous(who, answer.objects, answer.isComplete);
    case 'unknown':
      throw unknown(app, who, answer);
  }
}

/** What the job says of itself. Whatever keeps it from answering hides nothing of what is known of people. */
export async function askJob(
  settings: TemporalSettings,
  app: string,
  ask: (client: Client, app: string) => ReturnType<typeof jobStatus> = jobStatus,
): Promise<JobWord> {
  try {
    return { status: await withTemporal(settings, (client) => ask(client, app)), problem: null };
  } catch (error) {
    return { status: null, problem: explain(error, settings).message };
  }
}

function ambiguous(who: string, objects: readonly Candidate[], isComplete: boolean): UserError {
  const lines = objects.map(
    (object) => `  ${printable(nameOf(object))}  ${object.objectName.toLowerCase()}  ${printable(object.id)}`,
  );
  return new UserError(
    [
      `More than one may be meant by "${printable(who)}":`,
      ...lines,
      ...(isComplete ? [] : ['  and others']),
    ].join('\n'),
    { remedy: 'Ask again with the id of the one that is meant.' },
  );
}

function unknown(
  app: string,
  who: string,
  {
    isComplete,
    sourceProblem,
    hasCycleEnded,
  }: { readonly isComplete: boolean; readonly sourceProblem: string | null; readonly hasCycleEnded: boolean },
): UserError {
  const name = `"${printable(who)}"`;
  const read = hasCycleEnded
    ? `No cycle of ${app} has read anybody called ${name}`
    : `No cycle of ${app} has ended yet, and nobody called ${name} has been read`;
  const remedies = [
    'Check the spelling: an object id, a user principal name, a mail address or a display name is looked for.',
    ...(isComplete
      ? []
      : ['Too many people were to be looked through for a part of a name: give the whole.']),
  ];
  return new UserError(
    sourceProblem === null
      ? `Nobody is called ${name}: ${read.charAt(0).toLowerCase()}${read.slice(1)}, and the directory has nobody of exactly that name.`
      : `${read}, and the directory could not be asked. ${printable(sourceProblem)}`,
    { remedy: remedies.join(' ') },
  );
}
