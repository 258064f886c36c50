import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';
import { statFields } from '../support/process-identity.js';
import { FrameStream, type WindowSize } from './frames.js';

/** Of a process that was stopped, and goes on in the foreground. */
const CONTINUED = 'SIGCONT';
/** For what the program showed last, which comes another way than that it was stopped, and for a signal to take effect. */
const SETTLING_MS = 50;

/** The person's side of a terminal in a room. */
export interface PersonTerminal {
  /** For the program in the room. */
  readonly frames: FrameStream;
  readonly size: WindowSize;
  /** The program in the room was stopped: stops this process, too, so that the person's shell has the terminal until `fg`. */
  suspend(): void;
  /** Gives the person's terminal back as it was. May be called more than once. */
  restore(): void;
}

/**
 * What programs switch on in a terminal and leave behind when they are killed: reports of the mouse, bracketed paste,
 * focus reports, another screen, other keys, a hidden cursor, colours.
 */
const RESET =
  '\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[?1049l\x1b[?1l\x1b>\x1b[<u\x1b[?25h\x1b[0m';

/**
 * Takes the person's terminal over: every key goes to the room as it is typed, Ctrl-C and Ctrl-Z too, where the room's own
 * terminal makes signals of them. It is given back at `restore`, and at the end of this process, however it comes about
 * that we are still asked. Somebody may stop this process (`kill -STOP`): when it goes on, whoever had the terminal
 * meanwhile left it in another mode, so it is taken again, and the room's program is made to draw itself anew.
 * @param host with the PATH of stty
 * @param signal ends the session: from then on a terminal that is somebody else's is left alone
 */
export function takeTerminal(
  input: ReadStream,
  output: WriteStream,
  host: { readonly process: NodeJS.Process; readonly path: string },
  signal: AbortSignal,
): PersonTerminal {
  const { process, path } = host;
  const frames = new FrameStream();
  // A terminal that does not know its size says that it has none.
  const sizeNow = (): WindowSize => ({ rows: output.rows || 24, columns: output.columns || 80 });
  const onResize = (): void => frames.resize(sizeNow());
  let taken = true;
  const restore = (): void => {
    if (!taken) return;
    taken = false;
    process.off('exit', restore);
    process.off(CONTINUED, onContinue);
    output.off('resize', onResize);
    input.unpipe(frames);
    input.pause();
    // Who was stopped, and is ended before it goes on, would be stopped again: the terminal is the shell's, in its own mode.
    if (inForeground()) input.setRawMode(false);
    frames.end();
  };
  const take = (): void => {
    input.setRawMode(true);
    plainOutput(input, path);
  };
  const takeAgain = (): void => {
    // Node leaves a terminal alone that it takes to be in this mode already.
    input.setRawMode(false);
    take();
    const { rows, columns } = sizeNow();
    // Programs draw themselves when the size changes, and the kernel tells them only then.
    frames.resize({ rows, columns: columns > 1 ? columns - 1 : columns + 1 });
    frames.resize({ rows, columns });
  };
  /** In the background it stops us, as the terminal has it; not if we are to end, which we may hear of a little later. */
  const whenOurs = (act: () => void): void => {
    if (inForeground()) act();
    else setTimeout(() => taken && !signal.aborted && act(), SETTLING_MS);
  };
  const onContinue = (): void => whenOurs(takeAgain);
  const goOn = (): void => {
    if (!taken) return;
    whenOurs(() => {
      takeAgain();
      frames.goOn();
    });
  };
  const suspend = (): void => {
    setTimeout(() => {
      if (!taken) return;
      input.setRawMode(false);
      // The whole job, as the terminal itself would do it: whoever waits for us, such as npx, is part of it.
      process.kill(0, 'SIGTSTP');
      // Stopped until somebody goes on with us; at once where no shell is there that could, and the kernel ignores it.
      setTimeout(goOn, SETTLING_MS);
    }, SETTLING_MS);
  };
  const size = sizeNow();
  process.on('exit', restore);
  process.on(CONTINUED, onContinue);
  output.on('resize', onResize);
  // There is no terminal any more.
  input.on('error', () => frames.end());
  take();
  input.pipe(frames);
  return { frames, size, suspend, restore };
}

/** Whether the terminal is ours, as far as this system tells. */
function inForeground(): boolean {
  let stat: string;
  try {
    stat = readFileSync('/proc/self/stat', 'latin1');
  } catch {
    return true;
  }
  // State, parent, group, session, terminal, the terminal's group.
  const [, , group, , , foreground] = statFields(stat);
  // None: nobody else has a terminal that is not the session's own.
  return foreground === '-1' || group === foreground;
}

/**
 * Node's raw mode still turns every line feed into two characters, and the terminal in the room has done that where its
 * program wants it. What Node changed and what this changes is undone together, when raw mode ends.
 */
function plainOutput(input: ReadStream, path: string): void {
  spawnSync('stty', ['-opost'], { stdio: [input, 'ignore', 'ignore'], env: { PATH: path, LC_ALL: 'C' } });
}

/** Undoes what a program that did not end by itself may have switched on. */
export function resetModes(output: WriteStream): void {
  output.write(RESET);
}
