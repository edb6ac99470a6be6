import type { Registration } from '../registration.js';
import { defaultDataDirectory } from '../start/data-directory.js';
import { Teardown } from '../start/teardown.js';

interface DemoCommandOptions {
  readonly once?: true;
  readonly dataDir: string;
}

/** `demo`: everything on one machine, with an emulated company and emulated apps. */
export const registerDemo: Registration = (program, terminal) => {
  program
    .command('demo')
    .description('everything on this machine, with an emulated company and emulated apps; new every time')
    .option('--once', 'end after the first cycles; fail unless every expected account is in the apps')
    .option('--data-dir <path>', 'the folder of the demo, emptied at its start', defaultDataDirectory('demo'))
    .action(async ({ once, dataDir }: DemoCommandOptions) => {
      // Loaded here, because the emulators bring web servers that no other command needs.
      const { runDemo } = await import('../demo/run-demo.js');
      const signal = terminal.interruption();
      const teardown = new Teardown((line) => {
        terminal.note(terminal.colors.dim(line));
      });
      const isOnce = once === true;
      try {
        await runDemo({ isOnce, dataDir: isOnce ? null : dataDir }, terminal, teardown);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        await teardown.run();
      }
    });
};
