import type { ProvisionOnDemandResult } from '../../../workflows/contract.js';
import { padded, printable } from '../format.js';
import type { LogEntry, LogStep } from '../logs/log-client.js';
import { changeLines, explanation } from '../logs/log-text.js';
import { detailLines, painted } from '../logs/step-text.js';
import type { Colors } from '../terminal.js';
import { entryHeadline } from './entry-headline.js';

/** What the kinds of steps are called here. */
const TITLES: Readonly<Record<string, string>> = {
  import: 'Import',
  scoping: 'Scope',
  matching: 'Match',
  referenceResolution: 'References',
};

/** What became of one object: how it was read, judged, found in the app and written, with the attributes before and after. */
export function provisionText(
  { app, name, isDryRun }: { readonly app: string; readonly name: string; readonly isDryRun: boolean },
  { result }: Pick<ProvisionOnDemandResult, 'result'>,
  operations: readonly LogEntry[],
  colors: Colors,
): string {
  const paint = { Success: colors.green, Skipped: colors.yellow, Failure: colors.red }[result];
  const tried = isDryRun ? ' Nothing was written: this is what would be done.' : '';
  return [
    `${printable(name)} in ${app}: ${paint(result)}.${tried}`,
    ...operations.flatMap((entry) => ['', ...operationLines(entry, colors)]),
  ].join('\n');
}

function operationLines(entry: LogEntry, colors: Colors): readonly string[] {
  const steps = entry.provisioningSteps ?? [];
  return [
    entryHeadline(entry, colors),
    ...steps.flatMap((step) => stepLines(step, colors)),
    ...(entry.changes.length === 0 ? [] : [colors.bold('    Attributes, before and after')]),
    ...changeLines(entry).map((line) => `    ${line}`),
    ...explanation(entry),
  ];
}

function stepLines(step: LogStep, colors: Colors): readonly string[] {
  const { provisioningStepType, status, description, details } = step;
  const title = colors.bold(padded(TITLES[provisioningStepType] ?? 'Action', 10));
  return [
    `    ${title}  ${padded(painted(status, colors), 7)}  ${printable(description)}`,
    ...detailLines(details),
  ];
}
