import { afterAll, describe, expect, it } from '@jest/globals';
import { accountsAs, groupsAs, logAs, requestsIn } from './observed.js';
import { Play } from './play.js';
import type { Event, Expectation, Scenario, TargetName } from './scenario.js';
import { openStage, type Stage } from './stage.js';
import { startTarget } from './targets.js';

const TARGETS: readonly TargetName[] = ['scimmy', 'strict', 'scim2-server'];
const TIMEOUT_MS = 60_000;

/** The tests of a table: every scenario against every target that it is played on, several at the same time. */
export function describeScenarios(title: string, scenarios: readonly Scenario[]): void {
  // Concurrent tests begin before any hook does.
  let stage: Promise<Stage> | null = null;
  afterAll(async () => {
    await (await stage)?.close();
  });

  describe(title, () => {
    for (const scenario of scenarios) {
      for (const target of targetsOf(scenario)) {
        const name = `${scenario.name} [${target}]`;
        if (scenario.todo !== undefined) {
          it.todo(`${name}: ${scenario.todo}`);
          continue;
        }
        it.concurrent(
          name,
          async () => {
            stage ??= openStage();
            await playScenario(await stage, scenario, target);
          },
          TIMEOUT_MS,
        );
      }
    }
  });
}

/** Where a scenario is played: on everything unless it says why not, on the independent server only where it says so. */
export function targetsOf({ notOn = {}, isGeneric }: Scenario): readonly TargetName[] {
  return TARGETS.filter((target) =>
    target === 'scim2-server' ? isGeneric === true && startTarget[target] !== null : notOn[target] === undefined,
  );
}

async function playScenario(stage: Stage, scenario: Scenario, name: TargetName): Promise<void> {
  const target = await startTarget[name]?.(scenario);
  if (target === undefined) throw new Error(`There is no ${name} on this machine`);
  try {
    const play = await Play.begin(stage, scenario, target);
    try {
      await playThrough(play, scenario);
    } finally {
      await play.end();
    }
  } finally {
    await target.stop();
  }
}

async function playThrough(play: Play, scenario: Scenario): Promise<void> {
  await happen(play, scenario.before ?? []);
  await play.configure({});
  await play.cycleEnds();
  await compare(play, 'the first cycle', scenario.initially);

  for (const { when, expect: expected } of scenario.then ?? []) {
    const begins = await happen(play, when);
    if (!begins) await play.askForCycle();
    await play.cycleEnds();
    const reads = begins ? {} : { reads: {} };
    await compare(play, when.map(({ what }) => what).join(', '), { ...reads, ...expected });
  }

  play.target.clearRequests();
  await play.askForCycle();
  await play.cycleEnds();
  const { because, reads = {}, writes = {} } = scenario.finally ?? {};
  const title = `one more cycle${because === undefined ? '' : `, where ${because}`}`;
  await compare(play, title, { reads, writes });
  expect(play.target.violations()).toEqual([]);
}

/** @returns whether a cycle begins by that. */
async function happen(play: Play, events: readonly Event[]): Promise<boolean> {
  for (const event of events) {
    // The last one may begin a cycle, whose requests count.
    play.target.clearRequests();
    await event.carryOut(play);
    if (event.beginsCycle === undefined) play.target.clearRequests();
  }
  return events.some(({ beginsCycle }) => beginsCycle === true);
}

/** Compares everything that is told of at once, so that a difference shows with what else is different. */
async function compare(play: Play, after: string, expected: Expectation): Promise<void> {
  const { target, labels } = play;
  const { reads, writes, bodies } = requestsIn(target.requests(), labels);
  const seen = {
    after,
    writes,
    ...(expected.reads === undefined ? {} : { reads }),
    ...(expected.accounts === undefined
      ? {}
      : { accounts: accountsAs(expected.accounts, await target.users(), labels) }),
    ...(expected.groups === undefined
      ? {}
      : { groups: groupsAs(expected.groups, await target.groups(), labels) }),
    ...(expected.log === undefined ? {} : { log: logAs(await play.log()) }),
  };
  const { bodies: sent, status, log, ...told } = expected;
  expect(seen).toEqual({ after, ...told, ...(log === undefined ? {} : { log: [...log].sort() }) });
  if (sent !== undefined && target.remembersBodies) expect({ after, bodies }).toMatchObject({ after, bodies: sent });
  if (status !== undefined) expect({ after, status: await play.status() }).toMatchObject({ after, status });
}
