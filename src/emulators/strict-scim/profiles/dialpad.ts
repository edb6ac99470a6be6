import { enterpriseUserUrn } from '../schema/enterprise-user.js';
import type { Profile } from './profile.js';

/**
 * Groups keep the names they were created with; offices and licences are custom attributes; every user is given a number.
 * Microsoft's tutorial for Dialpad and Dialpad's help pages on Azure SCIM.
 */
export const dialpad: Profile = {
  additionalAttributes: [`${enterpriseUserUrn}:officeName`, `${enterpriseUserUrn}:licenseType`],
  groupRename: 'refused',
  defaultPageSize: 100,
  maxPageSize: 100,
  assignedPhoneType: 'Dialpad',
};
