import { instantAt } from './instant.js';
import type { Instant } from './instant.js';

const EPOCH = 504_911_232_000_000_000n;

/** Active Directory's file time: units of 100 ns since 1601-01-01 UTC. Null before that day. @see MS-DTYP, FILETIME. */
export function fileTimeOf(instant: Instant): bigint | null {
  return instant < EPOCH ? null : instant - EPOCH;
}

/** Null for negative numbers and beyond year 9999. */
export function instantOfFileTime(fileTime: bigint): Instant | null {
  return fileTime < 0n ? null : instantAt(EPOCH + fileTime);
}
