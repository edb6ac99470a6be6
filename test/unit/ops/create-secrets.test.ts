import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

describe('ops/compose/create-secrets.sh', () => {
  let parent: string;
  let folder: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'scimflow-secrets-'));
    folder = join(parent, 'secrets');
  });
  afterEach(() => {
    rmSync(parent, { recursive: true });
  });

  const create = () => execFileSync('sh', ['ops/compose/create-secrets.sh', folder], { encoding: 'utf8' });
  const read = () =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

  it('writes every file that docker-compose.yml names, readable by their owner alone', () => {
    create();

    const named = [
      ...readFileSync('docker-compose.yml', 'utf8').matchAll(/ops\/compose\/secrets\/(\w+\.env)$/gm),
    ];
    expect(readdirSync(folder).sort()).toEqual([...new Set(named.map(([, name]) => name))].sort());
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });

  it('gives each role one password, the same wherever it is used', () => {
    create();

    const files = read();
    const value = (name: string) =>
      new RegExp(`^${name}=([0-9a-f]{48})$`, 'm').exec(files['postgres.env'] ?? '')?.[1];
    const passwords = ['POSTGRES_PASSWORD', 'TEMPORAL_DB_PASSWORD', 'SCIMFLOW_DB_PASSWORD'].map(value);
    expect(new Set(passwords).size).toBe(3);
    expect(passwords).not.toContain(undefined);
    expect(files['temporal.env']).toBe(
      `SQL_PASSWORD=${passwords[1] ?? ''}\nPOSTGRES_PWD=${passwords[1] ?? ''}\n`,
    );
    expect(files['scimflow.env']).toContain(
      `postgres://scimflow:${passwords[2] ?? ''}@postgres:5432/scimflow\n`,
    );
  });

  it('changes nothing and prints no secret when it is run again', () => {
    create();
    const before = read();

    const output = create();

    expect(read()).toEqual(before);
    expect(output).not.toMatch(/[0-9a-f]{48}/);
  });
});
