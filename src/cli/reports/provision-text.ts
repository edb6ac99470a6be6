import type { ProvisionOnDemandResult } from '../../../workflows/contract.js';
import { printable } from '../format.js';
import type { LogEntry, LogStep } from '../logs/log-client.js';
import { changeLines, explanation } from '../logs/log-text.js';
import { stepText } from '../logs/step-text.js';
import type { Colors } from '../terminal.js';
import { entryHeadline } from './entry-headline.js';

/** The four steps that are shown, and which steps of the log belong to each. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  Import: ['import'],
  Scope: ['scoping'],
  Match: ['matching'],
  Action: ['processing', 'export', 'referenceResolution'],
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
  const shown = Object.entries(STEPS).flatMap(([title, types]) => {
    const those = steps.filter(({ provisioningStepType }) => types.includes(provisioningStepType));
    return those.length === 0 ? [] : [colors.bold(title), ...stepLines(those, colors)];
  });
  return [...shown, entryHeadline(entry, colors), ...changeLines(entry), ...explanation(entry)];
}

function stepLines(steps: readonly LogStep[], colors: Colors): readonly string[] {
  return steps.flatMap((step) => stepText(step, colors));
}
