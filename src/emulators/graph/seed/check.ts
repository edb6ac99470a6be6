import { propertyProblem } from '../directory/user-properties.js';
import { Names, type NamedObject } from './names.js';
import { SeedInvalid, type Seed, type SeedApp } from './seed.js';

/**
 * Checks what a seed's files say about each other: that names exist, are unique, and properties are known.
 * @throws {SeedInvalid} naming file, path and value of each mistake.
 */
export function checkSeed(seed: Seed): void {
  const problems = [...problemsOf(seed)];
  if (problems.length > 0) throw new SeedInvalid(problems.slice(0, 20));
}

function* problemsOf(seed: Seed): Generator<string> {
  const names = new Names(seed);
  for (const name of names.ambiguous)
    yield `"${name}" names more than one object; names and ids must be unique`;
  yield* userProblems(seed, names);
  for (const [index, group] of seed.groups.entries()) {
    for (const [place, member] of (group.members ?? []).entries()) {
      if (names.find(member) === undefined) yield unknown(`groups.json [${index}].members[${place}]`, member);
    }
  }
  for (const [index, app] of seed.apps.entries()) yield* appProblems(app, `apps.json [${index}]`, names);
}

function* userProblems(seed: Seed, names: Names): Generator<string> {
  const extensions = new Set(seed.tenant.directoryExtensions ?? []);
  for (const [index, { manager, ...properties }] of seed.users.entries()) {
    if (manager !== undefined && !isManager(names.find(manager))) {
      yield unknown(`users.json [${index}].manager`, manager);
    }
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined) continue;
      const problem = propertyProblem(name, value, extensions);
      if (problem !== null) yield `users.json [${index}].${name}: ${problem} It is ${JSON.stringify(value)}`;
    }
  }
}

function* appProblems(app: SeedApp, at: string, names: Names): Generator<string> {
  const seen = new Set<string>();
  for (const [place, { principal, role }] of (app.assignments ?? []).entries()) {
    const path = `${at}.assignments[${place}]`;
    if ((names.find(principal)?.type ?? null) === null) yield unknown(`${path}.principal`, principal);
    if (role !== undefined && roleIdOf(app, role) === undefined) {
      yield `${path}.role: "${role}" is neither id, value nor display name of one of the app's roles`;
    }
    const key = `${principal.toLowerCase()} ${role ?? ''}`;
    if (seen.has(key)) yield `${path}: "${principal}" is assigned twice`;
    seen.add(key);
  }
}

const isManager = (found: NamedObject | undefined) =>
  found !== undefined && ['user', 'orgContact'].includes(found.member.type);

/** A role's id by its id, value or display name. */
export function roleIdOf(app: Pick<SeedApp, 'appRoles'>, role: string): string | undefined {
  const roles = app.appRoles ?? [];
  return roles
    .find(({ id, value, displayName }) => [id.toLowerCase(), value, displayName].includes(role))
    ?.id.toLowerCase();
}

const unknown = (path: string, value: string) => `${path}: "${value}" is nobody's id or name`;
