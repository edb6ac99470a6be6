import { randomFrom } from '../random.js';
import { uuidOf } from '../uuid.js';
import type { Seed, SeedUser } from './seed.js';

const givenNames = [
  'Ada',
  'Björn',
  'Chiara',
  'Dmitri',
  'Élodie',
  'Fatima',
  'Goran',
  'Hana',
  'Idris',
  'Jana',
  'Kwame',
  'Łucja',
];
const surnames = [
  'Abe',
  'Brandt',
  'Castillo',
  "D'Angelo",
  'Eriksen',
  'Ferrari',
  'García',
  'Hoffmann',
  'Ivanova',
  'Jónsdóttir',
  'Kowalski',
  'Lindqvist',
  'Müller',
];
const departments = ['Engineering', 'Finance', 'Marketing', 'Operations', 'Sales', 'Support'];
const offices = ['Berlin', 'Lisbon', 'Nairobi', 'Osaka', 'Seattle', 'Warsaw'];
const titles = ['Analyst', 'Engineer', 'Manager', 'Specialist'];

/** The "User" role of apps that come from the gallery. */
const userRole = '18d14569-c3bd-439b-9a66-3a2aee01d14f';

/**
 * Invents a tenant of `users` people, each with a manager but the first, and an app "Generated App" with all of them
 * assigned. The same `users` and `seed` give the same tenant.
 */
export function generate(options: { readonly users: number; readonly seed?: number }): Seed {
  const random = randomFrom(options.seed ?? 1);
  const users: SeedUser[] = [];
  for (let number = 1; number <= options.users; number += 1) users.push(person(number, random));
  return {
    tenant: {
      domain: 'contoso.example',
      clients: [
        {
          clientId: uuidOf('client of the generated tenant'),
          clientSecret: 'demo-secret-of-the-generated-tenant',
          roles: ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'],
        },
      ],
    },
    users,
    groups: [],
    apps: [
      {
        displayName: 'Generated App',
        appRoles: [{ id: userRole, displayName: 'User' }],
        assignments: users.map((user) => ({ principal: user.userPrincipalName, role: 'User' })),
      },
    ],
  };
}

function person(number: number, random: () => number): SeedUser {
  const pick = (items: readonly string[]) => items[Math.floor(random() * items.length)] ?? '';
  const givenName = pick(givenNames);
  const surname = pick(surnames);
  const userPrincipalName = nameOf(number);
  return {
    userPrincipalName,
    displayName: `${givenName} ${surname}`,
    givenName,
    surname,
    mail: userPrincipalName,
    mailNickname: `user${number}`,
    employeeId: String(100_000 + number),
    department: pick(departments),
    jobTitle: pick(titles),
    officeLocation: pick(offices),
    ...(number === 1 ? {} : { manager: nameOf(Math.ceil((number - 1) / 8)) }),
  };
}

const nameOf = (number: number) => `user${number}@contoso.example`;
