import { z } from 'zod';
import { padded, printable } from '../format.js';
import type { Colors } from '../terminal.js';
import type { LogEntry, LogStep } from './log-client.js';

/** Key of the scoping step's details under which each clause's answer stands. */
const TRACE = 'ScopeEvaluationResult';

const trace = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.boolean()));

/** What an entry is called by programs, and what led to it, step by step, with each clause of the scoping filters. */
export function stepsText(entry: LogEntry, colors: Colors): readonly string[] {
  const { id, cycle, changeId, initiatedBy, provisioningSteps = [] } = entry;
  const facts = [
    `entry ${id}`,
    `cycle ${cycle}`,
    ...(changeId === undefined ? [] : [`change ${changeId}`]),
    ...(initiatedBy === undefined ? [] : [`by ${initiatedBy.displayName}`]),
  ];
  return [
    `    ${colors.dim(facts.map(printable).join(', '))}`,
    ...provisioningSteps.flatMap((step) => stepText(step, colors)),
  ];
}

function stepText(step: LogStep, colors: Colors): readonly string[] {
  const { provisioningStepType, status, name, description, details } = step;
  const headline = [
    padded(printable(provisioningStepType), 19),
    padded(painted(status, colors), 7),
    printable(description),
    colors.dim(printable(name)),
  ].join('  ');
  return [`    ${headline}`, ...detailLines(details)];
}

/** The details of a step, a line each, with each clause of the scoping filters. */
export function detailLines(details: LogStep['details']): readonly string[] {
  return entriesOf(details).map(([key, value]) => `        ${printable(key)}: ${printable(value)}`);
}

function entriesOf(details: LogStep['details']): readonly (readonly [string, string])[] {
  return Object.entries(details).flatMap(([key, value]): readonly (readonly [string, string])[] => {
    const clauses = key === TRACE ? trace.safeParse(value) : undefined;
    if (clauses?.success !== true) return [[key, value]];
    return Object.entries(clauses.data).map(([clause, isTrue]) => [clause, isTrue ? 'True' : 'False']);
  });
}

/** A status in its colour. */
export function painted(status: string, colors: Colors): string {
  if (status === 'failure') return colors.red(status);
  return status === 'success' ? colors.green(status) : colors.yellow(printable(status));
}
