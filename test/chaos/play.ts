import type { Fault } from '../../src/emulators/strict-scim/index.js';
import { ownArena, type Arena } from './arena.js';
import type { Combination, Plan, Result } from './combination.js';
import type { WorkerFault } from './faults.js';
import { judges } from './judges/index.js';
import { chapterIds, chaptersWith, nothing, type Chapter } from './story.js';
import { System } from './system.js';
import type { World } from './world.js';

/** Plays one story with its faults and has it judged: chapter by chapter, and once more when it should be quiet. */
export async function play(
  plan: Plan,
  shared: Arena,
  tell: (line: string) => void,
): Promise<readonly Result[]> {
  const arena = plan.arena === 'own' ? await ownArena() : shared;
  try {
    const system = await System.open(arena);
    try {
      return await new Performance(system, plan, tell).run();
    } finally {
      await system.close();
    }
  } finally {
    if (plan.arena === 'own') await arena.close();
  }
}

class Performance {
  readonly #system: System;
  readonly #plan: Plan;
  readonly #tell: (line: string) => void;
  readonly #problems = new Map<Combination, string[]>();
  readonly #targetFaults = new Map<Combination, Fault>();
  readonly #graphFaults = new Map<Combination, string>();
  readonly #known = new Set<string>();
  #expected = nothing;

  constructor(system: System, plan: Plan, tell: (line: string) => void) {
    this.#system = system;
    this.#plan = plan;
    this.#tell = tell;
  }

  async run(): Promise<readonly Result[]> {
    const { combinations, isWholeStory } = this.#plan;
    for (const combination of combinations) this.#problems.set(combination, []);
    const wanted = isWholeStory ? chapterIds : combinations.map(({ chapter }) => chapter);
    const chapters = chaptersWith(new Set(wanted));
    for (const [index, chapter] of chapters.entries()) {
      const problem = await this.#chapter(chapter);
      if (problem === null) continue;
      const rest = new Set(chapters.slice(index).map(({ id }) => id));
      this.#blame(problem, ({ chapter: of }) => rest.has(of));
      return this.#results();
    }
    await this.#quietCycle();
    return this.#results();
  }

  /** @returns why the story cannot go on, or null. */
  async #chapter(chapter: Chapter): Promise<string | null> {
    const struck = this.#plan.combinations.filter(({ chapter: of }) => of === chapter.id);
    const began = performance.now();
    try {
      await this.#arm(struck);
      for (const deed of chapter.deeds) await this.#system.carryOut(deed);
      this.#expected = chapter.becomes(this.#expected);
      if (chapter.id === 'firstCycle') await this.#system.configure();
      else await this.#system.askForCycle();
      await this.#system.comesToRest();
      for (let cycle = 1; cycle < (this.#plan.restsAfterCycles ?? 1); cycle += 1) {
        await this.#system.askForCycle();
        await this.#system.comesToRest();
      }
      const problems = this.#judge(await this.#system.world(this.#expected));
      for (const problem of problems)
        this.#blame(`${chapter.title}: ${problem}`, (each) => isOf(each, chapter));
      this.#tell(
        `${chapter.title}: ${problems.length === 0 ? 'well' : problems.join('; ')} (${seconds(began)})`,
      );
      return null;
    } catch (error) {
      const problem = `${chapter.title}: ${error instanceof Error ? error.message : String(error)}`;
      this.#tell(`${problem} (${seconds(began)})`);
      return problem;
    }
  }

  async #arm(struck: readonly Combination[]): Promise<void> {
    const { target, workers } = this.#system;
    const kills: WorkerFault[] = [];
    for (const combination of struck) {
      const { strike, id } = combination;
      if (strike.type === 'worker')
        kills.push(...strike.faults.map((fault, index) => ({ ...fault, id: idOf(id, index) })));
      else if (strike.type === 'target') {
        const fault = { ...strike.fault };
        this.#targetFaults.set(combination, fault);
        target.faults.add(fault);
      } else {
        const { id: fault } = (await this.#system.administer('post', '/faults', strike.fault)) as {
          readonly id: string;
        };
        this.#graphFaults.set(combination, fault);
      }
    }
    if (kills.length > 0) await workers.arm(kills);
  }

  /** At rest, another cycle asks nothing of the target, and changes nothing about it. */
  async #quietCycle(): Promise<void> {
    const asked = this.#system.target.requests().length;
    await this.#system.askForCycle();
    await this.#system.comesToRest();
    const requests = this.#system.target.requests().slice(asked);
    const problems = [
      ...this.#judge(await this.#system.world(this.#expected)),
      ...requests.map(({ method, path }) => `a cycle without changes sends ${method} ${path}`),
    ];
    for (const problem of problems) this.#blame(`afterwards: ${problem}`, () => true);
    this.#tell(`quiet cycle: ${problems.length === 0 ? 'well' : problems.join('; ')}`);
  }

  /** What a chapter spoilt is told once, not again by every later one. */
  #judge(world: World): readonly string[] {
    const problems = Object.entries(judges)
      .flatMap(([name, judge]) => judge(world).map((problem) => `${name}: ${problem}`))
      .filter((problem) => !this.#known.has(problem));
    for (const problem of problems) this.#known.add(problem);
    return problems;
  }

  #blame(problem: string, whom: (combination: Combination) => boolean): void {
    for (const [combination, problems] of this.#problems) if (whom(combination)) problems.push(problem);
  }

  async #results(): Promise<readonly Result[]> {
    const fired = this.#system.workers.fired();
    const waiting = new Set(this.#system.target.faults.waiting());
    const { faults } = (await this.#system.administer('get', '/faults')) as {
      readonly faults: readonly { readonly id: string; readonly struck: number }[];
    };
    const timesOf = (combination: Combination): number => {
      const { strike, id } = combination;
      if (strike.type === 'worker') {
        const hasFired = strike.faults.map((_, index) => fired.some((each) => each.id === idOf(id, index)));
        return hasFired.includes(false) ? 0 : hasFired.length;
      }
      if (strike.type === 'graph')
        return faults.find((each) => each.id === this.#graphFaults.get(combination))?.struck ?? 0;
      const fault = this.#targetFaults.get(combination);
      return fault === undefined || waiting.has(fault) ? 0 : 1;
    };
    return [...this.#problems].map(([combination, problems]) => {
      const times = timesOf(combination);
      return {
        combination,
        times,
        problems: times === 0 && problems.length === 0 ? ['the fault never happened'] : problems,
      };
    });
  }
}

/** Of one of a combination's faults. */
function idOf(combination: string, index: number): string {
  return `${combination}#${index + 1}`;
}

/** A fault that goes on through the story may have spoilt any chapter. */
function isOf({ chapter, strike }: Combination, { id }: Chapter): boolean {
  return chapter === id || strike.type === 'graph';
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
