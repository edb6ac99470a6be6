const PURE = 'plan|policy|why|expressions|regular-expressions|scoping|schema';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-stays-pure',
      comment: 'Planning, mapping, scoping and policies do no I/O: they import each other and nothing else.',
      severity: 'error',
      from: { path: `^src/(${PURE})/` },
      to: {
        pathNot: [
          `^src/(${PURE})/`,
          '^src/(failures|document-path)\\.ts$',
          '^node_modules/(re2js|zod)/',
          '^(node:)?vm$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'workflows-are-sandboxed',
      comment: 'Workflow code is deterministic: its contract, pure policy and the SDK only.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        pathNot: ['^workflows/', '^src/policy/', '^(node_modules/)?@temporalio/(workflow|common)'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'src-knows-nobody-above',
      comment: 'Only the command line and the worker know workflows and activities.',
      severity: 'error',
      from: { path: '^src/(?!cli|worker)' },
      to: { path: '^(workflows|activities)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-does-not-know-its-emulators',
      comment: 'The client must not be able to tell an emulator from the real thing: nothing is shared.',
      severity: 'error',
      from: { path: '^(workflows|activities|src/(?!cli|emulators))' },
      to: { path: '^src/emulators/' },
    },
    {
      name: 'emulators-know-nothing-of-the-product',
      severity: 'error',
      from: { path: '^src/emulators/' },
      to: { path: '^(workflows|activities|src/(?!emulators))' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
