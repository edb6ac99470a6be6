import { counted, table } from '../format.js';
import type { JobReading } from '../status/read-jobs.js';
import { linked } from '../status/wording.js';
import type { Colors } from '../terminal.js';
import { UserError } from '../user-error.js';
import { differences } from './comparison.js';
import type { EmulatedApp } from './emulated-world.js';
import type { Expectation } from './expectation.js';

const MOST_SHOWN = 20;

/** An app of the demo after its first cycle. */
export interface AppOutcome {
  readonly app: EmulatedApp;
  readonly reading: JobReading | undefined;
  readonly expected: Expectation;
  readonly differences: readonly string[];
}

/** Compares what the target holds with what the seed says it must hold. */
export function outcomeOf(
  app: EmulatedApp,
  expected: Expectation,
  readings: readonly JobReading[],
): AppOutcome {
  const stored = { users: app.target.users(), groups: app.target.groups() };
  const reading = readings.find((one) => one.app === app.id);
  return { app, reading, expected, differences: differences(expected, stored) };
}

/** @throws {UserError} unless every app's first cycle went well and its target is as it must be. */
export function requireExpected(outcomes: readonly AppOutcome[]): void {
  const wrong = outcomes.filter((outcome) => !isAsExpected(outcome));
  if (wrong.length === 0) return;
  const names = wrong.map(({ app, reading }) => {
    const error = reading?.status?.lastExecution?.error;
    return error === null || error === undefined
      ? app.displayName
      : `${app.displayName} (${error.code}: ${error.message})`;
  });
  throw new UserError(`Not as expected after the first cycle: ${names.join(', ')}.`);
}

/** The table at the end of the first cycles, and every difference below it. */
export function outcomeText(outcomes: readonly AppOutcome[], colors: Colors): string {
  const titles = [
    'APP',
    'ACCOUNTS',
    'EXPECTED',
    'GROUPS',
    'EXPECTED',
    'LINKED',
    'REQUESTS',
    'COMPARED WITH THE DIRECTORY',
  ];
  return [
    table([titles.map((title) => colors.bold(title)), ...outcomes.map((outcome) => row(outcome, colors))]),
    ...outcomes.flatMap(({ app, differences: found }) => [
      ...found.slice(0, MOST_SHOWN).map((line) => colors.red(`${app.id}: ${line}`)),
      ...(found.length > MOST_SHOWN ? [colors.red(`${app.id}: and ${found.length - MOST_SHOWN} more`)] : []),
    ]),
  ].join('\n');
}

function isAsExpected({ reading, expected, differences: found }: AppOutcome): boolean {
  const execution = reading?.status?.lastExecution;
  return execution?.state === 'Succeeded' && expected.accounts.size > 0 && found.length === 0;
}

function row({ app, reading, expected, differences: found }: AppOutcome, colors: Colors): readonly string[] {
  const status = reading?.status ?? null;
  return [
    app.displayName,
    String(app.target.users().length),
    String(expected.accounts.size),
    String(app.target.groups().length),
    String(expected.groups.size),
    status === null ? '?' : String(linked(status).accounts + linked(status).groups),
    String(app.target.requests().length),
    found.length === 0
      ? colors.green('identical, field by field')
      : colors.red(counted(found.length, 'difference')),
  ];
}
