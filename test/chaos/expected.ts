import { upn } from '../integration/scenarios/harness/directory.js';

/** An account as it must be; `manager` is an alias. */
export interface ExpectedAccount {
  readonly userName: string;
  readonly displayName: string;
  readonly title: string;
  readonly active: boolean;
  readonly manager: string | null;
}

export interface ExpectedGroup {
  readonly displayName: string;
  /** Aliases. */
  readonly members: readonly string[];
}

/** What the directory gives a cause for: nothing else may be taken away from anybody. */
export type Cause =
  | { readonly type: 'delete' | 'disable'; readonly alias: string }
  | { readonly type: 'deleteGroup'; readonly group: string }
  | { readonly type: 'leave'; readonly group: string; readonly alias: string };

/** Where a story has come: accounts by alias, groups by the name they were founded with, and all causes so far. */
export interface Expected {
  readonly accounts: Readonly<Record<string, ExpectedAccount>>;
  readonly groups: Readonly<Record<string, ExpectedGroup>>;
  readonly causes: readonly Cause[];
}

/** The usual account of a clerk. */
export function account(alias: string, more: Partial<ExpectedAccount> = {}): ExpectedAccount {
  return { userName: upn(alias), displayName: alias, title: 'Clerk', active: true, manager: null, ...more };
}

export function withAccount(expected: Expected, alias: string, more: Partial<ExpectedAccount>): Expected {
  const before = expected.accounts[alias] ?? account(alias);
  return { ...expected, accounts: { ...expected.accounts, [alias]: { ...before, ...more } } };
}

export function withoutAccount(expected: Expected, alias: string): Expected {
  return { ...expected, accounts: without(expected.accounts, alias) };
}

export function withGroup(expected: Expected, group: string, more: Partial<ExpectedGroup>): Expected {
  const before = expected.groups[group] ?? { displayName: group, members: [] };
  return { ...expected, groups: { ...expected.groups, [group]: { ...before, ...more } } };
}

export function withoutGroup(expected: Expected, group: string): Expected {
  return { ...expected, groups: without(expected.groups, group) };
}

export function because(expected: Expected, ...causes: readonly Cause[]): Expected {
  return { ...expected, causes: [...expected.causes, ...causes] };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}
