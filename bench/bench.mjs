// `npm run bench [overhead|rooms|workspace|memory|candidates|proxy|agents|feedback|publish …]`: what the product itself costs, each figure beside a floor that is measured in the
// same run: absolute times hold for one machine at one moment, ratios travel. Needs `npm run build` (the script does it).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchAgents } from './agents.mjs';
import { benchCandidates } from './candidates.mjs';
import { benchFeedback } from './feedback.mjs';
import { benchMemory } from './memory.mjs';
import { benchOverhead } from './overhead.mjs';
import { benchPage } from './page.mjs';
import { benchProxy } from './proxy.mjs';
import { benchPublish } from './publish.mjs';
import { benchRooms } from './rooms.mjs';
import { benchWorkspace } from './workspace.mjs';

const BENCHES = {
  overhead: benchOverhead,
  rooms: benchRooms,
  workspace: benchWorkspace,
  memory: benchMemory,
  candidates: benchCandidates,
  proxy: benchProxy,
  agents: benchAgents,
  feedback: benchFeedback,
  publish: benchPublish,
  page: benchPage,
};
const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(BENCHES);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
if (spawnSync('bwrap', ['--version']).status !== 0) {
  console.error('bubblewrap is needed: sudo apt-get install -y bubblewrap');
  process.exit(2);
}
const scratch = mkdtempSync(join(roomiest(), 'cleanroom-bench-'));
try {
  for (const name of wanted) {
    console.log(`\n## ${name}`);
    await BENCHES[name](scratch);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Memory where there is enough of it: a disk that still writes 100,000 new files back would be timed along with the rest. */
function roomiest() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > 4 * 2 ** 30) return '/dev/shm';
  } catch {
    // No such file system here.
  }
  return tmpdir();
}
