import { builtinModules } from 'node:module';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const allowedInSandbox = new Set(['assert', 'url', 'util']);
const forbiddenInWorkflows = [
  ...builtinModules.filter((name) => !allowedInSandbox.has(name)).flatMap((name) => [name, `node:${name}`]),
  '@temporalio/activity',
  '@temporalio/client',
  '@temporalio/worker',
  'got',
  'nodemailer',
  'zod',
].map((name) => ({
  name,
  message: 'Workflow code runs in a sandbox; do this in an activity.',
  allowTypeImports: true,
}));

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.scimflow/', 'ops/'] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', '*.cjs'] } } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: forbiddenInWorkflows,
          patterns: [{ group: ['**/activities/**'], allowTypeImports: true }],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'fetch', 'setInterval'],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name='Promise'][callee.property.name='race'] CallExpression[callee.name='sleep']",
          message: 'The losing timer stays in history; use condition(predicate, timeout).',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  { files: ['*.js', '*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
);
