import type { RoomCommand } from '../room/types.js';
import { CleanroomError } from '../support/errors.js';
import { bounded, type WindowSize } from './frames.js';
import { PERL_TERMINAL, PYTHON_TERMINAL } from './programs.js';

/** The interpreter of a room that can make a terminal there: absolute. */
export interface TerminalMaker {
  readonly kind: 'perl' | 'python';
  readonly program: string;
}

/**
 * Finds it: run in the room, with the PATH that rooms have by default, it prints a kind and a path.
 */
export const FIND_MAKER: RoomCommand['argv'] = [
  '/bin/sh',
  '-c',
  `p=$(command -v perl) && "$p" -e 1 2>/dev/null && echo "perl $p" && exit
p=$(command -v python3) && "$p" -c 'import os, termios' 2>/dev/null && echo "python $p" && exit
exit 1`,
];

/** Reads what `FIND_MAKER` printed. @throws CleanroomError `terminal.missing` */
export function readMaker(printed: string): TerminalMaker {
  const match = /^(perl|python) (\/[\x21-\x7e]{1,4000})\n?$/.exec(printed);
  const [, kind, program] = match ?? [];
  if ((kind === 'perl' || kind === 'python') && program !== undefined) return { kind, program };
  throw new CleanroomError(
    'terminal.missing',
    'the room has neither Perl nor Python 3, which make the terminal in it',
    {
      kind: 'usage',
      hint: 'add one of them to the image, or give the standard input from a pipe or a file',
    },
  );
}

/** The command line that runs another one in a terminal of its own. Its standard input takes frames. */
export function inTerminal(maker: TerminalMaker, size: WindowSize, argv: RoomCommand['argv']): RoomCommand['argv'] {
  const size_ = [String(bounded(size.rows)), String(bounded(size.columns))];
  // Perl's own words on a locale that an image lacks are not the command's.
  if (maker.kind === 'perl')
    return ['env', 'PERL_BADLANG=0', maker.program, '-e', PERL_TERMINAL, '--', ...size_, ...argv];
  // Isolated: neither the directory nor variables of the room say what it loads.
  return [maker.program, '-I', '-c', PYTHON_TERMINAL, ...size_, ...argv];
}
