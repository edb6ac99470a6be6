import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const DEFAULT_ACCESS = role('00000000-0000-0000-0000-000000000000', '', 'Default Access');

function role(id: string, value: string | null, displayName: string | null): string {
  return JSON.stringify({ id, value, displayName });
}

function element(value: string, display = value): string {
  return `{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"${display}","value":"${value}"}`;
}

describe('SingleAppRoleAssignment', () => {
  it.each<[string, readonly string[], readonly string[] | null]>([
    ['no role', [], null],
    ['Default Access only', [DEFAULT_ACCESS], null],
    ['one role', [role('1', 'editor', 'Editor')], ['editor']],
    ['a role beside Default Access', [DEFAULT_ACCESS, role('1', 'editor', 'Editor')], ['editor']],
    ['a role without value', [role('1', '', 'Editor')], ['Editor']],
    ['a role whose value is null', [role('1', null, 'Editor')], ['Editor']],
    ['several roles', [role('1', 'b', ''), role('2', 'a', ''), role('3', 'c', '')], ['a']],
    ['capitals before small letters', [role('1', 'a', ''), role('2', 'Z', '')], ['Z']],
  ])('of %s', (_, appRoleAssignments, expected) => {
    expect(resultOf('SingleAppRoleAssignment([appRoleAssignments])', { appRoleAssignments })).toEqual(
      expected,
    );
  });

  it.each<[string, readonly string[], number]>([
    ['several roles', [role('1', 'b', ''), role('2', 'a', '')], 1],
    ['one role', [role('1', 'b', '')], 0],
    ['one role given twice', [role('ab', 'b', ''), role('AB', 'b', 'B')], 0],
    ['one role and Default Access', [role('1', 'b', ''), DEFAULT_ACCESS], 0],
    ['no role', [], 0],
  ])('of %s warns as often as it should', (_, appRoleAssignments, count) => {
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);

    resultOf('SingleAppRoleAssignment([appRoleAssignments])', { appRoleAssignments }, { warn });

    expect(warnings).toHaveLength(count);
  });
});

describe.each(['AppRoleAssignmentsComplex', 'AssertiveAppRoleAssignmentsComplex'])('%s', (name) => {
  it.each<[string, readonly string[], readonly string[] | null]>([
    ['no role', [], null],
    ['Default Access only', [DEFAULT_ACCESS], null],
    [
      'roles in order of value',
      [role('1', 'Viewer', ''), role('2', 'Editor', '')],
      ['Editor', 'Viewer'].map((one) => element(one)),
    ],
    ['its display name', [role('1', 'editor', 'The editor')], [element('editor', 'The editor')]],
    ['a role without value', [role('1', '', 'Editor')], [element('Editor')]],
    ['a role without display name', [role('1', 'editor', null)], [element('editor')]],
    ['one role given twice', [role('1', 'a', 'A'), role('1', 'a', 'A')], [element('a', 'A')]],
  ])('of %s', (_, appRoleAssignments, expected) => {
    expect(resultOf(`${name}([appRoleAssignments])`, { appRoleAssignments })).toEqual(expected);
  });
});

describe.each(['SingleAppRoleAssignment', 'AppRoleAssignmentsComplex', 'AssertiveAppRoleAssignmentsComplex'])(
  '%s',
  (name) => {
    it('takes the attribute in any letter case', () => {
      expect(resultOf(`${name}([APPROLEASSIGNMENTS])`)).toEqual(resultOf(`${name}([appRoleAssignments])`));
    });

    it.each([
      'no JSON',
      '[]',
      '{"value":"a","displayName":"b"}',
      '{"id":1,"value":"a"}',
      role('1', '', null),
    ])('has no result for %s, and does not repeat it', (text) => {
      const evaluating = () => resultOf(`${name}([appRoleAssignments])`, { appRoleAssignments: [text] });

      expect(evaluating).toThrow(ExpressionEvaluationError);
      expect(evaluating).toThrow(
        `${name} takes app roles as JSON texts with id, value and displayName as argument 1`,
      );
    });

    it.each(['"Editor"', '[department]', 'ToLower([appRoleAssignments])', ''])(
      'is refused of %j when it is read',
      (argument) => {
        const parsing = () => parseExpression(`${name}(${argument})`);

        expect(parsing).toThrow(ExpressionError);
      },
    );
  },
);
