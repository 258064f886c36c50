import { type Clock, systemClock } from './clock.js';
import type { Progress } from './progress.js';
import { createFloodGate, type FloodLimits } from './progress-flood.js';
import { commandData, neutralLine, OUTPUT_MARK } from './workflow-text.js';

export interface LineProgressOptions {
  /** Takes whole lines with their newline. Must be the stream that the runner reads, and nothing else may interleave. */
  write(text: string): void;
  readonly clock?: Clock;
  readonly limits?: FloodLimits;
}

export interface GitHubProgressOptions extends LineProgressOptions {
  /** Random and secret from rooms; at least 16 characters of A-Z, a-z, 0-9, `-`. Ends a stretch without commands. */
  readonly token: string;
}

const MAX_OUTPUT = 400;
const MAX_TEXT = 2000;
/** Lines of what was left out that are shown at its end: how something failed is said last. */
const TAIL_LINES = 10;

/** What differs between logs made of lines. */
export interface Dialect {
  /** A phase begins. */
  open(title: string): void;
  /** The phase ends after so many milliseconds. */
  close(title: string, milliseconds: number): void;
  warn(text: string): void;
  /** Before hostile lines, and after them. */
  guard(on: boolean): void;
  /** A line that is not marked as output, neutral already. Default: as it is. */
  plain?(text: string): string;
}

/** Plain lines, for a CI system that is not GitHub's: output is marked, and neutral for the runners known. */
export function createPlainProgress(options: LineProgressOptions): Progress {
  const line = (text: string): void => options.write(`${text}\n`);
  return createLineProgress(options, {
    open: (title) => line(`== ${title}`),
    close: (title, milliseconds) => line(`== ${title}: ${formatDuration(milliseconds)}`),
    warn: (text) => line(`warning: ${text}`),
    guard: () => {},
  });
}

/**
 * Groups for a log of GitHub Actions. Every hostile line is marked and neutral by itself; besides, the runner is told to
 * stop reading commands from the first hostile line of a phase until something of ours follows it. So whoever else
 * writes workflow commands to the same stream (such as `::add-mask::`) must do so before the first phase or after `close`.
 */
export function createGitHubProgress(options: GitHubProgressOptions): Progress {
  const line = (text: string): void => options.write(`${text}\n`);
  return createLineProgress(options, {
    open: (title) => line(`::group::${commandData(title)}`),
    close: (title, milliseconds) => {
      line(`${title}: ${formatDuration(milliseconds)}`);
      line('::endgroup::');
    },
    warn: (text) => line(`::warning::${commandData(text)}`),
    guard: (on) => line(on ? `::stop-commands::${options.token}` : `::${options.token}::`),
  });
}

/** What all logs made of lines have in common. */
export function createLineProgress(options: LineProgressOptions, dialect: Dialect): Progress {
  const clock = options.clock ?? systemClock;
  const gate = createFloodGate(clock, options.limits);
  let phase: { readonly title: string; readonly start: number } | undefined;
  let guarded = false;

  const guard = (on: boolean): void => {
    if (guarded === on) return;
    guarded = on;
    dialect.guard(on);
  };
  let tail: string[] = [];
  const put = (text: string): void => options.write(`${OUTPUT_MARK}${neutralLine(text, MAX_OUTPUT)}\n`);
  /** What was left out since the last line, in a number, and with the last lines of it where nothing follows. */
  const reportOmitted = (last: boolean): void => {
    const omitted = gate.takeOmitted();
    const shown = last ? tail : [];
    tail = [];
    if (omitted === 0) return;
    guard(true);
    const left = omitted - shown.length;
    if (left > 0)
      options.write(
        `${OUTPUT_MARK}… ${left} ${left === 1 ? 'line' : 'lines'} left out; the evidence has ${left === 1 ? 'it' : 'them'}\n`,
      );
    for (const text of shown) put(text);
  };
  const endPhase = (): void => {
    reportOmitted(true);
    guard(false);
    if (phase !== undefined) dialect.close(phase.title, clock.monotonic() - phase.start);
    phase = undefined;
  };

  return {
    phase(title) {
      endPhase();
      gate.reset();
      phase = { title: neutralLine(title, MAX_TEXT), start: clock.monotonic() };
      dialect.open(phase.title);
    },
    output(text) {
      if (!gate.pass()) {
        tail.push(text);
        if (tail.length > TAIL_LINES) tail.shift();
        return;
      }
      guard(true);
      reportOmitted(false);
      put(text);
    },
    note(text) {
      // It speaks of what came before it.
      reportOmitted(true);
      guard(false);
      const line = neutralLine(text, MAX_TEXT);
      options.write(`${dialect.plain?.(line) ?? line}\n`);
    },
    warn(text) {
      reportOmitted(true);
      guard(false);
      dialect.warn(neutralLine(text, MAX_TEXT));
    },
    close: endPhase,
  };
}

/** `850 ms`, `12.3 s`, `4 min`, `4 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(Math.floor(milliseconds / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(milliseconds / 1000);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}
