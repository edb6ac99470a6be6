/** The person whom the examples of the mapping reference are about. */
export const sampleAttributes: Readonly<Record<string, readonly string[]>> = {
  givenName: ['Amélie'],
  surname: ['Okonjo-Ruiz'],
  userPrincipalName: ['aruiz@lab.example'],
  department: ['Field Sales'],
  employeeId: ['00042'],
  mobile: ['+351 912345678'],
  extensionAttribute5: ['red, green,blue'],
  proxyAddresses: ['SMTP:aruiz@lab.example', 'smtp:am@lab.example', 'SMTP:aruiz@lab.example'],
  manager: ['b3b1c1f0-6a55-4d6a-8a40-0d2f4c5e9a11'],
  IsSoftDeleted: ['False'],
  appRoleAssignments: [
    '{"id":"6f1c8f6e-2f6b-4f0e-9a55-0f4a6f6b1d01","value":"Viewer","displayName":"Viewer"}',
    '{"id":"6f1c8f6e-2f6b-4f0e-9a55-0f4a6f6b1d02","value":"Editor","displayName":"Editor"}',
  ],
};

/** The moment at which `Now()` is asked in the examples. */
export const SAMPLE_NOW = new Date('2026-04-09T06:05:04Z');
