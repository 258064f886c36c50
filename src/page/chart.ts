import { s } from './dom.js';

/* What drawings share: a time axis, and being drawn anew for the width that there is. */

const STEPS_MS = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
  7_200_000, 14_400_000, 43_200_000, 86_400_000,
];

/** Moments for an axis of this length, no more of them than fit. */
export function ticks(lengthMs: number, most: number): readonly number[] {
  const step = STEPS_MS.find((candidate) => lengthMs / candidate <= most) ?? lengthMs / Math.max(1, most);
  return Array.from({ length: Math.floor(lengthMs / step) + 1 }, (_, index) => index * step);
}

export function tickLabel(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  if (milliseconds < 60_000) return `${Number((milliseconds / 1000).toFixed(1))} s`;
  if (milliseconds < 3_600_000) return `${Number((milliseconds / 60_000).toFixed(1))} min`;
  return `${Number((milliseconds / 3_600_000).toFixed(1))} h`;
}

/** Grid lines and their labels, from `left` to `right` of a drawing. */
export function timeAxis(lengthMs: number, area: { left: number; right: number; top: number; bottom: number }) {
  const width = area.right - area.left;
  return ticks(lengthMs, Math.max(2, Math.floor(width / 80))).flatMap((at) => {
    const x = area.left + (at / lengthMs) * width;
    return [
      s('line', { x1: x, x2: x, y1: area.top, y2: area.bottom, class: 'grid' }),
      s('text', { x: Math.min(x, area.right - 14), y: area.bottom + 14, class: 'tick' }, tickLabel(at)),
    ];
  });
}

/** Draws into an element whenever its width changes. */
export function drawn(host: HTMLElement, draw: (width: number) => Element): HTMLElement {
  let width = 0;
  const redraw = (): void => {
    const now = Math.floor(host.clientWidth);
    if (now === 0 || now === width) return;
    width = now;
    host.replaceChildren(draw(now));
  };
  new ResizeObserver(redraw).observe(host);
  return host;
}
