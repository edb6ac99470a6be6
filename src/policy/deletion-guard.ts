/** How many deletes and disables at once are too many: a count, or a share of the accounts. */
export interface DeletionThreshold {
  readonly unit: 'count' | 'percent';
  readonly value: number;
}

/** As the configuration file has it. */
export interface AccidentalDeletions {
  readonly enabled?: boolean | undefined;
  readonly threshold?: number | string | undefined;
}

/** Where nobody says anything. @see Microsoft Entra Cloud Sync, "Accidental delete prevention". */
export const DEFAULT_DELETION_THRESHOLD = 500;

/** The threshold in force; null when the guard is switched off. */
export function deletionThreshold(settings: AccidentalDeletions = {}): DeletionThreshold | null {
  const { enabled = true, threshold = DEFAULT_DELETION_THRESHOLD } = settings;
  if (!enabled) return null;
  return typeof threshold === 'number'
    ? { unit: 'count', value: threshold }
    : { unit: 'percent', value: Number.parseInt(threshold, 10) };
}

/** As people write it: `50`, `10%`. */
export function describeThreshold({ unit, value }: DeletionThreshold): string {
  return unit === 'percent' ? `${value}%` : String(value);
}

/**
 * Whether so many deletes and disables are held back: a threshold of 500 lets 499 pass.
 * @param accounts how many accounts and groups the job manages.
 * @see Microsoft Entra Cloud Sync, "Accidental delete prevention", for reaching against exceeding.
 */
export function areTooMany({ unit, value }: DeletionThreshold, deletions: number, accounts: number): boolean {
  if (deletions === 0) return false;
  return unit === 'count' ? deletions >= value : deletions * 100 >= value * accounts;
}
