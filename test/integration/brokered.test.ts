import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../src/broker/broker.js';
import type { AccessRecord, Broker } from '../../src/broker/types.js';
import type { FollowRoom } from '../../src/commands/follow.js';
import { ROOM_BIN } from '../../src/commands/paths.js';
import { CommandBroker } from '../../src/commands/service.js';
import { shimProgram } from '../../src/commands/shim.js';
import type { BrokeredCommand, CommandRecord } from '../../src/commands/types.js';
import { MAX_LINE_BYTES } from '../../src/evidence/bounds.js';
import { stageEnvironment } from '../../src/loop/stage-environment.js';
import { HostDirectories } from '../../src/room/directories.js';
import { findProgram } from '../../src/room/local/host.js';
import { compileRules } from '../../src/rules/compile.js';
import { parseRuleLine } from '../../src/rules/line.js';
import { BROKER_PORT } from '../../src/support/broker-port.js';
import { systemClock } from '../../src/support/clock.js';
import { CleanroomError } from '../../src/support/errors.js';
import { CLUSTER_HOST, type Cluster, startCluster } from '../support/cluster.js';
import { localLab } from '../support/local-room.js';
import { type Outcome, run, withRoom } from '../support/room-conformance.js';

/** The real kubectl, in real rooms, against a scripted API server that wants a token. */
const kubectl = await findProgram('kubectl', process.env['PATH'] ?? '');
const bubblewrap = await findProgram('bwrap', process.env['PATH'] ?? '');
const missing =
  kubectl === undefined
    ? 'kubectl is not installed'
    : bubblewrap === undefined
      ? 'bubblewrap is not installed'
      : undefined;

const TOKEN = `canary-${randomBytes(24).toString('hex')}`;
const CONFIG_MAP = JSON.stringify({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'default' },
  data: { a: '1' },
});
const PROXY = stageEnvironment({ port: BROKER_PORT, allow: [], credentialled: [], own: {} });
const DELETE = 'nothing is deleted by a robot';
const RULES = [
  'allow kubectl apply with --dry-run=server without --kubeconfig --server -s --token --as --context --cluster --user',
  'allow kubectl get without --raw --kubeconfig --server -s --token --as',
  'allow kubectl config view',
  'allow kubectl create configmap',
  'allow sh',
  'allow wide',
  'allow broken',
  'allow loud',
  'allow slow',
  `forbid kubectl delete because ${DELETE}`,
];

describe.skipIf(missing !== undefined)(`a brokered kubectl${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let lab: Awaited<ReturnType<typeof localLab>>;
  let cluster: Cluster;
  let broker: Broker;
  let commands: CommandBroker;
  let bin: string;
  let directories: HostDirectories;
  let root: string;
  const records: CommandRecord[] = [];
  let follow: FollowRoom | undefined;
  const access: AccessRecord[] = [];

  beforeAll(async () => {
    lab = await localLab();
    cluster = await startCluster(TOKEN);
    root = join(lab.host.scratch, 'data');
    await mkdir(root, { mode: 0o711 });
    const { identity } = lab.host;
    directories = new HostDirectories(root, identity.kind === 'self' ? undefined : identity);
    broker = createBroker({
      providers: [],
      clock: systemClock,
      onAccess: (record) => access.push(record),
      allowPrivate: [cluster.endpoint],
      lookup: async (host) => (host === CLUSTER_HOST ? [{ address: '127.0.0.1', family: 4 }] : []),
    });
    const limits = {
      timeoutMs: 60_000,
      outputBytes: 1 << 20,
      stdin: 'asked',
      calls: 100,
      allow: [cluster.endpoint],
    } as const;
    const brokered: BrokeredCommand[] = [
      { ...limits, name: 'kubectl', argv: [kubectl ?? ''], env: { KUBECONFIG: { file: cluster.kubeconfig } } },
      // The same command under rules that are too wide.
      { ...limits, name: 'wide', argv: [kubectl ?? ''], env: { KUBECONFIG: { file: cluster.kubeconfig } } },
      { ...limits, name: 'slow', argv: ['/bin/sleep'], env: {} },
      { ...limits, name: 'loud', argv: ['/usr/bin/head'], env: {}, outputBytes: 16 << 20 },
      { ...limits, name: 'broken', argv: ['/bin/true'], env: { KEY: { file: '/nowhere/of/the/host' } } },
      // Stands for any command that can do more than it should: what is out of its reach then?
      {
        ...limits,
        name: 'sh',
        argv: ['/bin/sh'],
        env: { SECRET: { file: cluster.kubeconfig }, PLAIN: { value: 'text' } },
        timeoutMs: 5000,
        outputBytes: 5000,
        calls: 12,
      },
    ];
    const lines = RULES.map((text) => {
      const parsed = parseRuleLine(text, 'rules');
      if (!parsed.ok) throw new Error(parsed.expected);
      return parsed.rule;
    });
    commands = new CommandBroker({
      commands: brokered,
      rules: compileRules({ lines, files: [] }).rules,
      rooms: lab.backend,
      broker,
      directories,
      limits: lab.limits,
      proxy: PROXY,
      token: () => randomBytes(16).toString('hex'),
      follow: async (room) => follow?.(room),
      clock: systemClock,
      onCommand: (record) => records.push(record),
      signal: new AbortController().signal,
    });
    bin = await directories.readable(
      'bin',
      Object.fromEntries(brokered.map((command) => [command.name, shimProgram(command, BROKER_PORT)])),
      0o555,
    );
  });
  afterAll(async () => {
    await broker?.close();
    await cluster?.dispose();
    await lab?.dispose();
  });
  beforeEach(() => {
    records.length = 0;
    access.length = 0;
  });

  /** Runs a script in an agent's room whose line leads to the broker. */
  async function inRoom(
    script: string,
    files: Readonly<Record<string, string>> = {},
    cwd = '',
    signal?: AbortSignal,
  ): Promise<Outcome> {
    const workspace = await lab.workspace({ 'x.yaml': CONFIG_MAP, ...files });
    return withRoom(lab, { workspace, readOnly: [{ source: bin, target: ROOM_BIN }] }, async (room) => {
      const grant = { room: room.id, stage: 'agent', attempt: 3, allow: [] } as const;
      const session = broker.grant({ ...grant, services: { command: commands.serviceFor(grant) } });
      try {
        return await run(room, script, {
          cwd,
          ...(signal ? { signal } : {}),
          env: { PATH: `${ROOM_BIN}:/usr/local/bin:/usr/bin:/bin`, ...PROXY },
          listener: { port: BROKER_PORT, accept: (server) => session.accept(server) },
        });
      } finally {
        await session.close();
      }
    });
  }

  const writes = () => cluster.requests.filter(({ method, url }) => method !== 'GET' && !url.includes('dryRun=All'));

  it('passes a dry run with a file of the room, the token never in it', async () => {
    const found = await inRoom(
      'kubectl apply -f x.yaml --dry-run=server --validate=false; echo "exit $?"; env; cat /proc/*/environ /proc/*/cmdline 2>/dev/null; grep -rs canar[y]- /run /tmp /workspace /home; true',
    );
    expect(found.stdout, found.stderr).toContain('configmap/settings created (server dry run)\nexit 0\n');
    expect(found.stdout + found.stderr).not.toContain(TOKEN);
    const post = cluster.requests.find(({ method }) => method === 'POST');
    expect(post).toMatchObject({ authorization: `Bearer ${TOKEN}`, url: expect.stringContaining('dryRun=All') });
    expect(writes()).toEqual([]);
    expect(records).toEqual([
      {
        time: expect.stringMatching(/^20\d\d-/),
        room: expect.stringMatching(/^room-/),
        attempt: 3,
        argv: ['kubectl', 'apply', '-f', 'x.yaml', '--dry-run=server', '--validate=false'],
        ran: ['kubectl', 'apply', '--dry-run=server', '-f', 'x.yaml', '--dry-run=server', '--validate=false'],
        ranIn: expect.stringMatching(/^command-\d+$/),
        verdict: 'allowed',
        rule: expect.stringContaining('allow kubectl apply with --dry-run=server'),
        exitCode: 0,
        files: [{ path: '/workspace/x.yaml', bytes: CONFIG_MAP.length }],
        stdinBytes: 0,
        stdoutBytes: expect.any(Number),
        stderrBytes: expect.any(Number),
        redactions: 0,
        durationMs: expect.any(Number),
      },
    ]);
    expect(access).toContainEqual(expect.objectContaining({ kind: 'connect', verdict: 'allowed', room: 'command-1' }));
    expect(access).toContainEqual(
      expect.objectContaining({ kind: 'service', verdict: 'allowed', path: '/cleanroom/command/kubectl' }),
    );
  });

  it('takes the file from standard input, from a directory below and from /tmp', async () => {
    const found = await inRoom(
      'kubectl apply --dry-run=server --validate=false -f - <x.yaml; cd deep && kubectl apply --dry-run=server --validate=false -f y.yaml -f ../x.yaml; cp y.yaml /tmp/z.yaml; kubectl apply --dry-run=server --validate=false -f /tmp/z.yaml',
      { 'deep/y.yaml': CONFIG_MAP.replace('settings', 'other') },
    );
    expect(found.stdout.match(/created \(server dry run\)/g), found.stderr).toHaveLength(4);
    expect(writes()).toEqual([]);
  });

  it('refuses what a rule forbids, with its reason and exit code 126', async () => {
    const found = await inRoom('kubectl delete configmap settings; echo "exit $?"');
    expect(found.stdout).toBe('exit 126\n');
    expect(found.stderr).toBe(`cleanroom: kubectl: refused: ${DELETE}\n`);
    expect(records).toMatchObject([
      { verdict: 'refused', rule: `forbid kubectl delete because ${DELETE}`, exitCode: 126, ran: null },
    ]);
    expect(access).toMatchObject([{ kind: 'service', verdict: 'denied' }]);
    expect(writes()).toEqual([]);
  });

  it.each([
    'apply -f x.yaml',
    'apply -f x.yaml --dry-run=none',
    'apply -f x.yaml --dry-run=server --dry-run=none',
    'apply -f x.yaml --dry-run=server --dry_run=none',
    'apply -f x.yaml --dry-run=none --dry-run=server',
    'apply -f x.yaml --dry-run server',
    'apply -f x.yaml --dry-run=server --kubeconfig=x.yaml',
    'apply -f x.yaml --dry-run=server -s https://elsewhere.test',
    '--context x delete configmap settings',
    '-v9 delete configmap settings',
    '--namespace default delete configmap settings',
    '--as=admin get configmaps',
    'get --raw /api/v1/secrets',
    'get configmaps --token=x',
    'get configmaps --server=https://elsewhere.test',
    'get configmaps -shttps://elsewhere.test',
    'exec pod -- sh',
    '',
  ])('refuses kubectl %s', async (args) => {
    const found = await inRoom(`kubectl ${args}; echo "exit $?"`);
    expect(found.stdout).toBe('exit 126\n');
    expect(found.stderr).toContain('cleanroom: kubectl: refused: ');
    expect(records).toMatchObject([{ verdict: 'refused', exitCode: 126 }]);
    expect(writes()).toEqual([]);
  });

  it.each(['--dry-run=server --dry-run=none', '--dry-run=server --dry_run=none', '--field-manager --dry-run=server'])(
    'would write with %s, were prefixes all that counts',
    async (args) => {
      const before = writes().length;
      const found = await inRoom(`wide apply --validate=false -f x.yaml ${args}; wide delete configmap settings`);
      expect(found.stdout).toContain('configmap/settings created\n');
      expect(writes().length).toBe(before + 2);
      cluster.forget();
    },
  );

  it('keeps a required option from becoming the value of another', async () => {
    // Without care --field-manager would take --dry-run=server for its value, and the apply would be a real one.
    const found = await inRoom(
      'kubectl apply --validate=false -f x.yaml --field-manager --dry-run=server; echo "exit $?"',
    );
    expect(found.stdout).toContain('(server dry run)');
    expect(writes()).toEqual([]);
  });

  it('shows a command nothing of the host, and nothing but its own hosts', async () => {
    const found = await inRoom(
      'for file in /etc/shadow /etc/passwd /proc/1/environ; do kubectl create configmap c --dry-run=client -o yaml --from-file=f=$file; done; kubectl apply --dry-run=server -f /etc/shadow',
    );
    expect(found.stdout).toContain('agent:x:');
    expect(found.stdout).not.toMatch(/root:\$|root:\*|canary-/);
    expect(found.stderr).toContain('/etc/shadow');
    const elsewhere = await inRoom(
      `sh -c 'exec 2>&1; printf "CONNECT elsewhere.test:443 HTTP/1.1\\r\\nHost: elsewhere.test:443\\r\\n\\r\\n" | nc -w2 127.0.0.1 ${BROKER_PORT} || bash -c "exec 3<>/dev/tcp/127.0.0.1/${BROKER_PORT}; printf \\"CONNECT elsewhere.test:443 HTTP/1.1\\r\\nHost: elsewhere.test:443\\r\\n\\r\\n\\" >&3; head -1 <&3"'`,
    );
    expect(elsewhere.stdout).toContain('403');
  });

  it('takes the values of the credential out of the output', async () => {
    const found = await inRoom(
      `kubectl config view --raw; sh -c 'cat $SECRET; base64 -w0 $SECRET; echo $PLAIN; sed -n s/canary-//p $SECRET >&2'`,
    );
    expect(found.stdout).toContain('current-context: test');
    expect(found.stdout).toContain('token: [redacted]');
    expect(found.stdout).toContain('text');
    expect(found.stdout).not.toContain(TOKEN);
    expect(found.stdout).not.toContain(Buffer.from(TOKEN).toString('base64').slice(4, -4));
    expect(records.map(({ redactions }) => redactions > 0)).toEqual([true, true]);
  });

  it('has limits for time, output, and how often', async () => {
    const slow = await inRoom(`sh -c 'sleep 100'; echo "exit $?"`);
    expect(slow.stdout).toBe('exit 124\n');
    expect(slow.stderr).toContain('did not end within 5 seconds');
    const loud = await inRoom(`sh -c 'yes' | wc -c; sh -c 'yes' >/dev/null; echo "exit $?"`);
    expect(loud.stdout).toBe('5000\nexit 125\n');
    expect(loud.stderr).toContain('printed more than 5000 bytes');
    const often = await inRoom(`for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do sh -c 'exit 7'; echo $?; done`);
    expect(often.stdout).toMatch(/^(7\n)+(126\n)+$/);
    expect(often.stderr).toContain('12 times');
    expect(records.map(({ verdict }) => verdict)).toEqual(expect.arrayContaining(['failed', 'allowed', 'refused']));
  });

  it('tells the person why it cannot run, and the room nothing of the host', async () => {
    const found = await inRoom('broken; echo "exit $?"; cd /tmp && kubectl get configmaps; echo "exit $?"');
    expect(found.stdout).toBe('exit 125\nexit 126\n');
    expect(found.stderr).not.toContain('/nowhere');
    expect(found.stderr).toContain('start it in /workspace or below');
    expect(records[0]).toMatchObject({
      verdict: 'failed',
      exitCode: 125,
      rule: expect.stringContaining('/nowhere/of/the/host'),
    });
  });

  it('ends with the room that asked for it', async () => {
    const stop = new AbortController();
    const asking = inRoom('slow 1000', {}, '', stop.signal);
    while (!(await readdir(root)).some((name) => name.startsWith('command-')))
      await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort();
    expect((await asking).end).toBe('cancelled');
    await commands.close();
    expect(records).toMatchObject([{ verdict: 'failed', rule: expect.stringContaining('cancelled') }]);
    expect((await readdir(root)).sort()).toEqual(['bin']);
  });

  it('has no room inside a room, no other command, and leaves nothing behind', async () => {
    const found = await inRoom(
      'kubectl get configmaps settings --ignore-not-found; ls /run/cleanroom; cp /run/cleanroom/bin/kubectl /tmp/helm; sed -i s/name=kubectl/name=helm/ /tmp/helm; /tmp/helm list',
    );
    expect(found.stdout).toBe('bin\n');
    expect(found.stderr).toContain('no command of that name');
    expect((await readdir(root)).sort()).toEqual(['bin']);
  });

  /** Asks for commands without the shim: `ask(NAME, ARGUMENTS, FILES)` returns the open connection. */
  const ASK = `use IO::Socket::INET; $SIG{PIPE} = 'IGNORE'; $| = 1;
    sub ask { my ($name, $args, $files) = @_;
      my $body = "cwd 10\\n/workspace" . join('', map { "arg " . length($_) . "\\n$_" } @$args)
        . join('', map { "file " . length($_) . " 1\\n\${_}x" } @{$files || []}) . "end 0\\n";
      my $line = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => ${BROKER_PORT}) or die;
      print $line "POST /cleanroom/command/$name HTTP/1.1\\r\\nhost: 127.0.0.1:${BROKER_PORT}\\r\\ncontent-length: " . length($body) . "\\r\\n\\r\\n$body";
      $line->flush; return $line }
    sub code { my $line = shift; while (<$line>) { return $1 if /^x-cleanroom-exit: ([0-9]+)/ } }
  `;

  it('takes no file that no argument names', async () => {
    const script = `${ASK} print code(ask('loud', ['-c', 1, 'x'], ['/workspace/.git/config'])), ' ';
      print code(ask('loud', ['-c', 1, 'x'], ['/workspace/x'])), ' '`;
    const found = await inRoom('perl ask.pl', { 'ask.pl': script });
    expect(found.stdout, found.stderr).toBe('126 0 ');
    expect(records).toMatchObject([
      { rule: expect.stringContaining('/workspace/.git/config') },
      { exitCode: 0, files: [{ path: '/workspace/x' }] },
    ]);
  });

  it('holds few outputs that nobody reads', async () => {
    const script = `${ASK} my @lines = map { my $line = ask('loud', ['-c', 16000000, '/dev/zero']); code($line); $line } 1..8;
      print code(ask('loud', ['-c', 1, '/dev/zero'])), ' '; close $_ for @lines;
      for (1..3000) { $last = code(ask('loud', ['-c', 1, '/dev/zero'])); last if $last == 0; select undef, undef, undef, 0.01 } print $last`;
    const found = await inRoom('perl ask.pl', { 'ask.pl': script });
    expect(found.stdout, found.stderr).toBe('126 0');
  });

  it('is known to have run where an audit that is required has not the whole of it', async () => {
    follow = async () => ({
      pidFiles: [],
      async finish(exit) {
        if (exit) throw new CleanroomError('audit.incomplete', 'audit: require, but events are missing');
      },
    });
    const found = await inRoom('loud -c 1 /dev/zero; echo "exit $?"').finally(() => {
      follow = undefined;
    });
    expect(found.stdout, found.stderr).toBe('exit 125\n');
    expect(records).toMatchObject([
      {
        ran: ['loud', '-c', '1', '/dev/zero'],
        ranIn: expect.stringMatching(/^command-/),
        verdict: 'failed',
        rule: 'audit: require, but events are missing',
      },
    ]);
  });

  it('runs nothing that there is no place to record for', async () => {
    const script = `${ASK} for (1..200) { code(ask('kubectl', [(chr(1) x 16384) x 4])) }`;
    const found = await inRoom('perl ask.pl; kubectl get configmaps', { 'ask.pl': script });
    expect(found.stderr).toContain('no place left to record it');
    const lines = records.map((record) => JSON.stringify(record).length);
    expect(Math.max(...lines)).toBeLessThan(MAX_LINE_BYTES);
    expect(lines.reduce((sum, length) => sum + length, 0)).toBeLessThan(20 << 20);
    expect(records.every(({ verdict }) => verdict === 'refused')).toBe(true);
  });
});
