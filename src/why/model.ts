import { z } from 'zod';

/** Times are ISO 8601, UTC. What a mapping redacts is masked. Unknown codes come from a worker of a later version. */

const time = z.string();
const complexValue = z.record(z.string(), z.union([z.string(), z.boolean()]));
const targetValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(complexValue)])
  .nullable();
const objectName = z.enum(['User', 'Group']);
const about = z.enum(['object', 'references']);

/** Somebody, or a group, who may be meant by a name. */
export const candidate = z.object({
  id: z.string(),
  objectName,
  displayName: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  /** Whether a cycle has read the object. */
  isKnown: z.boolean(),
});

/** What happens about the object next, as far as the store knows. */
const nextStep = z.object({
  action: z.enum(['none', 'read', 'plan', 'create', 'update', 'disable', 'delete', 'link', 'fail', 'answer']),
  sentence: z.string(),
  /** No cycle before then does it; null: the next one does, or none. */
  notBefore: time.nullable(),
  /** Whether a cycle is needed for it: whatever keeps the job from beginning one comes first then. */
  needsCycle: z.boolean(),
});

const assignment = z.object({
  through: z.object({ groupId: z.string(), groupName: z.string().nullable() }).nullable(),
  appRoleId: z.string(),
  role: z.string().nullable(),
  /** Whether it entitles to an account. */
  isEntitling: z.boolean(),
});

const clause = z.object({
  /** `scope`: who is meant. `read`, `applies`: who is looked at at all. */
  part: z.enum(['scope', 'read', 'applies']),
  /** All clauses of one group, or all of another, must hold. */
  group: z.number(),
  title: z.string(),
  isTrue: z.boolean(),
  attribute: z.string(),
  /** What the object has; null where it may not be told, or is no attribute of the directory. */
  values: z.array(z.string()).nullable(),
});

const attribute = z.object({
  path: z.string(),
  /** The expression that makes the value, as text; null: nothing but a default value. */
  source: z.string().nullable(),
  /** What the account should hold; null: no value, or nothing that flows now. */
  value: targetValue,
  /** What was last written, or found. */
  exported: targetValue,
  /** `willChange`: the next plan writes it. `kept`: it differs, and the mapping or the app lets it stand. */
  difference: z.enum(['none', 'willChange', 'kept']),
  isMatching: z.boolean(),
  isRedacted: z.boolean(),
});

const reference = z.object({
  path: z.string(),
  source: z.string(),
  /** How many are named by the directory and not by the app, because they have no account there. */
  unresolved: z.number(),
  /** How many are still to be written. */
  due: z.number(),
  /** Some of those without an account, and why they have none. */
  waitingFor: z.array(
    z.object({ id: z.string(), name: z.string().nullable(), because: z.string().nullable() }),
  ),
});

const failure = z.object({
  about,
  errorCode: z.string(),
  attempts: z.number(),
  firstFailedAt: time,
  nextAttemptAt: time,
  /** What the log says of the last attempt: the app's own words as far as they may be told. */
  reason: z.string().nullable(),
});

const loggedOperation = z.object({
  about,
  action: z.string(),
  status: z.string(),
  cycle: z.number(),
  /** When it was planned, while it is not done. */
  at: time,
  errorCode: z.string().nullable(),
  reason: z.string().nullable(),
  /** Paths of what it wrote. */
  changed: z.array(z.string()),
});

/** Why an object has no account, or has it in this state, and what happens next. */
export const explanation = z.object({
  app: z.string(),
  object: candidate.extend({
    state: z.enum(['present', 'softDeleted', 'deleted']).nullable(),
    /** An enabled user, a security-enabled group; null when no cycle has read the object. */
    isActive: z.boolean().nullable(),
  }),
  /** One code of a closed list. */
  cause: z.string(),
  /** The code of the provisioning log for it, where it has one of its own. */
  logCode: z.string().nullable(),
  /** `Ann Lee (ann@contoso.example) has no account in dialpad`. */
  standing: z.string(),
  because: z.string(),
  /** Who can do what about it; null: nothing is to be done. */
  remedy: z.string().nullable(),
  next: nextStep,
  remarks: z.array(z.string()),
  account: z
    .object({
      targetId: z.string(),
      state: z.enum(['managed', 'unmanaged']),
      linkedAt: time,
      changedAt: time,
    })
    .nullable(),
  assignments: z.array(assignment),
  filter: z.array(clause),
  attributes: z.array(attribute),
  references: z.array(reference),
  failures: z.array(failure),
  deletion: z
    .object({
      action: z.enum(['disable', 'delete']),
      state: z.enum(['waiting', 'allowed', 'rejected']),
      since: time,
      cycle: z.number(),
    })
    .nullable(),
  operations: z.array(loggedOperation),
  lastCycle: z
    .object({ number: z.number(), kind: z.string(), state: z.string(), began: time, ended: time.nullable() })
    .nullable(),
});

/** Why the directory could not be asked, in a sentence; null: it was, or need not be. */
const sourceProblem = z.string().nullable();

/** Who may be meant. */
export const objectsAnswer = z.object({
  objects: z.array(candidate),
  /** False: there are more, or not everybody was looked through. */
  isComplete: z.boolean(),
  sourceProblem,
});

/** What `why` is answered with. */
export const whyAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('explained'), explanation }),
  z.object({ outcome: z.literal('ambiguous'), objects: z.array(candidate), isComplete: z.boolean() }),
  z.object({
    outcome: z.literal('unknown'),
    isComplete: z.boolean(),
    sourceProblem,
    /** False: nobody is known at all, because no cycle has ended yet. */
    hasCycleEnded: z.boolean(),
  }),
]);

export type Candidate = z.infer<typeof candidate>;
export type Explanation = z.infer<typeof explanation>;
export type NextStep = Explanation['next'];
export type ObjectsAnswer = z.infer<typeof objectsAnswer>;
export type WhyAnswer = z.infer<typeof whyAnswer>;
