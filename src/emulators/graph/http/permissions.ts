const readDirectory = ['Directory.Read.All', 'Directory.ReadWrite.All'];

/**
 * Application permissions by what they open, least first.
 * @see Microsoft Graph permissions reference.
 */
export const permissions = {
  readUsers: ['User.Read.All', 'User.ReadWrite.All', ...readDirectory],
  writeUsers: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  readMembers: [
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    ...readDirectory,
  ],
  writeMembers: ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  readGroups: ['Group.Read.All', 'Group.ReadWrite.All', ...readDirectory],
  writeGroups: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  readApplications: ['Application.Read.All', 'Application.ReadWrite.All', ...readDirectory],
  writeAssignments: ['AppRoleAssignment.ReadWrite.All', 'Directory.ReadWrite.All'],
  readObjects: readDirectory,
  readDeleted: [
    'User.Read.All',
    'User.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    ...readDirectory,
  ],
  writeDeleted: ['User.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
} as const;
