/** A SCIM user as it was sent, with the id that it got here. */
export type Account = Readonly<Record<string, unknown>> & { readonly id: string; readonly userName: string };

/** The request cannot be done; answered with this status and, as SCIM has it, a type. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly scimType: string | null;

  constructor(status: number, scimType: string | null, detail: string) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

/** The target's users, in memory: a user name belongs to one of them, whatever its letter case (RFC 7643, 4.1.1). */
export class Accounts {
  readonly #accounts: Account[] = [];
  readonly #positionById = new Map<string, number>();
  readonly #idByUserName = new Map<string, string>();

  get size(): number {
    return this.#accounts.length;
  }

  /** @param startIndex 1-based, as SCIM has it. */
  page(startIndex: number, count: number): readonly Account[] {
    return this.#accounts.slice(startIndex - 1, startIndex - 1 + count);
  }

  /** @throws {Refusal} 404 when there is none. */
  withId(id: string): Account {
    const position = this.#positionById.get(id);
    const account = position === undefined ? undefined : this.#accounts[position];
    if (account === undefined) throw new Refusal(404, null, 'There is no such user.');
    return account;
  }

  named(userName: string): readonly Account[] {
    const id = this.#idByUserName.get(userName.toLowerCase());
    const position = id === undefined ? undefined : this.#positionById.get(id);
    return position === undefined ? [] : this.#accounts.slice(position, position + 1);
  }

  /** @throws {Refusal} 409 when the name is taken, 400 when there is none. */
  create(attributes: Readonly<Record<string, unknown>>): Account {
    const { userName } = attributes;
    if (typeof userName !== 'string' || userName === '')
      throw new Refusal(400, 'invalidValue', 'userName is required.');
    const key = userName.toLowerCase();
    if (this.#idByUserName.has(key)) throw new Refusal(409, 'uniqueness', 'The userName is taken.');
    const id = String(this.#accounts.length + 1);
    const account = { ...attributes, userName, id };
    this.#idByUserName.set(key, id);
    this.#positionById.set(id, this.#accounts.length);
    this.#accounts.push(account);
    return account;
  }

  /** @throws {Refusal} 404 for an unknown id; 400 for anything but setting or removing an attribute, of an extension too, or one part of it. */
  change(id: string, operations: readonly PatchOperation[]): void {
    const changedAccount = operations.reduce(changed, this.withId(id));
    this.#accounts[this.#positionById.get(id) ?? -1] = changedAccount;
  }
}

function changed(account: Account, operation: PatchOperation): Account {
  const { op, path, value } = operation;
  const [, urn, name] = /^(urn:[\w.:-]+):(\w+)$/.exec(path) ?? [];
  if (urn !== undefined && name !== undefined) {
    const extension = {
      ...(account[urn] as object | undefined),
      [name]: op === 'remove' ? undefined : value,
    };
    return { ...account, [urn]: extension };
  }
  const [attribute, part, ...rest] = path.split('.');
  const isSimple = /^[\w.]+$/.test(path) && rest.length === 0 && !['id', 'userName'].includes(path);
  if (attribute === undefined || !isSimple || !['add', 'replace', 'remove'].includes(op))
    throw new Refusal(400, 'invalidPath', 'This target changes plain attributes only.');
  const next = op === 'remove' ? undefined : value;
  if (part === undefined) return { ...account, [attribute]: next };
  return { ...account, [attribute]: { ...(account[attribute] as object | undefined), [part]: next } };
}
