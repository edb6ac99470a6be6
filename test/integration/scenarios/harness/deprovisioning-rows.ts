/**
 * What happens to whoever had an account, or to a group that the app has, and what is done about it.
 * @see Microsoft Entra, "How application provisioning works", De-provisioning; "Skip deletion of user accounts that go out
 * of scope".
 */
export const deprovisioningRows = [
  'unassigned: disabled',
  'assigned through a group no more: disabled',
  'filtered out: disabled',
  'blocked from signing in: disabled',
  'soft-deleted: disabled',
  'hard-deleted: deleted',
  'back in scope: enabled',
  'unblocked: enabled',
  'restored: enabled',
  'lost, in an app without disabling: deleted',
  'lost, IsSoftDeleted not mapped: nothing',
  'unassigned, later deleted: not deleted',
  'group unassigned: deleted',
  'group deleted: deleted',
  'member leaves: removed',
] as const;

export type DeprovisioningRow = (typeof deprovisioningRows)[number];
