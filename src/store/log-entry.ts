import type { Selectable } from 'kysely';
import type { ProvisioningStep } from '../plan/model.js';
import type { AttributeChange, ObjectName, TargetValue } from '../schema/model.js';
import type { OperationAction, OperationStatus, OperationTable } from './schema.js';

const MASK = '[Redact]';

/** How something ended. */
export type LoggedStatus = Exclude<OperationStatus, 'planned' | 'started' | 'unknown'>;

/** Who made a cycle begin: its schedule, or somebody who asked for it. @see Microsoft Graph, initiator. */
export interface Initiator {
  readonly displayName: string;
  readonly initiatorType: 'system' | 'user';
}

/** @see Microsoft Graph, provisioningObjectSummary, whose facts these are. */
export interface LogEntry {
  readonly id: string;
  readonly activityDateTime: string;
  /** Id of the app. */
  readonly jobId: string;
  /** Below zero: on demand. */
  readonly cycle: number;
  /** The same of all entries about one object in one cycle. */
  readonly changeId: string;
  readonly action: OperationAction;
  readonly status: LoggedStatus;
  readonly objectName: ObjectName;
  /** The object's own attributes, or what other objects it names. */
  readonly about: 'object' | 'references';
  readonly sourceId: string;
  readonly sourceName: string | null;
  readonly targetId: string | null;
  readonly errorCode: string | null;
  readonly reason: string | null;
  readonly durationInMilliseconds: number | null;
  readonly initiatedBy: Initiator;
  readonly changes: readonly AttributeChange[];
  /** What led to it, in order; absent unless asked for. */
  readonly provisioningSteps?: readonly ProvisioningStep[];
}

/** What is read of an operation for its log entry. */
export const LOGGED_COLUMNS = [
  'id',
  'app_id',
  'finished_at',
  'cycle_number',
  'action',
  'status',
  'object_name',
  'about',
  'object_id',
  'source_name',
  'target_id',
  'error_code',
  'reason',
  'duration_ms',
  'changes',
] as const satisfies readonly (keyof OperationTable)[];

type Row = Pick<Selectable<OperationTable>, (typeof LOGGED_COLUMNS)[number]> &
  Partial<Pick<Selectable<OperationTable>, 'steps'>>;

/**
 * A carried-out operation as its log entry. What a mapping redacts is seen by nobody who reads the log: neither among the
 * changes nor where a target's words repeat it. @see Microsoft Entra, Redact.
 */
export function toLogEntry(row: Row): LogEntry {
  const hide = hidingRedacted(row.changes);
  return {
    id: row.id,
    activityDateTime: (row.finished_at ?? new Date(0)).toISOString(),
    jobId: row.app_id,
    cycle: row.cycle_number,
    changeId: `${row.cycle_number}~${row.object_id}`,
    action: row.action,
    status: loggedStatus(row),
    objectName: row.object_name,
    about: row.about,
    sourceId: row.object_id,
    sourceName: row.source_name,
    targetId: row.target_id,
    errorCode: row.error_code,
    reason: row.reason === null ? null : hide(row.reason),
    durationInMilliseconds: row.duration_ms,
    initiatedBy: initiatorOf(row.cycle_number),
    changes: row.changes.map(masked),
    ...(row.steps === undefined ? {} : { provisioningSteps: row.steps.map((step) => hidden(step, hide)) }),
  };
}

/** @throws {Error} when the operation has not ended. */
function loggedStatus({ id, status }: Pick<Row, 'id' | 'status'>): LoggedStatus {
  if (status === 'planned' || status === 'started' || status === 'unknown')
    throw new Error(`Operation ${id} is ${status} and has no log entry yet`);
  return status;
}

function initiatorOf(cycleNumber: number): Initiator {
  return cycleNumber < 0
    ? { displayName: 'Provision on demand', initiatorType: 'user' }
    : { displayName: 'Provisioning cycle', initiatorType: 'system' };
}

function masked(change: AttributeChange): AttributeChange {
  if (change.isRedacted !== true) return change;
  const { oldValue, newValue } = change;
  return { ...change, oldValue: oldValue === null ? null : MASK, newValue: newValue === null ? null : MASK };
}

type Hide = (text: string) => string;

/** Replaces every redacted value of the changes, in whatever letter case. */
export function hidingRedacted(changes: readonly AttributeChange[]): Hide {
  const values = changes
    .filter(({ isRedacted }) => isRedacted === true)
    .flatMap(({ oldValue, newValue }) => [...textsOf(oldValue), ...textsOf(newValue)])
    .filter((text) => text.trim() !== '')
    .sort((a, b) => b.length - a.length);
  if (values.length === 0) return (text) => text;
  const pattern = new RegExp([...new Set(values)].map(literal).join('|'), 'giu');
  return (text) => text.replace(pattern, MASK);
}

function hidden(step: ProvisioningStep, hide: Hide): ProvisioningStep {
  const details = Object.entries(step.details).map(([name, value]) => [name, hide(value)] as const);
  return { ...step, description: hide(step.description), details: Object.fromEntries(details) };
}

function textsOf(value: TargetValue | null): readonly string[] {
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value !== 'object') return [String(value)];
  return value.flatMap((element) =>
    typeof element === 'string'
      ? [element]
      : Object.values(element).filter((part) => typeof part === 'string'),
  );
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
