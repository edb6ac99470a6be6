import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { COMPANY, failureOf, Folder, usersOf, type Files } from './a-folder.js';

const REFUSED = 'SourceUnavailable: The files of the source cannot be used, and none was:';
const USERS = 'id,userPrincipalName,displayName,accountEnabled,manager,employeeHireDate\n';
const ANN = '1,ann@contoso.example,Ann,,,\n';
const user = (yaml: string) => ({ 'users.yaml': `- id: 1\n  userPrincipalName: a@contoso.example\n${yaml}` });

describe('what is refused of a folder', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => {
    folder.remove();
  });

  const read = (files: Files): Promise<string> => {
    const source = folder.write(files).source({ scope: 'all' });
    return failureOf(folder, usersOf(source));
  };

  it.each<[string, Files, string]>([
    ['an empty file', { 'users.csv': '' }, 'users.csv is empty'],
    ['blanks alone', { 'users.yaml': ' \n\n' }, 'users.yaml is empty'],
    ['a comment alone', { 'users.yaml': '# nobody yet\n' }, 'users.yaml is empty'],
    ['an empty list', { 'users.json': '[]' }, 'users.json holds nothing'],
    ['a header alone', { 'users.csv': USERS }, 'users.csv holds nothing'],
    [
      'a last line without its end',
      { 'users.csv': USERS + ANN.trim() },
      'users.csv:2:29 does not end with a line break: either it was cut off here, or one is to be added',
    ],
    [
      'the same in YAML',
      user('  displayName: Ann'),
      'users.yaml:3:19 does not end with a line break: either it was cut off here, or one is to be added',
    ],
    [
      'a list in JSON that does not end',
      { 'users.json': '[{ "id": "1",\n  "userPrincipalName": "a@contoso.example" },\n' },
      'users.json:3:1 is the end of the file in the middle of it: it was cut off',
    ],
    ['wrong JSON', { 'users.json': '[\n  { "id": 1, oops }\n]' }, 'users.json:2:14 is not valid JSON'],
    [
      'wrong YAML',
      { 'users.yaml': '- id: 1\n- [a\n' },
      'users.yaml:3:1 is not valid YAML here: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['no list', { 'users.yaml': 'users:\n  - id: 1\n' }, 'users.yaml:1:1 must be a list, one entry for each'],
    [
      'an entry that is none',
      { 'users.json': '[\n "ann"]' },
      'users.json:2:2 must be a group of named values',
    ],
    [
      'a quoted cell that does not end',
      { 'users.csv': `${USERS}${ANN}2,b@contoso.example,"Bo,,,\n` },
      'users.csv:3:21 begins a quoted cell that never ends, as in a file that was cut off',
    ],
    [
      'a stray quotation mark',
      { 'users.csv': `${USERS}1,a@contoso.example,An"n,,,\n` },
      'users.csv:2:21 has a quotation mark where none may be: double those of a quoted cell',
    ],
    [
      'a row with a cell too few',
      { 'users.csv': `${USERS}${ANN}\n2,b@contoso.example,Bo,,\n` },
      'users.csv:4:1 has not as many cells as the header',
    ],
    [
      'semicolons between columns',
      { 'users.csv': 'id;userPrincipalName\n1;a@contoso.example\n' },
      'users.csv has one column only: columns are separated by commas',
    ],
    [
      'a column twice',
      { 'users.csv': 'id,userPrincipalName,id\n1,a@contoso.example,1\n' },
      'users.csv:1:22 names the column id a second time',
    ],
    [
      'a column without a name',
      { 'users.csv': 'id,,userPrincipalName\n1,,a@contoso.example\n' },
      'users.csv:1:4 is a column without a name',
    ],
    [
      'another encoding',
      { 'users.csv': Buffer.from(`${USERS}1,a@contoso.example,M\xFCller,,,\n`, 'latin1') },
      'users.csv is not text in UTF-8: save it in this encoding',
    ],
    [
      'a misspelled column',
      { 'users.csv': 'id,userPrincipalName,jobTitel\n1,a@contoso.example,x\n2,b@contoso.example,y\n' },
      'users.csv:1:22 jobTitel is no attribute; did you mean jobTitle?',
    ],
    [
      'a misspelled attribute',
      user('  dispalyName: Ann\n'),
      'users.yaml:3:3 dispalyName is no attribute; did you mean displayName?',
    ],
    [
      'an attribute that is like none',
      user('  shoeSize: 43\n'),
      'users.yaml:3:3 shoeSize is no attribute; if mappings are to read it, declare it in the sourceAttributes of an app, else leave it out',
    ],
    [
      'an attribute that only scimflow makes',
      user('  IsSoftDeleted: true\n'),
      'users.yaml:3:3 IsSoftDeleted is no attribute; if mappings are to read it, declare it in the sourceAttributes of an app, else leave it out',
    ],
    [
      'the same attribute under two names',
      user('  mobile: 1\n  mobilePhone: 2\n'),
      'users.yaml:4:3 mobilePhone says what mobile says already: keep one of the two',
    ],
    [
      'no id',
      { 'users.csv': 'id,userPrincipalName\n1,a@contoso.example\n ,b@contoso.example\n' },
      'users.csv:3:1 has no id: every user needs one that never changes',
    ],
    [
      'no user principal name',
      { 'users.json': '[{ "id": "1" }]' },
      'users.json:1:2 has no userPrincipalName: every user needs one',
    ],
    [
      'an id that is too long',
      { 'users.csv': `id,userPrincipalName\n${'x'.repeat(129)},a@contoso.example\n` },
      'users.csv:2:1 id must have at most 128 characters',
    ],
    [
      'an id with a tab',
      { 'users.yaml': '- userPrincipalName: a@contoso.example\n  id: "a\\tb"\n' },
      'users.yaml:2:7 id has a control character, such as a tab or the end of a line',
    ],
    [
      'a NUL',
      user('  displayName: "a\\0b"\n'),
      'users.yaml:3:16 displayName holds a character that no text may have',
    ],
    [
      'a Boolean that is none',
      { 'users.csv': `${USERS}1,a@contoso.example,Ann,maybe,,\n` },
      'users.csv:2:25 accountEnabled must be true or false',
    ],
    [
      'a date that is none',
      { 'users.csv': `${USERS}1,a@contoso.example,Ann,,,18.3.2026\n` },
      'users.csv:2:27 employeeHireDate must be a date, such as 2026-03-18 or 2026-03-18T09:00:00Z',
    ],
    [
      'several values of what has one',
      user('  displayName: [Ann, Lee]\n'),
      'users.yaml:3:16 displayName must be one value, not a list',
    ],
    [
      'a value with parts',
      user('  displayName: { first: Ann }\n'),
      'users.yaml:3:16 displayName must be text',
    ],
    [
      'a Boolean as text',
      user('  department: true\n'),
      'users.yaml:3:15 department must be text: put it in quotes',
    ],
    [
      'a number that JSON cannot hold',
      { 'users.json': '[{ "id": 12345678901234567890, "userPrincipalName": "a" }]' },
      'users.json:1:10 id is a number with more digits than can be kept: write it as text, in quotes',
    ],
    [
      'an id twice, letter case aside',
      {
        'users.csv':
          'id,userPrincipalName\nab,a@contoso.example\nc,c@contoso.example\nAB,b@contoso.example\n',
      },
      'users.csv:4:1 id is taken: the user in line 2 has it',
    ],
    [
      'a user principal name twice',
      { 'users.csv': 'id,userPrincipalName\n1,a@contoso.example\n2,A@contoso.example\n' },
      'users.csv:3:3 userPrincipalName is taken: the user in line 2 has it',
    ],
    [
      'a manager who is nobody',
      { 'users.csv': `${USERS}${ANN}2,b@contoso.example,Bo,,cy@contoso.example,\n` },
      'users.csv:3:25 manager names nobody',
    ],
    [
      'a member who is nobody',
      { ...COMPANY.yaml, 'groups.yml': '- id: g1\n  displayName: Sales\n  members: [100, 999]\n' },
      'groups.yml:3:18 members names nobody',
    ],
    [
      'a group as a member',
      { ...COMPANY.csv, 'groups.csv': 'id,displayName,members\ng1,A,g2\ng2,B,100\n' },
      'groups.csv:2:6 members names a group: only users count',
    ],
    [
      'a group with the id of a user',
      { ...COMPANY.csv, 'groups.csv': 'id,displayName\n100,A\n' },
      'groups.csv:2:1 id is taken: the user in line 2 of users.csv has it',
    ],
    [
      'a group without a name',
      { ...COMPANY.csv, 'groups.csv': 'id,displayName\ng1,\n' },
      'groups.csv:2:1 has no displayName: every group needs one',
    ],
    [
      'an assignment of nobody',
      { ...COMPANY.csv, 'assignments.csv': 'app,user\ndialpad,100\ndialpad,999\n' },
      'assignments.csv:3:9 user names nobody',
    ],
    [
      'a group assigned as a user',
      { ...COMPANY.csv, 'assignments.csv': 'app,user\ndialpad,g1\n' },
      'assignments.csv:2:9 user names a group',
    ],
    [
      'an assignment of two at once',
      { ...COMPANY.csv, 'assignments.csv': 'app,user,group\ndialpad,100,g1\n' },
      'assignments.csv:2:1 must have exactly one of user and group',
    ],
    [
      'an assignment to no app',
      { ...COMPANY.csv, 'assignments.csv': 'app,user\n,100\n' },
      'assignments.csv:2:1 has no app: every assignment names the servicePrincipalId of one',
    ],
    [
      'a misspelled field of assignments',
      { ...COMPANY.csv, 'assignments.csv': 'app,users\ndialpad,100\n' },
      'assignments.csv:1:5 users is no field; did you mean user?',
    ],
    ['an emptied file beside', { ...COMPANY.csv, 'groups.csv': '' }, 'groups.csv is empty'],
    [
      'two files of one kind',
      { ...COMPANY.csv, 'users.yaml': '- id: 1\n' },
      'the folder has users.csv and users.yaml: only one of them can count',
    ],
    [
      'a file that is too large',
      { 'users.yaml': `# ${'x'.repeat(4 * 1_048_576)}\n` },
      'users.yaml is larger than 4 MiB: write it as CSV or JSON, which may be larger',
    ],
    [
      'many mistakes, of which it tells five',
      { 'users.csv': `${USERS}${[1, 2, 3, 4, 5, 6, 7].map((id) => `${id},,,,,\n`).join('')}` },
      [2, 3, 4, 5, 6]
        .map((line) => `users.csv:${line}:1 has no userPrincipalName: every user needs one`)
        .join('; ') + '; and more',
    ],
  ])('%s', async (_, files, told) => {
    expect(await read(files)).toBe(`${REFUSED} ${told}.`);
  });

  it.each<[string, Files, string]>([
    ['a folder without users', { 'groups.csv': 'x' }, 'the folder has no users.yaml, .yml, .json or .csv'],
    ['a misspelled name', { 'user.csv': 'x' }, 'the folder has no users.yaml, .yml, .json or .csv'],
  ])('%s is not there yet', async (_, files, told) => {
    expect(await read(files)).toBe(`SourceUnavailable: ${told}. Nothing was read.`);
  });

  it('names the file whose name is almost right', async () => {
    folder.write({ 'User.xlsx': 'x', 'notes.txt': 'x' });

    await expect(usersOf(folder.source())).rejects.toMatchObject({
      remedy: 'Is User.xlsx meant to be one of them? Rename it.',
    });
  });

  it('does not read a folder that is not there', async () => {
    const source = folder.source({ path: join(folder.path, 'elsewhere') });

    expect(await failureOf(folder, usersOf(source))).toBe(
      'SourceUnavailable: elsewhere does not exist. Nothing was read.',
    );
  });

  it('does not take a folder for a file', async () => {
    mkdirSync(join(folder.path, 'users.csv'));

    expect(await failureOf(folder, usersOf(folder.source()))).toBe(`${REFUSED} users.csv is no file.`);
  });

  it('asks for assignments where they say who is meant', async () => {
    folder.write({ 'users.csv': COMPANY.csv['users.csv'], 'assignment.csv': 'x' });
    const source = folder.source();

    expect(await failureOf(folder, source.servicePrincipal('dialpad'))).toBe(
      'SourceUnavailable: the folder has no assignments.yaml, .yml, .json or .csv, and the scope of the app is who is assigned. Nothing was read.',
    );
    await expect(source.servicePrincipal('dialpad')).rejects.toMatchObject({
      remedy: 'Is assignment.csv meant to be one of them? Rename it. Or set `scope: all` for the app.',
    });
  });

  it('does not take an app without assignments for one that nobody is to have', async () => {
    const source = folder.write(COMPANY.csv).source();

    expect(await failureOf(folder, source.assignmentCount('slack'))).toBe(
      `${REFUSED} assignments.csv assigns nobody to the app slack.`,
    );
  });

  it('does not take groups for gone because their file is', async () => {
    const source = folder.write({ ...COMPANY.csv, 'assignments.csv': 'app,user\ndialpad,100\n' }).source();
    expect(await source.group('g1', [])).toMatchObject({ type: 'present' });
    folder.write({ 'groups.csv': null });

    for (const asked of [() => source.group('g1', []), () => source.directUserMembers('g1')])
      expect(await failureOf(folder, asked())).toBe(
        'SourceUnavailable: the folder has no groups.yaml, .yml, .json or .csv, although there were groups before. Nothing was read.',
      );
  });

  it('is somebody to be told of once time has not mended it', async () => {
    const source = folder.write({ 'users.csv': '' }).source({ healsWithinMs: 0 });

    await expect(usersOf(source)).rejects.toMatchObject({
      type: 'SourceIncompatible',
      remedy: 'Mend the files. If the job is in quarantine, run `scimflow resume` then.',
    });
  });
});
