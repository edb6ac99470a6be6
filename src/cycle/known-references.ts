import type { CompiledReference } from '../schema/compile-reference.js';
import type { ObjectName } from '../schema/model.js';
import type { LedgerEntry } from '../store/exported-references.js';
import type { Outcome, PendingOperation, TravellingReference } from '../store/operations.js';
import type { HeldReference, SingleReference } from '../store/references.js';
import { rulesOf, type CycleContext } from './cycle-context.js';
import { gathered } from './gathered.js';
import { maySet, replacedBy } from './single-reference.js';

type Write = (filled: PendingOperation) => Promise<Outcome>;

/** A reference that a create or an update takes along as soon as the other side is known. */
interface Wanted {
  readonly reference: SingleReference;
  readonly mapping: CompiledReference;
  readonly held: readonly HeldReference[];
  /** Whether the ledger has it already as one that may be in the target. */
  readonly isIntended: boolean;
}

/**
 * Gives creates and updates the references whose other side is known: from the links, or because it was created a moment ago.
 * Who names somebody whose account is being created waits for that. What is not known by then is written afterwards, as any
 * other reference. What travels is entered in the ledger before: of a write whose answer is lost it is known whom it may name.
 */
export class KnownReferences {
  readonly #context: CycleContext;
  /** References of users with one value, by source attribute. */
  readonly #single: ReadonlyMap<string, CompiledReference>;
  /** The members of groups. */
  readonly #members: CompiledReference | undefined;
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
    const { store, appId, rules, target } = context;
    this.#context = context;
    this.#linkCreated = linkCreated;
    this.#intend = gathered((entries) => store.travellingReferences.intend(appId, entries));
    this.#offersMembers = target.dialect.newGroups !== 'empty';
    this.#members = rules.Group?.mapping.references.find(({ attribute }) => attribute.holds === 'list');
    const single = rulesOf(context, 'User').mapping.references.filter(
      ({ attribute }) => attribute.holds === 'one',
    );
    this.#single = new Map(single.map((reference) => [reference.source, reference]));
  }

  /** Reads whom the users among `operations` name who are new, or whose references changed together with their attributes. */
  async load(operations: readonly PendingOperation[]): Promise<void> {
    if (this.#single.size === 0) return;
    const isNewUser = (operation: PendingOperation): boolean => isNew('User', operation);
    const created = operations.filter(isNewUser).map(({ objectId }) => objectId);
    const { travellingReferences } = this.#context.store;
    const referring = await this.#referring(operations);
    const paths = [...this.#single.values()].map(({ path }) => path);
    const held = await travellingReferences.held(this.#context, referring, paths);
    const found = await travellingReferences.wanted(
      this.#context,
      [...created, ...referring],
      [...this.#single.keys()],
    );
    const due = found.flatMap((reference): readonly Omit<Wanted, 'isIntended'>[] => {
      const mapping = this.#single.get(reference.sourceName);
      if (mapping === undefined) return [];
      const own = held.filter(
        ({ objectId, path }) => objectId === reference.objectId && path === mapping.path,
      );
      return isDue(mapping, reference, own) ? [{ reference, mapping, held: own }] : [];
    });
    const resolved = new Map(due.map((wanted) => [wanted, this.#resolved(wanted)]));
    await this.#intend(due.flatMap((wanted) => entriesOf(wanted, resolved.get(wanted) ?? null)));
    for (const wanted of due) {
      const { objectId } = wanted.reference;
      const one = { ...wanted, isIntended: resolved.get(wanted) !== null };
      this.#wanted.set(objectId, [...(this.#wanted.get(objectId) ?? []), one]);
    }
  }

  /** Carries out an operation with the references that it can take along. Nobody waits for an operation that began later. */
  async carryOut(operation: PendingOperation, write: Write): Promise<void> {
    if (isNew('User', operation)) await this.#createUser(operation, write);
    else if (isNew('Group', operation)) await this.#createGroup(operation, write);
    else await write(await this.#withReferences(operation));
  }

  /** Of the users who are to be updated, those whose references changed and may be written. */
  async #referring(operations: readonly PendingOperation[]): Promise<readonly string[]> {
    const { store, appId, rules } = this.#context;
    const updated = operations.filter(
      ({ action, objectName, about }) => action === 'update' && objectName === 'User' && about === 'object',
    );
    const marked = await store.referenceMarks.among(
      appId,
      updated.map(({ objectId }) => objectId),
    );
    if (marked.length === 0) return [];
    const referring = await store.references.referringObjects(this.#context, rules.User.scope, marked);
    return referring.map(({ objectId }) => objectId);
  }

  async #createUser(operation: PendingOperation, write: Write): Promise<void> {
    const { objectId } = operation;
    const outcome = this.#withReferences(operation).then(write);
    const ended = outcome
      .then(({ link }) => {
        this.#linking = null;
        if (link?.state === 'managed') this.#created.set(objectId, link.targetId);
      })
      .catch(() => undefined) // Whoever waits does so in vain; the failure is told to who began the operation.
      .finally(() => this.#underWay.delete(objectId));
    this.#underWay.set(objectId, ended);
    await outcome;
  }

  async #createGroup(operation: PendingOperation, write: Write): Promise<void> {
    const filled = this.#offersMembers ? await this.#withMembers(operation) : operation;
    const { references } = await write(filled);
    // A target that leaves members out, or refuses groups that have some, is not offered any again.
    if (filled.references.length > 0 && references.length === 0) this.#offersMembers = false;
  }

  async #withReferences(operation: PendingOperation): Promise<PendingOperation> {
    const { objectId } = operation;
    const all = this.#wanted.get(objectId) ?? [];
    if (all.length === 0 || operation.about === 'references') return operation;
    this.#wanted.delete(objectId);
    for (const { reference } of all) await this.#underWay.get(reference.referencedId);
    const resolved = all.map((wanted) => ({ wanted, reference: this.#resolved(wanted) }));
    await this.#intend(
      resolved.flatMap(({ wanted, reference }) => (wanted.isIntended ? [] : entriesOf(wanted, reference))),
    );
    return { ...operation, references: resolved.flatMap(({ reference }) => reference ?? []) };
  }

  /** As many of its members as one request may name: whoever has an account by now. */
  async #withMembers(operation: PendingOperation): Promise<PendingOperation> {
    if (this.#members === undefined) return operation;
    await Promise.all(this.#underWay.values());
    await (this.#linking ??= this.#linkCreated());
    const { store, target } = this.#context;
    const { source: name, path } = this.#members;
    const { objectId } = operation;
    const limit = target.dialect.membersPerRequest;
    const place = { objectId, name, path };
    const members = await store.references.missing(this.#context, place, { after: '', limit });
    await this.#intend(members.map((member) => ({ ...member, objectId, path })));
    const references = members.map((member) => ({ ...member, path, holds: 'list' as const, held: [] }));
    return { ...operation, references };
  }

  #resolved({ reference, mapping, held }: Omit<Wanted, 'isIntended'>): TravellingReference | null {
    const { referencedId, name } = reference;
    const targetId = reference.targetId ?? this.#created.get(referencedId);
    const { path } = mapping;
    return targetId === undefined ? null : { path, holds: 'one', referencedId, targetId, name, held };
  }
}

function isNew(kind: ObjectName, { action, objectName, about }: PendingOperation): boolean {
  return action === 'create' && objectName === kind && about === 'object';
}

/** Whether the target has another one, or none, and is to have this one. */
function isDue(
  mapping: CompiledReference,
  { referencedId, targetId }: SingleReference,
  held: readonly HeldReference[],
): boolean {
  const isWritten = held.some(
    (each) => each.isConfirmed && each.referencedId === referencedId && each.targetId === targetId,
  );
  return !isWritten && maySet(mapping, held);
}

/** What is in doubt while a request is under way that writes the reference: it, and what it replaces. */
function entriesOf(
  { reference, held }: Omit<Wanted, 'isIntended'>,
  sent: TravellingReference | null,
): readonly LedgerEntry[] {
  if (sent === null) return [];
  const { objectId } = reference;
  const { path, referencedId, targetId } = sent;
  return [{ referencedId, targetId }, ...replacedBy(referencedId, held)].map((each) => ({
    objectId,
    path,
    referencedId: each.referencedId,
    targetId: each.targetId,
  }));
}
