import type { Stage } from '../room/types.js';

/** The lines of the config file, or of the inputs, that let a stage reach `host:port`. */
export function allowLines(stage: Stage, endpoint: string, place: 'public' | 'private' = 'public'): readonly string[] {
  return [`allow-${stage}: ${endpoint}`, ...(place === 'private' ? [`allow-private: ${endpoint}`] : [])];
}
