import { nameOf, objectsAnswer, type Candidate } from '../../why/index.js';
import { printable } from '../format.js';
import { askReadApi, notTheReadApi } from '../read-api.js';
import type { ApiSettings } from '../settings.js';
import { UserError } from '../user-error.js';

/**
 * The one object that somebody names, by its id or its whole name: a part of a name is not enough to act on.
 * @throws {UserError} when there is none, or more than one.
 */
export async function objectNamed(api: ApiSettings, app: string, who: string): Promise<Candidate> {
  const answer = objectsAnswer.safeParse(
    await askReadApi(api, { app, resource: 'objects', query: { who, exact: true } }),
  );
  if (!answer.success) throw notTheReadApi(api);
  const { objects, sourceProblem } = answer.data;
  const [first, ...others] = objects;
  if (first === undefined) throw nobody(who, sourceProblem);
  if (others.length > 0) throw unclear(who, objects);
  return first;
}

function nobody(who: string, sourceProblem: string | null): UserError {
  const name = `"${printable(who)}"`;
  return sourceProblem === null
    ? new UserError(`The source has no user and no group called ${name}.`, {
        remedy: 'Give an object id, a user principal name, a mail address or a whole display name.',
      })
    : new UserError(`No cycle has read anybody called ${name}, and the source could not be asked.`, {
        remedy: printable(sourceProblem),
      });
}

function unclear(who: string, objects: readonly Candidate[]): UserError {
  const lines = objects.map(
    (object) => `  ${printable(nameOf(object))}  ${object.objectName.toLowerCase()}  ${printable(object.id)}`,
  );
  return new UserError(`It is not clear who is meant by "${printable(who)}":\n${lines.join('\n')}`, {
    remedy: 'Name the one that is meant by its id.',
  });
}
