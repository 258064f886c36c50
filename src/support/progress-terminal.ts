import { type Clock, systemClock } from './clock.js';
import type { Progress } from './progress.js';
import { formatDuration } from './progress-lines.js';
import { cutToWidth, displayWidth } from './text-width.js';
import { neutralLine } from './workflow-text.js';

export interface TerminalProgressOptions {
  write(text: string): void;
  /** Width now; asked at every drawing, so that a resized window is drawn right. */
  columns(): number;
  readonly clock?: Clock;
  /** Milliseconds between two drawings; default 100. 0: only when something of ours is said (for tests). */
  readonly interval?: number;
}

const DEFAULT_INTERVAL_MS = 100;
const CLEAR_LINE = '\r\x1b[2K';
const MAX_TEXT = 2000;

/**
 * A live view: one line that is drawn over itself with the phase, its time and the last line of output; phases that have
 * ended stay above it with their duration. What a room prints is only remembered, and drawn ten times a second at most.
 */
export function createTerminalProgress(options: TerminalProgressOptions): Progress {
  const clock = options.clock ?? systemClock;
  const interval = options.interval ?? DEFAULT_INTERVAL_MS;
  let phase: { readonly title: string; readonly start: number } | undefined;
  let lastLine = '';
  let drawn = '';
  let timer: NodeJS.Timeout | undefined;

  const draw = (): void => {
    if (phase === undefined) return;
    // The last column stays free: a full line would make some terminals scroll.
    const width = Math.max(10, options.columns() - 1);
    const head = `> ${phase.title}  ${elapsed(clock.monotonic() - phase.start)}`;
    const rest = width - displayWidth(head) - 2;
    const output = rest > 5 ? neutralLine(lastLine, rest) : '';
    const line = cutToWidth(output === '' ? head : `${head}  ${output}`, width);
    if (line === drawn) return;
    drawn = line;
    options.write(`${CLEAR_LINE}${line}`);
  };
  const clear = (): void => {
    if (drawn !== '') options.write(CLEAR_LINE);
    drawn = '';
  };
  const say = (text: string): void => {
    clear();
    options.write(`${text}\n`);
    draw();
  };
  const endPhase = (): void => {
    if (phase === undefined) return;
    const { title, start } = phase;
    phase = undefined;
    lastLine = '';
    say(`- ${title}  ${formatDuration(clock.monotonic() - start)}`);
  };

  return {
    phase(title) {
      endPhase();
      phase = { title: neutralLine(title, MAX_TEXT), start: clock.monotonic() };
      draw();
      if (interval > 0) timer ??= setInterval(draw, interval).unref();
    },
    output(line) {
      // An empty line says nothing and would make the view flicker.
      if (line !== '') lastLine = line;
    },
    note: (text) => say(`  ${neutralLine(text, MAX_TEXT)}`),
    warn: (text) => say(`! ${neutralLine(text, MAX_TEXT)}`),
    close() {
      endPhase();
      clear();
      if (timer !== undefined) clearInterval(timer);
      timer = undefined;
    },
  };
}

/** `0:07`, `12:34`, `1:02:03`. */
function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}
