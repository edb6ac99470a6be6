import { cycleText, type Explanation, type ExplanationInJob } from '../../why/index.js';
import { counted, printable, relativeTime, table } from '../format.js';
import type { Colors } from '../terminal.js';

const MOST_OPERATIONS = 3;
const LONGEST_SOURCE = 60;

/** The answer in the first line, what can be done in the second, then what comes next and the details. */
export function whyText(explanation: ExplanationInJob, now: number, colors: Colors): string {
  const { standing, because, remedy } = explanation;
  const because_ = printable(because);
  return [
    `${colors.bold(printable(standing))}: ${because_}${/[.!?]$/.test(because_) ? '' : '.'}`,
    `What to do: ${printable(remedy ?? 'nothing.')}`,
    `Next: ${printable(explanation.next.sentence)}${whenText(explanation, now)}`,
    ...explanation.remarks.map((remark) => colors.yellow(printable(remark))),
    '',
    table(rows(explanation, now).map(([label, text]) => [`  ${label}`, text])),
    ...section('filter', filterLines(explanation, colors)),
    ...section('attributes', attributeLines(explanation, colors)),
    ...section('references', referenceLines(explanation)),
    ...section('last', operationLines(explanation, now, colors)),
  ].join('\n');
}

/** When the cycle is that does what comes next. */
function whenText({ job, next }: ExplanationInJob, now: number): string {
  if (!next.needsCycle) return '';
  if (job.runningCycle !== null) return ` Cycle ${job.runningCycle} is running.`;
  if (job.nextCycleAt === null || next.notBefore !== null) return '';
  return ` It begins ${relativeTime(job.nextCycleAt, now)}.`;
}

type Row = readonly [label: string, text: string];

function rows(explanation: ExplanationInJob, now: number): readonly Row[] {
  const { cause, logCode, object, account, assignments, failures, deletion, lastCycle } = explanation;
  return [
    ['cause', logCode === null || logCode === cause ? cause : `${cause} (in the log: ${logCode})`],
    [object.objectName === 'Group' ? 'group' : 'user', `${printable(object.id)}${stateText(object)}`],
    ...(account === null ? [] : [['account', accountText(account, now)] as const]),
    ...assignments.map((each, index): Row => [index === 0 ? 'assigned' : '', assignmentText(each)]),
    ...failures.map((each, index): Row => [index === 0 ? 'failed' : '', failureText(each, now)]),
    ...(deletion === null
      ? []
      : [
          [
            'held back',
            `${deletion.action}, ${deletion.state}, ${relativeTime(deletion.since, now)} (cycle ${deletion.cycle})`,
          ] as const,
        ]),
    ...(lastCycle === null
      ? []
      : [
          [
            'last cycle',
            `${lastCycle.number}, ${lastCycle.kind}, ${lastCycle.state}, ${relativeTime(lastCycle.ended ?? lastCycle.began, now)}`,
          ] as const,
        ]),
    ['job', jobText(explanation, now)],
  ].map(([label = '', text = '']) => [label, printable(text)]);
}

function stateText({ state, isActive, objectName, isKnown }: Explanation['object']): string {
  if (!isKnown || state === null) return ', in the directory only';
  if (state !== 'present') return state === 'deleted' ? ', deleted for good' : ', deleted (restorable)';
  if (objectName === 'Group') return isActive === true ? ', security group' : ', no security group';
  return isActive === true ? ', enabled' : ', disabled';
}

function accountText(
  { targetId, state, linkedAt, changedAt }: NonNullable<Explanation['account']>,
  now: number,
): string {
  return `${targetId}, ${state}, known since ${linkedAt}, last written or found ${relativeTime(changedAt, now)}`;
}

function assignmentText({
  through,
  role,
  appRoleId,
  isEntitling,
}: Explanation['assignments'][number]): string {
  const path = through === null ? 'directly' : `through group ${through.groupName ?? through.groupId}`;
  return `${path}, role ${role ?? (/^[0-]+$/.test(appRoleId) ? 'Default Access' : appRoleId)}${isEntitling ? '' : ' (does not count)'}`;
}

function failureText(
  { about, errorCode, attempts, firstFailedAt, nextAttemptAt }: Explanation['failures'][number],
  now: number,
): string {
  const next = Date.parse(nextAttemptAt) <= now ? 'with the next cycle' : relativeTime(nextAttemptAt, now);
  const what = about === 'references' ? 'references: ' : '';
  return `${what}${errorCode}, ${counted(attempts, 'attempt')}, the first ${relativeTime(firstFailedAt, now)}, next ${next}`;
}

function jobText({ job }: ExplanationInJob, now: number): string {
  const { code, problem, nextCycleAt, runningCycle, quarantineReason } = job;
  if (code === null) return `could not be asked: ${problem ?? ''}`;
  const reason = quarantineReason === null ? '' : ` (${quarantineReason})`;
  const cycle =
    runningCycle !== null
      ? `, cycle ${runningCycle} is running`
      : nextCycleAt === null
        ? ''
        : `, next cycle ${relativeTime(nextCycleAt, now)}`;
  return `${code}${reason}${cycle}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}`, ...lines];
}

function filterLines({ filter }: Explanation, colors: Colors): readonly string[] {
  return filter.map(({ title, isTrue, attribute, values }) => {
    const found =
      values === null
        ? ''
        : `  ${attribute} is ${values.length === 0 ? '(none)' : values.map((value) => JSON.stringify(value)).join(', ')}`;
    return `    ${isTrue ? colors.green('✓') : colors.red('✗')} ${printable(title)}${colors.dim(printable(found))}`;
  });
}

function attributeLines({ attributes, account }: Explanation, colors: Colors): readonly string[] {
  if (attributes.length === 0) return [];
  const lines = attributes.map((each) => [
    `    ${each.difference === 'willChange' ? colors.yellow('*') : each.difference === 'kept' ? '≠' : ' '} ${printable(each.path)}`,
    printable(valuesText(each, account !== null)),
    colors.dim(
      `<- ${printable(shortened(each.source ?? '(default only)'))}${each.isMatching ? ', matching' : ''}`,
    ),
  ]);
  return table(lines).split('\n');
}

type Attribute = Explanation['attributes'][number];

function valuesText({ value, exported, difference }: Attribute, hasAccount: boolean): string {
  if (!hasAccount) return valueText(value);
  if (difference === 'willChange') return `${valueText(exported)} -> ${valueText(value)}`;
  return difference === 'kept' ? `${valueText(exported)}, not ${valueText(value)}` : valueText(exported);
}

function valueText(value: Attribute['value']): string {
  return value === null ? '(none)' : JSON.stringify(value);
}

function shortened(text: string): string {
  return text.length > LONGEST_SOURCE ? `${text.slice(0, LONGEST_SOURCE)}…` : text;
}

function referenceLines({ references }: Explanation): readonly string[] {
  const open = references.filter(({ unresolved, due }) => unresolved + due > 0);
  return open.map(({ path, source, unresolved, due, waitingFor }) => {
    const parts = [
      ...(due > 0 ? [`${due} to be written`] : []),
      ...(unresolved > 0
        ? [`${unresolved} without an account: ${waitingFor.map(({ id, name }) => name ?? id).join(', ')}`]
        : []),
    ];
    return `      ${printable(path)}  ${printable(parts.join('; '))}  <- [${printable(source)}]`;
  });
}

function operationLines({ operations }: Explanation, now: number, colors: Colors): readonly string[] {
  return operations
    .slice(0, MOST_OPERATIONS)
    .map(({ at, action, status, cycle, errorCode, reason, changed }) => {
      const why = [errorCode, reason].filter((text) => text !== null).join(': ');
      const wrote = changed.length === 0 ? '' : `  ${changed.join(', ')}`;
      return `      ${colors.dim(at)}  ${printable(`${status} ${action}, ${cycleText(cycle)}, ${relativeTime(at, now)}${wrote}${why === '' ? '' : `  ${why}`}`)}`;
    });
}
