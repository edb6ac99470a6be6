import type { ObjectName } from '../schema/model.js';
import type { CreatedReference, Outcome, PendingOperation } from '../store/operations.js';
import type { LedgerEntry } from '../store/exported-references.js';
import type { SingleReference } from '../store/references.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { gathered } from './gathered.js';

type Write = (filled: PendingOperation) => Promise<Outcome>;

/** A reference that a create takes along as soon as the other side is known. */
interface Wanted {
  readonly reference: SingleReference;
  /** Whether the ledger has it already as one that may be in the target. */
  readonly isIntended: boolean;
}

/**
 * Gives creates the references whose other side is known: from the links, or because it was created a moment ago. Who names
 * somebody whose account is being created waits for that. What is not known by then is written afterwards, as any other
 * reference. What travels is entered in the ledger before: a create whose answer is lost leaves an account, or a group, of
 * which it is known whom it may name.
 */
export class KnownReferences {
  readonly #context: CycleContext;
  /** Target paths by source attribute, of references with one value. */
  readonly #paths: ReadonlyMap<string, string>;
  readonly #wanted = new Map<string, readonly Wanted[]>();
  readonly #created = new Map<string, string>();
  readonly #underWay = new Map<string, Promise<void>>();
  /** Stores which references are about to be sent, with which objects. */
  readonly #intend: (entries: readonly LedgerEntry[]) => Promise<void>;
  readonly #linkCreated: () => Promise<void>;
  /** Null as soon as an account was created after it. */
  #linking: Promise<void> | null = null;
  #offersMembers: boolean;

  /** @param linkCreated stores the links of those who were created. */
  constructor(context: CycleContext, linkCreated: () => Promise<void>) {
    this.#context = context;
    this.#linkCreated = linkCreated;
    this.#offersMembers = context.target.dialect.newGroups !== 'empty';
    this.#intend = gathered((entries) => context.store.references.intendMany(context.appId, entries));
    this.#paths = new Map(
      rulesOf(context, 'User')
        .mapping.references.filter(({ attribute }) => attribute.holds === 'one')
        .map(({ source, path }) => [source, path]),
    );
  }

  /** Reads whom the new users among `operations` name. */
  async load(operations: readonly PendingOperation[]): Promise<void> {
    const ids = operations.filter((operation) => isNew('User', operation)).map(({ objectId }) => objectId);
    const names = [...this.#paths.keys()];
    const { store } = this.#context;
    const found = await store.references.singleReferences(this.#context, ids, names);
    const known = found.map((reference) => ({ reference, resolved: this.#resolved(reference) }));
    await this.#intend(
      known.flatMap(({ reference, resolved }) =>
        resolved === null ? [] : [{ ...resolved, objectId: reference.objectId }],
      ),
    );
    for (const { reference, resolved } of known) {
      const { objectId } = reference;
      const one = { reference, isIntended: resolved !== null };
      this.#wanted.set(objectId, [...(this.#wanted.get(objectId) ?? []), one]);
    }
  }

  /** Carries out an operation with the references that it can take along. Nobody waits for an operation that began later. */
  async carryOut(operation: PendingOperation, write: Write): Promise<void> {
    if (isNew('User', operation)) await this.#createUser(operation, write);
    else if (isNew('Group', operation)) await this.#createGroup(operation, write);
    else await write(operation);
  }

  #createUser(operation: PendingOperation, write: Write): Promise<Outcome> {
    const { objectId } = operation;
    const outcome = this.#withManager(operation).then(write);
    const ended = outcome
      .then(({ link }) => {
        this.#linking = null;
        if (link?.state === 'managed') this.#created.set(objectId, link.targetId);
      })
      .catch(() => undefined) // Whoever waits does so in vain; the failure is told to who began the operation.
      .finally(() => this.#underWay.delete(objectId));
    this.#underWay.set(objectId, ended);
    return outcome;
  }

  async #createGroup(operation: PendingOperation, write: Write): Promise<void> {
    const filled = this.#offersMembers ? await this.#withMembers(operation) : operation;
    const { references } = await write(filled);
    // A target that leaves members out, or refuses groups that have some, is not offered any again.
    if (filled.references.length > 0 && references.length === 0) this.#offersMembers = false;
  }

  async #withManager(operation: PendingOperation): Promise<PendingOperation> {
    const wanted = this.#wanted.get(operation.objectId) ?? [];
    if (wanted.length === 0) return operation;
    this.#wanted.delete(operation.objectId);
    for (const { reference } of wanted) await this.#underWay.get(reference.referencedId);
    const references = wanted.flatMap(({ reference }) => this.#resolved(reference) ?? []);
    const isIntended = wanted.every((one) => one.isIntended);
    if (!isIntended)
      await this.#intend(references.map((reference) => ({ ...reference, objectId: operation.objectId })));
    return { ...operation, references };
  }

  /** As many of its members as one request may name: whoever has an account by now. */
  async #withMembers(operation: PendingOperation): Promise<PendingOperation> {
    const { store, target, rules } = this.#context;
    const reference = rules.Group?.mapping.references.find(({ attribute }) => attribute.holds === 'list');
    if (reference === undefined) return operation;
    await Promise.all(this.#underWay.values());
    await (this.#linking ??= this.#linkCreated());
    const { source: name, path } = reference;
    const { objectId } = operation;
    const limit = target.dialect.membersPerRequest;
    const members = await store.references.missing(
      this.#context,
      { objectId, name, path },
      { after: '', limit },
    );
    await this.#intend(members.map((member) => ({ ...member, objectId, path })));
    return { ...operation, references: members.map((member) => ({ ...member, path, holds: 'list' })) };
  }

  #resolved({ sourceName, referencedId, targetId, name }: SingleReference): CreatedReference | null {
    const path = this.#paths.get(sourceName);
    const known = targetId ?? this.#created.get(referencedId);
    return path === undefined || known === undefined
      ? null
      : { path, holds: 'one', referencedId, targetId: known, name };
  }
}

function isNew(kind: ObjectName, { action, objectName, about }: PendingOperation): boolean {
  return action === 'create' && objectName === kind && about === 'object';
}
