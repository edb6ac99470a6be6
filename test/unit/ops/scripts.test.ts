import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const scripts = ['ops/temporal', 'ops/tctl', 'ops/compose'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sh'))
    .map((name) => join(folder, name)),
);
const jobScripts = scripts.filter((path) => !path.startsWith('ops/compose'));

describe('scripts in ops', () => {
  it('are the same for temporal and for tctl, but for plans: tctl knows no updates', () => {
    const names = [
      'allow-deletes.sh',
      'pause.sh',
      'plan.sh',
      'provision.sh',
      'reject-deletes.sh',
      'restart.sh',
      'start.sh',
      'status.sh',
      'sync.sh',
    ];

    expect(jobScripts).toEqual([
      ...names.map((name) => `ops/temporal/${name}`),
      ...names.filter((name) => name !== 'plan.sh').map((name) => `ops/tctl/${name}`),
    ]);
  });

  it.each(scripts)('%s can be run, is correct shell and stops at the first error', (path) => {
    const source = readFileSync(path, 'utf8');

    accessSync(path, constants.X_OK);
    expect(source).toMatch(/^set -eu/m);
    execFileSync(source.startsWith('#!/bin/bash') ? 'bash' : 'sh', ['-n', path]);
  });

  it.each(
    jobScripts.flatMap((path) =>
      [[], ['-h'], ['Dialpad'], ['a b'], ['a"b']].map((args) => [path, args] as const),
    ),
  )('%s explains itself when called with %j', (path, args) => {
    const { status, stdout, stderr } = spawnSync('sh', [path, ...args], { encoding: 'utf8' });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^usage: [\w-]+\.sh APP /);
  });

  it.each(['ops/temporal/provision.sh', 'ops/tctl/provision.sh'])(
    '%s takes no id and no kind that would break its JSON, and no name',
    (path) => {
      for (const args of [[], ['a","x":"'], ['ann@contoso.example'], ['Ann Lee'], ['id', 'Robot']])
        expect(spawnSync('sh', [path, 'dialpad', ...args]).status).toBe(2);
    },
  );

  it.each(['ops/temporal/restart.sh', 'ops/tctl/restart.sh'])(
    '%s takes no scope that would break its JSON',
    (path) => {
      expect(spawnSync('sh', [path, 'dialpad', 'Full","x":"']).status).toBe(2);
    },
  );
});
