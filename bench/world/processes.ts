import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

const KILOBYTES_PER_MB = 1_024;
/** `sysconf(_SC_CLK_TCK)` of every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 500;

/** The most memory a process ever held, in MB (2^20 bytes); null where the system does not tell (`VmHWM`, proc(5)). */
export async function peakRssMb(pid: number | undefined): Promise<number | null> {
  if (pid === undefined) return null;
  return megabytes(await read(`/proc/${pid}/status`), 'VmHWM');
}

/** What a process holds now, in MB; null where the system does not tell. */
export async function rssMb(pid: number | undefined): Promise<number | null> {
  if (pid === undefined) return null;
  return megabytes(await read(`/proc/${pid}/status`), 'VmRSS');
}

/** Seconds that a process has worked on a core so far, its threads included; null where the system does not tell. */
export async function cpuSeconds(pid: number | undefined): Promise<number | null> {
  if (pid === undefined) return null;
  const stat = await read(`/proc/${pid}/stat`);
  // The name before may hold blanks; after its bracket, user and system time are the 12th and 13th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isNaN(ticks) ? null : ticks / TICKS_PER_SECOND;
}

/** Begins to watch the machine's cores. @returns what tells how busy they have been since, all together: from 0 to 1. */
export function watchCores(): () => number {
  const before = coreTimes();
  return () => {
    const now = coreTimes();
    return 1 - (now.idle - before.idle) / (now.all - before.all);
  };
}

function coreTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((core) => core.times);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((time) => Object.values(time))) };
}

/** Watches a process and its children, which share memory with each other. */
export interface FamilyMemory {
  /** The most that all of them held together at once, what they share counted once; null where the system does not tell. */
  peakMb(): number | null;
  stop(): void;
}

/** Looks twice a second: nobody but the kernel knows the peak of a sum. */
export function watchFamily(pid: number): FamilyMemory {
  let peak: number | null = null;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const shares = await Promise.all((await familyOf(pid)).map(proportionalMb));
    const told = shares.filter((share) => share !== null);
    if (told.length > 0)
      peak = Math.max(
        peak ?? 0,
        told.reduce((sum, share) => sum + share, 0),
      );
    isLooking = false;
  };
  const timer = setInterval(() => void look(), SAMPLE_MS);
  timer.unref();
  return {
    peakMb: () => peak,
    stop: () => {
      clearInterval(timer);
    },
  };
}

async function familyOf(pid: number): Promise<readonly number[]> {
  const children = (await read(`/proc/${pid}/task/${pid}/children`)).trim();
  const families = children === '' ? [] : children.split(' ').map((child) => familyOf(Number(child)));
  return [pid, ...(await Promise.all(families)).flat()];
}

/** Of shared pages, a share for each who maps them (`Pss`, proc(5)). */
async function proportionalMb(pid: number): Promise<number | null> {
  return megabytes(await read(`/proc/${pid}/smaps_rollup`), 'Pss');
}

function megabytes(text: string, field: string): number | null {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / KILOBYTES_PER_MB;
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
