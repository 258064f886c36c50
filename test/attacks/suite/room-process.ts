import { localLab } from '../../support/local-room.js';
import type { Job } from './launched.js';

// Runs as a program of its own: one room, for the job that is its argument.
const job = JSON.parse(process.argv[2] ?? '') as Job;
const lab = await localLab({ identity: job.identity });
try {
  const room = await lab.backend.open({
    id: 'room-1',
    stage: 'agent',
    workspace: await lab.workspace(),
    readOnly: [job.tool],
    limits: lab.limits,
  });
  await room.run(
    {
      argv: ['/bin/bash', '-c', job.script],
      cwd: '',
      env: job.env,
      timeoutMs: 60_000,
      outputBytes: 1 << 20,
      onOutput: (stream, chunk) => void process[stream].write(chunk),
    },
    new AbortController().signal,
  );
  await room.close();
} finally {
  await lab.dispose();
}
