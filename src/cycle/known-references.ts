import type { CreatedReference, Outcome, PendingOperation } from '../store/operations.js';
import type { SingleReference } from '../store/references.js';
import { rulesOf, type CycleContext } from './cycle-context.js';

/** A reference that a create takes along as soon as the other side is known. */
interface Wanted {
  readonly reference: SingleReference;
  /** Whether the ledger has it already as one that may be in the target. */
  readonly isIntended: boolean;
}

/**
 * Gives creates the references whose other side is known: from the links, or because it was created a moment ago. Who names
 * somebody whose account is being created waits for that. What is not known by then is written afterwards, as any other
 * reference. What travels is entered in the ledger before: a create whose answer is lost leaves an account of which it is
 * known whom it may name.
 */
export class KnownReferences {
  readonly #context: CycleContext;
  /** Target paths by source attribute, of references with one value. */
  readonly #paths: ReadonlyMap<string, string>;
  readonly #wanted = new Map<string, readonly Wanted[]>();
  readonly #created = new Map<string, string>();
  readonly #underWay = new Map<string, Promise<void>>();
  #gathered: (CreatedReference & { readonly objectId: string })[] = [];
  #storing: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(context: CycleContext) {
    this.#context = context;
    this.#paths = new Map(
      rulesOf(context, 'User')
        .mapping.references.filter(({ attribute }) => attribute.holds === 'one')
        .map(({ source, path }) => [source, path]),
    );
  }

  /** Reads whom the new users among `operations` name. */
  async load(operations: readonly PendingOperation[]): Promise<void> {
    const ids = operations.filter(isNewUser).map(({ objectId }) => objectId);
    const names = [...this.#paths.keys()];
    const { store } = this.#context;
    const found = await store.references.singleReferences(this.#context, ids, names);
    const known = found.map((reference) => ({ reference, resolved: this.#resolved(reference) }));
    await this.#intend(
      ...known.map(
        ({ reference, resolved }) => [reference.objectId, resolved === null ? [] : [resolved]] as const,
      ),
    );
    for (const { reference, resolved } of known) {
      const { objectId } = reference;
      const one = { reference, isIntended: resolved !== null };
      this.#wanted.set(objectId, [...(this.#wanted.get(objectId) ?? []), one]);
    }
  }

  /** Carries out an operation with the references that it can take along. Nobody waits for an operation that began later. */
  carryOut(
    operation: PendingOperation,
    write: (filled: PendingOperation) => Promise<Outcome>,
  ): Promise<Outcome> {
    const outcome = this.#filled(operation).then(write);
    if (!isNewUser(operation)) return outcome;
    const { objectId } = operation;
    const ended = outcome
      .then(({ link }) => {
        if (link?.state === 'managed') this.#created.set(objectId, link.targetId);
      })
      .catch(() => undefined) // Whoever waits does so in vain; the failure is told to who began the operation.
      .finally(() => this.#underWay.delete(objectId));
    this.#underWay.set(objectId, ended);
    return outcome;
  }

  async #filled(operation: PendingOperation): Promise<PendingOperation> {
    const wanted = isNewUser(operation) ? (this.#wanted.get(operation.objectId) ?? []) : [];
    if (wanted.length === 0) return operation;
    this.#wanted.delete(operation.objectId);
    for (const { reference } of wanted) await this.#underWay.get(reference.referencedId);
    const references = wanted.flatMap(({ reference }) => this.#resolved(reference) ?? []);
    const isIntended = wanted.every((one) => one.isIntended);
    if (!isIntended) await this.#intend([operation.objectId, references]);
    return { ...operation, references };
  }

  /**
   * Stores which references are about to be sent, with which objects. What comes while others are stored goes together: many
   * who waited for the same manager come at once.
   */
  async #intend(...sent: readonly (readonly [string, readonly CreatedReference[]])[]): Promise<void> {
    const { store, appId } = this.#context;
    const entries = sent.flatMap(([objectId, references]) =>
      references.map((reference) => ({ ...reference, objectId })),
    );
    if (entries.length === 0) return;
    this.#gathered.push(...entries);
    const before = this.#storing.catch(() => undefined);
    this.#next ??= before.then(() => {
      const gathered = this.#gathered;
      this.#gathered = [];
      this.#next = null;
      this.#storing = store.references.intendMany(appId, gathered);
      return this.#storing;
    });
    await this.#next;
  }

  #resolved({ sourceName, referencedId, targetId, name }: SingleReference): CreatedReference | null {
    const path = this.#paths.get(sourceName);
    const known = targetId ?? this.#created.get(referencedId);
    return path === undefined || known === undefined ? null : { path, referencedId, targetId: known, name };
  }
}

function isNewUser({ action, objectName, about }: PendingOperation): boolean {
  return action === 'create' && objectName === 'User' && about === 'object';
}
