import { type AgentLab, agentLab, type LabOptions } from './agent-lab.js';
import { missingForAgent } from './agents.js';
import type { Script } from './scripted-model.js';

export * from './agent-lab.js';

/** A lab whose agent is the real codex. */
export type CodexLab = AgentLab;

export function codexLab(script: Script, options: LabOptions = {}): Promise<CodexLab> {
  return agentLab('codex', script, options);
}

/** A reason when this machine cannot have codex, or has no rooms. */
export function missingForCodex(): Promise<string | undefined> {
  return missingForAgent('codex');
}
