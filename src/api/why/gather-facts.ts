import { connectorFor } from '../../config/app-connector.js';
import { mayHaveGroups } from '../../config/app-schema.js';
import type { JobConfiguration } from '../../config/configuration.js';
import { configurationChanges } from '../../config/configuration-changes.js';
import type { CycleRules } from '../../cycle/cycle-context.js';
import { isDue } from '../../cycle/plan-references.js';
import { rulesFor } from '../../cycle/rules.js';
import { sourceKey } from '../../cycle/source-key.js';
import { ProvisioningFailure } from '../../failures.js';
import type { PlanRules } from '../../plan/index.js';
import type { ObjectName } from '../../schema/model.js';
import type { DirtyObject, ObjectStanding, Store } from '../../store/index.js';
import {
  explain,
  explainUnread,
  explainUnusable,
  type Candidate,
  type Explanation,
  type GroupsBlocked,
  type ObjectFacts,
  type ReferenceFacts,
} from '../../why/index.js';

/** How many of those whom an object names, and who have no account, are told by name. */
const MOST_NAMED = 3;

/** Whom to explain, and by which configuration. */
export interface Question {
  readonly store: Store;
  readonly configuration: JobConfiguration;
  readonly now: Date;
}

type Identity = { readonly id: string; readonly objectName: ObjectName };

/** Explains an object of the mirror, or of the directory only, in a number of statements that does not grow with the app. */
export async function explainObject(question: Question, found: Candidate): Promise<Explanation> {
  const app = await appFacts(question);
  const explanation = await explainIn(question, app, found, { andOthers: true });
  if (explanation !== null) return explanation;
  const { store, configuration } = question;
  const { id, scope } = configuration.app;
  const { lastCycle, groupsBlocked } = app;
  const isAssigned = (await store.assignments.rolesOfGroups(id, [found.id])).size > 0;
  return explainUnread({ app: id, found, groupsBlocked, isAssigned, scope, lastCycle });
}

/** The newest cycle, as the explanation tells it; null when there was none. */
export async function lastCycleOf({
  store,
  configuration,
}: Pick<Question, 'store' | 'configuration'>): Promise<Explanation['lastCycle']> {
  const cycle = await store.standings.newestCycle(configuration.app.id);
  if (cycle === null) return null;
  const { number, kind, state, beganAt, endedAt } = cycle;
  return { number, kind, state, began: beganAt.toISOString(), ended: endedAt?.toISOString() ?? null };
}

/** What is the same for everybody of an app. */
interface AppFacts {
  readonly rules: CycleRules | null;
  /** Why there are no rules, with what to do. */
  readonly problem: string | null;
  readonly groupsBlocked: GroupsBlocked | null;
  readonly appHasUserRole: boolean;
  readonly lastCycle: Explanation['lastCycle'];
  readonly isRestarting: boolean;
}

async function appFacts(question: Question): Promise<AppFacts> {
  const { store, configuration } = question;
  const { app } = configuration;
  const [appHasUserRole, lastCycle, lastUsed] = await Promise.all([
    store.assignments.hasUserRole(app.id),
    lastCycleOf(question),
    store.configurations.lastUsed(app.id),
  ]);
  const isRestarting = configurationChanges(lastUsed, configuration).restartsCycle;
  const common = { appHasUserRole, lastCycle, isRestarting };
  try {
    const connector = connectorFor(app);
    const rules = rulesFor(app, connector);
    const groupsBlocked =
      rules.Group !== null
        ? null
        : connector.capabilities.groups === null
          ? 'connector'
          : mayHaveGroups(app, connector)
            ? 'schema'
            : 'configuration';
    return { ...common, rules, problem: null, groupsBlocked };
  } catch (error) {
    if (!(error instanceof ProvisioningFailure)) throw error;
    return { ...common, rules: null, problem: `${error.message} ${error.remedy}`, groupsBlocked: null };
  }
}

/** @param options `andOthers`: whether it is told, too, why those whom it names have no account. */
async function explainIn(
  question: Question,
  app: AppFacts,
  identity: Identity,
  options: { readonly andOthers: boolean },
): Promise<Explanation | null> {
  const { store, configuration, now } = question;
  const appId = configuration.app.id;
  const scope = { appId, sourceKey: sourceKey(configuration) };
  const object = await store.plans.object(scope, identity.objectName, identity.id);
  if (object === null) return null;
  const [roles, standing] = await Promise.all([
    rolesOf(question, object),
    store.standings.of(appId, object.id),
  ]);
  const rules = rulesIn(app, object.objectName);
  const groupIds = roles.flatMap(({ throughGroupId }) => throughGroupId ?? []);
  const facts: ObjectFacts = {
    app: appId,
    now,
    object,
    roles,
    groupNames: await store.standings.groupNames(scope, [...new Set(groupIds)]),
    rules,
    groupsBlocked: app.groupsBlocked,
    standing,
    references:
      rules === null || !options.andOthers
        ? []
        : await referencesOf(question, app, { object, standing, rules }),
    lastCycle: app.lastCycle,
    isRestarting: app.isRestarting,
  };
  return app.problem === null ? explain(facts) : explainUnusable(facts, app.problem);
}

function rulesIn({ rules, appHasUserRole }: AppFacts, objectName: ObjectName): PlanRules | null {
  const found = rules?.[objectName] ?? null;
  return found === null ? null : { ...found, appHasUserRole };
}

async function rolesOf({ store, configuration }: Question, { objectName, id }: DirtyObject) {
  const appId = configuration.app.id;
  const roles =
    objectName === 'Group'
      ? await store.assignments.rolesOfGroups(appId, [id])
      : await store.assignments.rolesOf(appId, [id]);
  return roles.get(id) ?? [];
}

/** How the references of an account stand; of others nothing is written. */
async function referencesOf(
  question: Question,
  app: AppFacts,
  {
    object,
    standing,
    rules,
  }: { readonly object: DirtyObject; readonly standing: ObjectStanding; readonly rules: PlanRules },
): Promise<readonly ReferenceFacts[]> {
  if (standing.link?.state !== 'managed') return [];
  const { store, configuration, now } = question;
  const scope = { appId: configuration.app.id, sourceKey: sourceKey(configuration) };
  const places = rules.mapping.references.map(({ source, path }) => ({
    objectId: object.id,
    name: source,
    path,
  }));
  const differences = await store.references.differences({ ...scope, number: 0, now }, places);
  return Promise.all(
    rules.mapping.references.map(async (reference, index): Promise<ReferenceFacts> => {
      const place = places[index];
      const difference = place === undefined ? undefined : differences.get(place);
      const { additions = 0, removals = 0, unresolved = 0 } = difference ?? {};
      const missing =
        unresolved === 0
          ? []
          : await store.standings.withoutAccount(scope, object.id, reference.source, MOST_NAMED);
      const waitingFor = await Promise.all(
        missing.map(async ({ id, name }) => {
          const other = await explainIn(question, app, { id, objectName: 'User' }, { andOthers: false });
          return { id, name, because: other?.because ?? 'no cycle has read it' };
        }),
      );
      const isToBeWritten = difference !== undefined && isDue(reference, difference);
      return { reference, unresolved, due: isToBeWritten ? additions + removals : 0, waitingFor };
    }),
  );
}
