import type { BrokeredCommand } from '../../commands/types.js';
import type { CommandRule } from '../../rules/types.js';
import { brokeredCommands } from '../brokered.js';
import { endpoints, providerTools, repositoryDirectories, tools, variables } from '../lists.js';
import { commandRules, rulesFiles } from '../rule-lists.js';
import { choice, imageName, runtimeName } from '../scalars.js';
import { open, preset } from './definition.js';

const noVariables: Readonly<Record<string, string>> = {};
const noRules: readonly CommandRule[] = [];
const noCommands: readonly BrokeredCommand[] = [];
const none: readonly string[] = [];

/** What rooms are, and what they may reach. */
export const SANDBOX_SETTINGS = {
  room: preset(choice(['auto', 'local', 'docker']), 'auto', {
    group: 'sandbox',
    description:
      'What rooms are made of: `local` (bubblewrap), `docker` (containers of `image`), or `auto` for local rooms where they work, else containers when an image is named.',
  }),
  image: open(imageName(), 'none', null, {
    group: 'sandbox',
    description:
      'Image of docker rooms, by name, digest or id. It must be on this machine: nothing is pulled. See docs/guides/docker-room.md.',
  }),
  'docker-runtime': preset(runtimeName(), 'runc', {
    group: 'sandbox',
    description: 'Runtime of docker rooms, by the name that the daemon knows it by, such as `runsc` for gVisor.',
  }),
  workspace: preset(choice(['auto', 'overlay', 'copy']), 'auto', {
    group: 'sandbox',
    description:
      'How a room gets its tree: `overlay` (nothing is copied), `copy`, or `auto` for the best that works here.',
  }),
  audit: preset(choice(['auto', 'require', 'off']), 'auto', {
    group: 'sandbox',
    description:
      'Whether the kernel is asked for every program that runs in rooms (`exec.jsonl` in the evidence): `auto` where this host lets us, `require` to end the run where it does not, or `off`.',
  }),
  'allow-agent': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description:
      'Exact `host:port` entries that the agent may reach, beside the model. Words stand for the hosts of your own registries: `apt`, `cargo`, `go`, `npm`, `pip`.',
  }),
  'allow-prepare': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description: 'Exact `host:port` entries, or words as in `allow-agent`, that `prepare` may reach.',
  }),
  'allow-proof': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description: 'Exact `host:port` entries, or words as in `allow-agent`, that the verifier may reach.',
  }),
  'allow-private': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description:
      'Entries of the lists above that may resolve to private addresses, such as a registry of your own. All others must be public.',
  }),
  'provider-tools': open(providerTools(), 'nothing', none, {
    group: 'sandbox',
    description:
      'What the model’s provider may do by itself, past the allow-lists of rooms, by name: its tools (`web_search`, `mcp`), other fields of requests, and `fetch-urls` for content that a request names by its address. See docs/guides/policy.md.',
  }),
  rules: open(commandRules(), 'none', noRules, {
    group: 'sandbox',
    description:
      'Rules for the commands of the agent: `forbid git push because REASON`, `allow kubectl get`. What is enforced and what is advice: docs/guides/commands.md.',
  }),
  'rules-files': open(rulesFiles(), 'none', none, {
    group: 'sandbox',
    description: 'Files of the trusted commit with further rules, in the syntax of codex’s `.rules` files.',
  }),
  'brokered-commands': open(brokeredCommands(), 'none', noCommands, {
    group: 'sandbox',
    description:
      'Commands that the host runs for the agent with a credential that the room never sees, as far as `rules` allow them: a mapping, or JSON. See docs/guides/commands.md.',
  }),
  tools: open(tools(), 'none', none, {
    group: 'sandbox',
    description: 'Absolute paths of directories of the host that rooms may read, such as a tool cache.',
  }),
  'writable-roots': open(repositoryDirectories(), 'all of the workspace', none, {
    group: 'sandbox',
    description:
      'Directories of the repository that the agent may change. The rest of the workspace is read-only in its room, and a patch that touches it is refused.',
  }),
  env: open(variables(), 'none', noVariables, {
    group: 'sandbox',
    description: '`NAME=VALUE` entries for every command in a room. They are recorded in the evidence: no secrets.',
  }),
};
