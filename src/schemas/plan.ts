// Generated from schemas/plan.schema.json by `npm run generate`. Do not edit.

/**
 * Everything that decides how a run goes, compiled once from inputs, config and event. It holds no secret.
 */
export interface Plan {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/plan/v1';
  /**
   * Version of cleanroom-action.
   */
  tool: string;
  /**
   * Where the run comes from.
   */
  context: {
    /**
     * pull_request, push, workflow_dispatch, schedule, issue_comment, …; local on the command line.
     */
    event: string;
    /**
     * owner/name; null when unknown.
     */
    repository: string | null;
    /**
     * GitHub's web address.
     */
    serverUrl: string | null;
    /**
     * GitHub's REST address.
     */
    apiUrl: string | null;
    /**
     * Page of the workflow run.
     */
    runUrl: string | null;
    /**
     * Who triggered it.
     */
    actor: string | null;
    /**
     * Everybody who had a part in the start of the run in a workflow, and why each may; empty: an event of nobody's, such as schedule.
     *
     * Items: An account.
     */
    startedBy?: {
      /**
       * Its name.
       */
      login: string;
      /**
       * What it is to the event.
       *
       * Items: actor, triggering actor, sender, author of the comment, …
       */
      as: string[];
      /**
       * What lets it in: write access, allow-users, …
       */
      rule: string;
    }[];
    pullRequest: {
      /**
       * Its number.
       */
      number: number;
      /**
       * Its head.
       */
      headSha: string;
      /**
       * Branch of the head.
       */
      headRef: string;
      /**
       * owner/name of the head; differs from the base for a fork.
       */
      headRepository: string;
      /**
       * Branch that it goes to.
       */
      baseRef: string;
      /**
       * Commit of that branch.
       */
      baseSha: string;
      /**
       * True when head and base are different repositories.
       */
      fork: boolean;
    } | null;
  };
  /**
   * What is worked on and who is trusted.
   */
  source: {
    /**
     * What the agent works on.
     */
    workCommit: string;
    /**
     * Where config, verifier, schema and instructions come from.
     */
    trustedCommit: string;
    /**
     * How the trusted commit was named.
     */
    trustedRef: string;
    /**
     * Path of the config file in the trusted commit; null without one.
     */
    config: string | null;
    /**
     * Profile of the config file that was used; null: none.
     */
    profile: string | null;
  };
  /**
   * The task.
   */
  prompt: {
    /**
     * As the agent gets it.
     */
    text: string;
    /**
     * Digest of the text.
     */
    sha256: string;
  };
  /**
   * Who works.
   */
  agent: {
    /**
     * The agent.
     */
    name: 'codex' | 'claude' | 'gemini' | 'opencode' | 'command';
    /**
     * Pinned version; null for a command.
     */
    version: string | null;
    /**
     * Absolute path of its program in the room; null: the room's own or an installed one.
     */
    program: string | null;
    /**
     * The command line of agent "command", or extra arguments of the others.
     *
     * Items: An argument.
     */
    argv: string[];
    /**
     * Model; null: the agent's own default.
     */
    model: string | null;
    /**
     * Reasoning effort.
     */
    effort: string | null;
    /**
     * Wire format of the model endpoint; null: no model access.
     */
    provider: 'openai' | 'anthropic' | 'gemini' | null;
    /**
     * Where model requests go.
     */
    modelBaseUrl: string | null;
    /**
     * What the provider may do by itself for a room, past its allow-lists: names of tools and fields, and fetch-urls.
     *
     * Items: A name.
     */
    providerTools: string[];
    /**
     * Configuration of agents in the repository that is not hidden from it, by name.
     *
     * Items: A name.
     */
    trustedConfig: ('.claude' | '.codex' | '.gemini' | '.mcp.json' | '.opencode' | 'opencode.json')[];
    /**
     * MCP servers. Secrets are named, never given.
     */
    mcp: {
      /**
       * As agents know it.
       */
      name: string;
      /**
       * Whether the agent starts it in its own room, or the host runs or reaches it.
       */
      where: 'room' | 'host';
      /**
       * Program and arguments; null: it has an address.
       */
      argv: string[] | null;
      /**
       * Its address; null: it is a program.
       */
      url: string | null;
      /**
       * Its environment: texts, paths of files on the host, and names of secrets.
       */
      env: {
        [k: string]:
          | {
              value: string;
            }
          | {
              file: string;
              prefix: string;
            }
          | {
              secret: string;
              prefix: string;
            };
      };
      /**
       * Sent with every request, in the same form.
       */
      headers: {
        [k: string]:
          | {
              value: string;
            }
          | {
              file: string;
              prefix: string;
            }
          | {
              secret: string;
              prefix: string;
            };
      };
      /**
       * Names of the tools that may be called; null: all.
       */
      tools: string[] | null;
      /**
       * host:port entries that a program on the host's side may reach.
       */
      allow: string[];
      /**
       * Milliseconds of one call.
       */
      timeoutMs: number;
      /**
       * How often a run may call its tools.
       */
      calls: number;
      /**
       * Bytes of one answer.
       */
      outputBytes: number;
    }[];
  };
  candidates: PlannedCandidates | null;
  tasks: PlannedTasks | null;
  /**
   * Null: no verifier, the report is the result.
   */
  verifier: {
    /**
     * All commands as a person would type them.
     */
    display: string;
    /**
     * One after another, in rooms of their own, until one fails; or all at once.
     */
    mode: 'sequence' | 'parallel';
    /**
     * Globs of the files that the verifier consists of; taken from the trusted ref.
     *
     * Items: A glob.
     */
    files: string[];
    /**
     * Null: nothing is built.
     */
    build: {
      /**
       * Program and arguments.
       *
       * @minItems 1
       *
       * Items: An argument.
       */
      argv: [string, ...string[]];
      /**
       * The command as a person would type it.
       */
      display: string;
      /**
       * Directory below the workspace; empty: its root.
       */
      cwd: string;
      /**
       * Wall time of one run in milliseconds.
       */
      timeoutMs: number;
    } | null;
    /**
     * In order.
     *
     * @minItems 1
     *
     * Items: One command of the verifier.
     */
    commands: [
      {
        /**
         * Name in evidence and messages: letters, digits and hyphens.
         */
        name: string;
        /**
         * Program and arguments.
         *
         * @minItems 1
         *
         * Items: An argument.
         */
        argv: [string, ...string[]];
        /**
         * The command as a person would type it.
         */
        display: string;
        /**
         * Directory below the workspace; empty: its root.
         */
        cwd: string;
        /**
         * Environment of the verifier.
         */
        env: {
          [k: string]: string;
        };
        /**
         * Variables of all rooms that it sees, by name; null or absent: all.
         */
        envFrom?: string[] | null;
        /**
         * Wall time of one run in milliseconds.
         */
        timeoutMs: number;
      },
      ...{
        /**
         * Name in evidence and messages: letters, digits and hyphens.
         */
        name: string;
        /**
         * Program and arguments.
         *
         * @minItems 1
         *
         * Items: An argument.
         */
        argv: [string, ...string[]];
        /**
         * The command as a person would type it.
         */
        display: string;
        /**
         * Directory below the workspace; empty: its root.
         */
        cwd: string;
        /**
         * Environment of the verifier.
         */
        env: {
          [k: string]: string;
        };
        /**
         * Variables of all rooms that it sees, by name; null or absent: all.
         */
        envFrom?: string[] | null;
        /**
         * Wall time of one run in milliseconds.
         */
        timeoutMs: number;
      }[]
    ];
  } | null;
  /**
   * Whether a green base ends the run.
   */
  baseline: 'require-red' | 'any';
  /**
   * How dependencies get into the base; null: not at all.
   */
  prepare:
    | {
        /**
         * By command.
         */
        kind: 'command';
        /**
         * Program and arguments.
         *
         * @minItems 1
         *
         * Items: An argument.
         */
        argv: [string, ...string[]];
        /**
         * The command as a person would type it.
         */
        display: string;
        /**
         * Directory below the workspace; empty: its root.
         */
        cwd: string;
        /**
         * Wall time of one run in milliseconds.
         */
        timeoutMs: number;
      }
    | {
        /**
         * From the checkout.
         */
        kind: 'workspace';
      }
    | null;
  /**
   * What each stage may reach.
   */
  policy: {
    /**
     * Path of the policy file in the trusted commit; null without one.
     */
    file: string | null;
    /**
     * Generation of Cleanroom's format that the policy file was recognised as; null without one.
     */
    generation: 'A' | 'B' | 'C' | 'D' | null;
    /**
     * host:port entries.
     *
     * Items: host:port
     */
    prepare: string[];
    /**
     * host:port entries.
     *
     * Items: host:port
     */
    agent: string[];
    /**
     * host:port entries.
     *
     * Items: host:port
     */
    proof: string[];
    /**
     * Entries of the lists that may resolve to private addresses.
     *
     * Items: host:port
     */
    private: string[];
    /**
     * Where each entry of the lists comes from. An entry that was written twice is here twice.
     */
    origins: {
      /**
       * The list.
       */
      stage: 'prepare' | 'agent' | 'proof' | 'private';
      /**
       * host:port
       */
      entry: string;
      /**
       * Setting, or place in a file.
       */
      from: string;
      /**
       * The word that stands for it there; null: it was written out.
       */
      word: 'apt' | 'cargo' | 'go' | 'npm' | 'pip' | null;
      /**
       * What of the tool's configuration on the host names it; null without a word.
       */
      via: string | null;
    }[];
    /**
     * What the policy file or a word does not decide here.
     *
     * Items: A sentence.
     */
    notes: string[];
    /**
     * Digest of the four lists.
     */
    sha256: string;
  };
  /**
   * What is said of the agent's commands, and those that the host runs for it.
   */
  commands: {
    /**
     * Rules, the strictest first.
     */
    rules: {
      /**
       * What it says; prompt forbids where nobody can be asked.
       */
      decision: 'allow' | 'prompt' | 'forbid';
      /**
       * For each place from the program on: the words that may stand there.
       */
      pattern: string[][];
      /**
       * Options that the command has.
       */
      with: string[];
      /**
       * Options that it has not.
       */
      without: string[];
      /**
       * Why.
       */
      justification: string | null;
      /**
       * Where it was said.
       */
      source: string;
    }[];
    /**
     * By name of a program: the only absolute paths under which rules for the bare name count.
     */
    hostExecutables: {
      [k: string]: string[];
    };
    /**
     * Commands that run outside of the room that asks for them.
     */
    brokered: {
      /**
       * As rooms call it.
       */
      name: string;
      /**
       * Program and first arguments.
       */
      argv: string[];
      /**
       * Its environment: texts, and paths of credential files on the host.
       */
      env: {
        [k: string]:
          | {
              value: string;
            }
          | {
              file: string;
            };
      };
      /**
       * host:port entries that it may reach.
       */
      allow: string[];
      /**
       * Time for one call.
       */
      timeoutMs: number;
      /**
       * Output of one call.
       */
      outputBytes: number;
      /**
       * When its standard input is sent along.
       */
      stdin: 'asked' | 'always' | 'never';
      /**
       * How often a run may call it.
       */
      calls: number;
    }[];
  };
  /**
   * Globs that the patch may not touch; a leading ! takes paths out again. The last match decides.
   *
   * Items: A glob.
   */
  protect: string[];
  /**
   * What else a change has to pass, and what it may change of what decides.
   */
  proof: {
    /**
     * What becomes of changes to protected paths: the patch is refused, they are left out of it, or they are in it and it has to pass more.
     */
    verifierEdits: 'deny' | 'report' | 'allow';
    /**
     * Those of the protected globs that a patch may never touch; the last match decides.
     *
     * Items: A glob.
     */
    refused: string[];
    /**
     * How often the proof has to pass.
     */
    confirmRuns: number;
    /**
     * Whether a proof has to execute what the base executed.
     */
    floor: 'enforce' | 'report' | 'off';
    /**
     * Whether processes of the verifier say how they ended and what they executed.
     */
    instrument: 'auto' | 'off';
    hidden: {
      /**
       * Program and arguments.
       *
       * @minItems 1
       *
       * Items: An argument.
       */
      argv: [string, ...string[]];
      /**
       * As a person would type it.
       */
      display: string;
      /**
       * Relative to the workspace; empty: its root.
       */
      cwd: string;
      /**
       * Time for one run.
       */
      timeoutMs: number;
      /**
       * Its files on the host, as they were named.
       */
      directory: string;
      /**
       * Digest of the paths, modes and contents of its files.
       */
      sha256: string;
      /**
       * How many there are.
       */
      files: number;
      /**
       * Their size together.
       */
      bytes: number;
      /**
       * What the agent is told of a failure: only that, or the names of failed tests too.
       */
      feedback: 'pass-fail' | 'names';
    } | null;
  };
  /**
   * What the agent's structured output must be.
   */
  report: {
    /**
     * JSON Schema.
     */
    schema: {} | boolean;
    /**
     * Digest of the schema.
     */
    sha256: string;
    /**
     * default, inline, or the path in the trusted commit.
     */
    source: string;
    /**
     * Largest report.
     */
    maxBytes: number;
    /**
     * False: a run with a verifier may end without a report.
     */
    required: boolean;
  };
  /**
   * Hard limits.
   */
  limits: {
    /**
     * Workers at the same time; null: all of them.
     */
    parallel: number | null;
    /**
     * Attempts.
     */
    maxAttempts: number;
    /**
     * Longest silence in the middle of a model's answer.
     */
    modelIdleMs: number;
    /**
     * Wall time of the whole run.
     */
    totalMs: number;
    /**
     * Wall time of one attempt.
     */
    attemptMs: number;
    /**
     * Memory of a room.
     */
    memoryBytes: number;
    /**
     * Processes of a room.
     */
    processes: number;
    /**
     * Largest file that a room may write.
     */
    fileBytes: number;
    /**
     * Open files per process.
     */
    openFiles: number;
    /**
     * Size of a room's /tmp.
     */
    tmpBytes: number;
    /**
     * CPUs' worth of time; null: all.
     */
    cpus: number | null;
    /**
     * What a room may add to its workspace, HOME and report directory.
     */
    diskBytes: number;
    /**
     * Files and directories that it may add there.
     */
    diskFiles: number;
    /**
     * Limits that the run starts without where nothing enforces them.
     *
     * Items: Name of a limit.
     */
    acceptUnenforced: string[];
    /**
     * Output after which a command is killed.
     */
    outputBytes: number;
    /**
     * Bytes kept of each log, head and tail.
     */
    logBytes: number;
    /**
     * Bytes that the next attempt is told at most of a failed verifier.
     */
    feedbackBytes: number;
    /**
     * Largest patch.
     */
    patchBytes: number;
    /**
     * Most files in a patch.
     */
    patchFiles: number;
  };
  /**
   * What is done about an agent that does not get on; absent: nothing.
   */
  stuck?: {
    /**
     * Attempts in a row without progress; 0: nobody looks.
     */
    after: number;
    /**
     * How often a fresh conversation is begun with a snapshot then.
     */
    restarts: number;
    /**
     * Lines that such an attempt may change of what it found.
     */
    diffLines: number;
  };
  /**
   * Hard caps on the use of the model, over all rooms of the run together.
   */
  budget: {
    /**
     * Model requests; null: no cap.
     */
    maxRequests: number | null;
    /**
     * Input and output tokens together; null: no cap.
     */
    maxTokens: number | null;
    /**
     * US dollars by the prices; null: no cap.
     */
    maxCostUsd: number | null;
    /**
     * What models cost.
     *
     * Items: One model, in US dollars for a million tokens.
     */
    prices: {
      /**
       * Name as requests carry it; * is every other model.
       */
      model: string;
      /**
       * Input.
       */
      input: number;
      /**
       * Input that the provider had cached.
       */
      cachedInput: number;
      /**
       * Output.
       */
      output: number;
    }[];
  };
  /**
   * The sandbox.
   */
  room: {
    /**
     * Kind of room; auto: what works here. The verdict names what it was.
     */
    backend: 'auto' | 'local' | 'docker';
    /**
     * Image of docker rooms, as it was named; null: none.
     */
    image: string | null;
    /**
     * Runtime of docker rooms, as its daemon names it.
     */
    runtime: string;
    /**
     * How the tree is laid out.
     */
    workspace: 'auto' | 'overlay' | 'copy';
    /**
     * Whether the kernel is asked what runs in rooms.
     */
    audit: 'auto' | 'require' | 'off';
    /**
     * Further host directories that rooms may read.
     *
     * Items: Absolute path.
     */
    tools: string[];
    /**
     * Directories of the workspace that the agent may change; null: all of it.
     */
    writable: string[] | null;
    /**
     * Environment of every command in a room. No secrets.
     */
    env: {
      [k: string]: string;
    };
  };
  /**
   * What is shown where.
   */
  publish: {
    /**
     * here: by the job of the run; later: by another job, from the evidence.
     */
    where: 'here' | 'later';
    /**
     * When to comment.
     */
    comment: 'auto' | 'always' | 'never';
    /**
     * Tells comments of several workflows apart.
     */
    commentKey: string;
    /**
     * Write the job summary.
     */
    summary: boolean;
    /**
     * When to write a check run.
     */
    check: 'auto' | 'always' | 'never';
    /**
     * Name of the check run.
     */
    checkName: string;
    /**
     * What becomes of a verified change.
     */
    deliver: {
      /**
       * none: nothing; artifact: it is in the evidence; suggestions: of a review; commit: to the pull request's branch; pull-request: one of its own.
       */
      kind: 'none' | 'artifact' | 'suggestions' | 'commit' | 'pull-request';
      /**
       * Branch of its own for a pull request; null: named after what it is for.
       */
      branch: string | null;
      /**
       * Whether such a pull request is a draft.
       */
      draft: boolean;
      /**
       * Who makes the commit, and signs it: GitHub's API, or git on this host with its own configuration.
       */
      sign: 'github' | 'git';
      /**
       * Files of a change that is delivered, at most.
       */
      maxFiles: number;
      /**
       * Bytes of its patch, at most.
       */
      maxBytes: number;
    };
  };
}
/**
 * Agents that do the same task side by side.
 */
export interface PlannedCandidates {
  /**
   * Which verified change is the run's.
   */
  select: 'first' | 'smallest-patch' | 'all';
  /**
   * One for each candidate, at least two.
   *
   * Items: What it has of its own; all else is as in agent.
   */
  agents: {
    /**
     * The agent.
     */
    name: 'codex' | 'claude' | 'gemini' | 'opencode' | 'command';
    /**
     * Pinned version.
     */
    version: string | null;
    /**
     * Absolute path of its program in the room.
     */
    program: string | null;
    /**
     * Command line, or extra arguments.
     *
     * Items: An argument.
     */
    argv: string[];
    /**
     * Model.
     */
    model: string | null;
    /**
     * Reasoning effort.
     */
    effort: string | null;
    /**
     * Wire format of its model endpoint.
     */
    provider: 'openai' | 'anthropic' | 'gemini' | null;
  }[];
}
/**
 * Parts of the task, for a worker each.
 */
export interface PlannedTasks {
  /**
   * Who makes the list: the configuration, or an agent in its first turn.
   */
  source: 'config' | 'planner';
  /**
   * In the order in which their changes are merged; empty where a planner makes it.
   */
  list: PlannedTask[];
}
/**
 * One part.
 */
export interface PlannedTask {
  /**
   * Name of its worker.
   */
  name: string;
  /**
   * What is to be done.
   */
  prompt: string;
  /**
   * Tasks before it whose changes it finds made.
   *
   * Items: A name.
   */
  depends: string[];
  /**
   * What shows that this part is done.
   */
  verifier: {
    /**
     * Program and arguments.
     *
     * @minItems 1
     *
     * Items: An argument.
     */
    argv: [string, ...string[]];
    /**
     * The command as a person would type it.
     */
    display: string;
    /**
     * Directory below the workspace; empty: its root.
     */
    cwd: string;
    /**
     * Wall time of one run in milliseconds.
     */
    timeoutMs: number;
  };
}

export const planSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "plan",
  "title": "Plan",
  "type": "object",
  "description": "Everything that decides how a run goes, compiled once from inputs, config and event. It holds no secret.",
  "additionalProperties": false,
  "required": [
    "schema",
    "tool",
    "context",
    "source",
    "prompt",
    "agent",
    "candidates",
    "tasks",
    "verifier",
    "baseline",
    "prepare",
    "policy",
    "commands",
    "protect",
    "proof",
    "report",
    "limits",
    "budget",
    "room",
    "publish"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/plan/v1",
      "description": "Format of this file."
    },
    "tool": {
      "type": "string",
      "description": "Version of cleanroom-action."
    },
    "context": {
      "type": "object",
      "description": "Where the run comes from.",
      "additionalProperties": false,
      "required": [
        "event",
        "repository",
        "serverUrl",
        "apiUrl",
        "runUrl",
        "actor",
        "pullRequest"
      ],
      "properties": {
        "event": {
          "type": "string",
          "description": "pull_request, push, workflow_dispatch, schedule, issue_comment, …; local on the command line."
        },
        "repository": {
          "type": [
            "string",
            "null"
          ],
          "description": "owner/name; null when unknown."
        },
        "serverUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "GitHub's web address."
        },
        "apiUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "GitHub's REST address."
        },
        "runUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "Page of the workflow run."
        },
        "actor": {
          "type": [
            "string",
            "null"
          ],
          "description": "Who triggered it."
        },
        "startedBy": {
          "type": "array",
          "description": "Everybody who had a part in the start of the run in a workflow, and why each may; empty: an event of nobody's, such as schedule.",
          "items": {
            "type": "object",
            "description": "An account.",
            "additionalProperties": false,
            "required": [
              "login",
              "as",
              "rule"
            ],
            "properties": {
              "login": {
                "type": "string",
                "description": "Its name."
              },
              "as": {
                "type": "array",
                "description": "What it is to the event.",
                "items": {
                  "type": "string",
                  "description": "actor, triggering actor, sender, author of the comment, …"
                }
              },
              "rule": {
                "type": "string",
                "description": "What lets it in: write access, allow-users, …"
              }
            }
          }
        },
        "pullRequest": {
          "oneOf": [
            {
              "type": "object",
              "description": "The pull request that the run belongs to.",
              "additionalProperties": false,
              "required": [
                "number",
                "headSha",
                "headRef",
                "headRepository",
                "baseRef",
                "baseSha",
                "fork"
              ],
              "properties": {
                "number": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Its number."
                },
                "headSha": {
                  "type": "string",
                  "description": "Its head.",
                  "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                },
                "headRef": {
                  "type": "string",
                  "description": "Branch of the head."
                },
                "headRepository": {
                  "type": "string",
                  "description": "owner/name of the head; differs from the base for a fork."
                },
                "baseRef": {
                  "type": "string",
                  "description": "Branch that it goes to."
                },
                "baseSha": {
                  "type": "string",
                  "description": "Commit of that branch.",
                  "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                },
                "fork": {
                  "type": "boolean",
                  "description": "True when head and base are different repositories."
                }
              }
            },
            {
              "type": "null"
            }
          ]
        }
      }
    },
    "source": {
      "type": "object",
      "description": "What is worked on and who is trusted.",
      "additionalProperties": false,
      "required": [
        "workCommit",
        "trustedCommit",
        "trustedRef",
        "config",
        "profile"
      ],
      "properties": {
        "workCommit": {
          "type": "string",
          "description": "What the agent works on.",
          "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
        },
        "trustedCommit": {
          "type": "string",
          "description": "Where config, verifier, schema and instructions come from.",
          "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
        },
        "trustedRef": {
          "type": "string",
          "description": "How the trusted commit was named."
        },
        "config": {
          "type": [
            "string",
            "null"
          ],
          "description": "Path of the config file in the trusted commit; null without one."
        },
        "profile": {
          "type": [
            "string",
            "null"
          ],
          "description": "Profile of the config file that was used; null: none."
        }
      }
    },
    "prompt": {
      "type": "object",
      "description": "The task.",
      "additionalProperties": false,
      "required": [
        "text",
        "sha256"
      ],
      "properties": {
        "text": {
          "type": "string",
          "description": "As the agent gets it."
        },
        "sha256": {
          "type": "string",
          "description": "Digest of the text.",
          "pattern": "^[0-9a-f]{64}$"
        }
      }
    },
    "agent": {
      "type": "object",
      "description": "Who works.",
      "additionalProperties": false,
      "required": [
        "name",
        "version",
        "program",
        "argv",
        "model",
        "effort",
        "provider",
        "modelBaseUrl",
        "providerTools",
        "trustedConfig",
        "mcp"
      ],
      "properties": {
        "name": {
          "enum": [
            "codex",
            "claude",
            "gemini",
            "opencode",
            "command"
          ],
          "description": "The agent."
        },
        "version": {
          "type": [
            "string",
            "null"
          ],
          "description": "Pinned version; null for a command."
        },
        "program": {
          "type": [
            "string",
            "null"
          ],
          "description": "Absolute path of its program in the room; null: the room's own or an installed one."
        },
        "argv": {
          "type": "array",
          "description": "The command line of agent \"command\", or extra arguments of the others.",
          "items": {
            "type": "string",
            "description": "An argument."
          }
        },
        "model": {
          "type": [
            "string",
            "null"
          ],
          "description": "Model; null: the agent's own default."
        },
        "effort": {
          "type": [
            "string",
            "null"
          ],
          "description": "Reasoning effort."
        },
        "provider": {
          "enum": [
            "openai",
            "anthropic",
            "gemini",
            null
          ],
          "description": "Wire format of the model endpoint; null: no model access."
        },
        "modelBaseUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "Where model requests go."
        },
        "providerTools": {
          "type": "array",
          "description": "What the provider may do by itself for a room, past its allow-lists: names of tools and fields, and fetch-urls.",
          "items": {
            "type": "string",
            "description": "A name."
          }
        },
        "trustedConfig": {
          "type": "array",
          "description": "Configuration of agents in the repository that is not hidden from it, by name.",
          "items": {
            "enum": [
              ".claude",
              ".codex",
              ".gemini",
              ".mcp.json",
              ".opencode",
              "opencode.json"
            ],
            "description": "A name."
          }
        },
        "mcp": {
          "type": "array",
          "description": "MCP servers. Secrets are named, never given.",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "name",
              "where",
              "argv",
              "url",
              "env",
              "headers",
              "tools",
              "allow",
              "timeoutMs",
              "calls",
              "outputBytes"
            ],
            "properties": {
              "name": {
                "type": "string",
                "description": "As agents know it."
              },
              "where": {
                "enum": [
                  "room",
                  "host"
                ],
                "description": "Whether the agent starts it in its own room, or the host runs or reaches it."
              },
              "argv": {
                "type": [
                  "array",
                  "null"
                ],
                "description": "Program and arguments; null: it has an address.",
                "items": {
                  "type": "string"
                }
              },
              "url": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Its address; null: it is a program."
              },
              "env": {
                "type": "object",
                "description": "Its environment: texts, paths of files on the host, and names of secrets.",
                "additionalProperties": {
                  "anyOf": [
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "value"
                      ],
                      "properties": {
                        "value": {
                          "type": "string"
                        }
                      }
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "file",
                        "prefix"
                      ],
                      "properties": {
                        "file": {
                          "type": "string"
                        },
                        "prefix": {
                          "type": "string"
                        }
                      }
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "secret",
                        "prefix"
                      ],
                      "properties": {
                        "secret": {
                          "type": "string"
                        },
                        "prefix": {
                          "type": "string"
                        }
                      }
                    }
                  ]
                }
              },
              "headers": {
                "type": "object",
                "description": "Sent with every request, in the same form.",
                "additionalProperties": {
                  "anyOf": [
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "value"
                      ],
                      "properties": {
                        "value": {
                          "type": "string"
                        }
                      }
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "file",
                        "prefix"
                      ],
                      "properties": {
                        "file": {
                          "type": "string"
                        },
                        "prefix": {
                          "type": "string"
                        }
                      }
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "secret",
                        "prefix"
                      ],
                      "properties": {
                        "secret": {
                          "type": "string"
                        },
                        "prefix": {
                          "type": "string"
                        }
                      }
                    }
                  ]
                }
              },
              "tools": {
                "type": [
                  "array",
                  "null"
                ],
                "description": "Names of the tools that may be called; null: all.",
                "items": {
                  "type": "string"
                }
              },
              "allow": {
                "type": "array",
                "description": "host:port entries that a program on the host's side may reach.",
                "items": {
                  "type": "string"
                }
              },
              "timeoutMs": {
                "type": "integer",
                "minimum": 1,
                "description": "Milliseconds of one call."
              },
              "calls": {
                "type": "integer",
                "minimum": 1,
                "description": "How often a run may call its tools."
              },
              "outputBytes": {
                "type": "integer",
                "minimum": 1,
                "description": "Bytes of one answer."
              }
            }
          }
        }
      }
    },
    "candidates": {
      "oneOf": [
        {
          "type": "object",
          "title": "PlannedCandidates",
          "description": "Agents that do the same task side by side.",
          "additionalProperties": false,
          "required": [
            "select",
            "agents"
          ],
          "properties": {
            "select": {
              "enum": [
                "first",
                "smallest-patch",
                "all"
              ],
              "description": "Which verified change is the run's."
            },
            "agents": {
              "type": "array",
              "description": "One for each candidate, at least two.",
              "items": {
                "type": "object",
                "description": "What it has of its own; all else is as in agent.",
                "additionalProperties": false,
                "required": [
                  "name",
                  "version",
                  "program",
                  "argv",
                  "model",
                  "effort",
                  "provider"
                ],
                "properties": {
                  "name": {
                    "enum": [
                      "codex",
                      "claude",
                      "gemini",
                      "opencode",
                      "command"
                    ],
                    "description": "The agent."
                  },
                  "version": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Pinned version."
                  },
                  "program": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Absolute path of its program in the room."
                  },
                  "argv": {
                    "type": "array",
                    "description": "Command line, or extra arguments.",
                    "items": {
                      "type": "string",
                      "description": "An argument."
                    }
                  },
                  "model": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Model."
                  },
                  "effort": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Reasoning effort."
                  },
                  "provider": {
                    "enum": [
                      "openai",
                      "anthropic",
                      "gemini",
                      null
                    ],
                    "description": "Wire format of its model endpoint."
                  }
                }
              }
            }
          }
        },
        {
          "type": "null"
        }
      ]
    },
    "tasks": {
      "oneOf": [
        {
          "type": "object",
          "title": "PlannedTasks",
          "description": "Parts of the task, for a worker each.",
          "additionalProperties": false,
          "required": [
            "source",
            "list"
          ],
          "properties": {
            "source": {
              "enum": [
                "config",
                "planner"
              ],
              "description": "Who makes the list: the configuration, or an agent in its first turn."
            },
            "list": {
              "type": "array",
              "description": "In the order in which their changes are merged; empty where a planner makes it.",
              "items": {
                "type": "object",
                "title": "PlannedTask",
                "description": "One part.",
                "additionalProperties": false,
                "required": [
                  "name",
                  "prompt",
                  "depends",
                  "verifier"
                ],
                "properties": {
                  "name": {
                    "type": "string",
                    "description": "Name of its worker."
                  },
                  "prompt": {
                    "type": "string",
                    "description": "What is to be done."
                  },
                  "depends": {
                    "type": "array",
                    "description": "Tasks before it whose changes it finds made.",
                    "items": {
                      "type": "string",
                      "description": "A name."
                    }
                  },
                  "verifier": {
                    "type": "object",
                    "description": "What shows that this part is done.",
                    "additionalProperties": false,
                    "required": [
                      "argv",
                      "display",
                      "cwd",
                      "timeoutMs"
                    ],
                    "properties": {
                      "argv": {
                        "type": "array",
                        "description": "Program and arguments.",
                        "items": {
                          "type": "string",
                          "description": "An argument."
                        },
                        "minItems": 1
                      },
                      "display": {
                        "type": "string",
                        "description": "The command as a person would type it."
                      },
                      "cwd": {
                        "type": "string",
                        "description": "Directory below the workspace; empty: its root."
                      },
                      "timeoutMs": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Wall time of one run in milliseconds."
                      }
                    }
                  }
                }
              }
            }
          }
        },
        {
          "type": "null"
        }
      ]
    },
    "verifier": {
      "oneOf": [
        {
          "type": "object",
          "description": "What decides: every command has to exit with 0.",
          "additionalProperties": false,
          "required": [
            "display",
            "mode",
            "files",
            "build",
            "commands"
          ],
          "properties": {
            "display": {
              "type": "string",
              "description": "All commands as a person would type them."
            },
            "mode": {
              "enum": [
                "sequence",
                "parallel"
              ],
              "description": "One after another, in rooms of their own, until one fails; or all at once."
            },
            "files": {
              "type": "array",
              "description": "Globs of the files that the verifier consists of; taken from the trusted ref.",
              "items": {
                "type": "string",
                "description": "A glob."
              }
            },
            "build": {
              "oneOf": [
                {
                  "type": "object",
                  "description": "Run in every room of the verifier before its command.",
                  "additionalProperties": false,
                  "required": [
                    "argv",
                    "display",
                    "cwd",
                    "timeoutMs"
                  ],
                  "properties": {
                    "argv": {
                      "type": "array",
                      "description": "Program and arguments.",
                      "items": {
                        "type": "string",
                        "description": "An argument."
                      },
                      "minItems": 1
                    },
                    "display": {
                      "type": "string",
                      "description": "The command as a person would type it."
                    },
                    "cwd": {
                      "type": "string",
                      "description": "Directory below the workspace; empty: its root."
                    },
                    "timeoutMs": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Wall time of one run in milliseconds."
                    }
                  }
                },
                {
                  "type": "null"
                }
              ],
              "description": "Null: nothing is built."
            },
            "commands": {
              "type": "array",
              "description": "In order.",
              "minItems": 1,
              "items": {
                "type": "object",
                "description": "One command of the verifier.",
                "additionalProperties": false,
                "required": [
                  "name",
                  "argv",
                  "display",
                  "cwd",
                  "env",
                  "timeoutMs"
                ],
                "properties": {
                  "name": {
                    "type": "string",
                    "description": "Name in evidence and messages: letters, digits and hyphens."
                  },
                  "argv": {
                    "type": "array",
                    "description": "Program and arguments.",
                    "items": {
                      "type": "string",
                      "description": "An argument."
                    },
                    "minItems": 1
                  },
                  "display": {
                    "type": "string",
                    "description": "The command as a person would type it."
                  },
                  "cwd": {
                    "type": "string",
                    "description": "Directory below the workspace; empty: its root."
                  },
                  "env": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    },
                    "description": "Environment of the verifier."
                  },
                  "envFrom": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "items": {
                      "type": "string",
                      "description": "Name of a variable."
                    },
                    "description": "Variables of all rooms that it sees, by name; null or absent: all."
                  },
                  "timeoutMs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Wall time of one run in milliseconds."
                  }
                }
              }
            }
          }
        },
        {
          "type": "null"
        }
      ],
      "description": "Null: no verifier, the report is the result."
    },
    "baseline": {
      "enum": [
        "require-red",
        "any"
      ],
      "description": "Whether a green base ends the run."
    },
    "prepare": {
      "oneOf": [
        {
          "type": "object",
          "description": "A command run once with the prepare stage's network; what it leaves is frozen.",
          "additionalProperties": false,
          "required": [
            "kind",
            "argv",
            "display",
            "timeoutMs",
            "cwd"
          ],
          "properties": {
            "kind": {
              "const": "command",
              "description": "By command."
            },
            "argv": {
              "type": "array",
              "description": "Program and arguments.",
              "items": {
                "type": "string",
                "description": "An argument."
              },
              "minItems": 1
            },
            "display": {
              "type": "string",
              "description": "The command as a person would type it."
            },
            "cwd": {
              "type": "string",
              "description": "Directory below the workspace; empty: its root."
            },
            "timeoutMs": {
              "type": "integer",
              "minimum": 0,
              "description": "Wall time of one run in milliseconds."
            }
          }
        },
        {
          "type": "object",
          "description": "Ignored files of the checkout.",
          "additionalProperties": false,
          "required": [
            "kind"
          ],
          "properties": {
            "kind": {
              "const": "workspace",
              "description": "From the checkout."
            }
          }
        },
        {
          "type": "null"
        }
      ],
      "description": "How dependencies get into the base; null: not at all."
    },
    "policy": {
      "type": "object",
      "description": "What each stage may reach.",
      "additionalProperties": false,
      "required": [
        "file",
        "generation",
        "prepare",
        "agent",
        "proof",
        "private",
        "origins",
        "notes",
        "sha256"
      ],
      "properties": {
        "file": {
          "type": [
            "string",
            "null"
          ],
          "description": "Path of the policy file in the trusted commit; null without one."
        },
        "generation": {
          "enum": [
            "A",
            "B",
            "C",
            "D",
            null
          ],
          "description": "Generation of Cleanroom's format that the policy file was recognised as; null without one."
        },
        "prepare": {
          "type": "array",
          "description": "host:port entries.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "agent": {
          "type": "array",
          "description": "host:port entries.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "proof": {
          "type": "array",
          "description": "host:port entries.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "private": {
          "type": "array",
          "description": "Entries of the lists that may resolve to private addresses.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "origins": {
          "type": "array",
          "description": "Where each entry of the lists comes from. An entry that was written twice is here twice.",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "stage",
              "entry",
              "from",
              "word",
              "via"
            ],
            "properties": {
              "stage": {
                "enum": [
                  "prepare",
                  "agent",
                  "proof",
                  "private"
                ],
                "description": "The list."
              },
              "entry": {
                "type": "string",
                "description": "host:port"
              },
              "from": {
                "type": "string",
                "description": "Setting, or place in a file."
              },
              "word": {
                "enum": [
                  "apt",
                  "cargo",
                  "go",
                  "npm",
                  "pip",
                  null
                ],
                "description": "The word that stands for it there; null: it was written out."
              },
              "via": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "What of the tool's configuration on the host names it; null without a word."
              }
            }
          }
        },
        "notes": {
          "type": "array",
          "description": "What the policy file or a word does not decide here.",
          "items": {
            "type": "string",
            "description": "A sentence."
          }
        },
        "sha256": {
          "type": "string",
          "description": "Digest of the four lists.",
          "pattern": "^[0-9a-f]{64}$"
        }
      }
    },
    "commands": {
      "type": "object",
      "description": "What is said of the agent's commands, and those that the host runs for it.",
      "additionalProperties": false,
      "required": [
        "rules",
        "hostExecutables",
        "brokered"
      ],
      "properties": {
        "rules": {
          "type": "array",
          "description": "Rules, the strictest first.",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "decision",
              "pattern",
              "with",
              "without",
              "justification",
              "source"
            ],
            "properties": {
              "decision": {
                "enum": [
                  "allow",
                  "prompt",
                  "forbid"
                ],
                "description": "What it says; prompt forbids where nobody can be asked."
              },
              "pattern": {
                "type": "array",
                "description": "For each place from the program on: the words that may stand there.",
                "items": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                }
              },
              "with": {
                "type": "array",
                "description": "Options that the command has.",
                "items": {
                  "type": "string"
                }
              },
              "without": {
                "type": "array",
                "description": "Options that it has not.",
                "items": {
                  "type": "string"
                }
              },
              "justification": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Why."
              },
              "source": {
                "type": "string",
                "description": "Where it was said."
              }
            }
          }
        },
        "hostExecutables": {
          "type": "object",
          "description": "By name of a program: the only absolute paths under which rules for the bare name count.",
          "additionalProperties": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        },
        "brokered": {
          "type": "array",
          "description": "Commands that run outside of the room that asks for them.",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "name",
              "argv",
              "env",
              "allow",
              "timeoutMs",
              "outputBytes",
              "stdin",
              "calls"
            ],
            "properties": {
              "name": {
                "type": "string",
                "description": "As rooms call it."
              },
              "argv": {
                "type": "array",
                "description": "Program and first arguments.",
                "items": {
                  "type": "string"
                }
              },
              "env": {
                "type": "object",
                "description": "Its environment: texts, and paths of credential files on the host.",
                "additionalProperties": {
                  "anyOf": [
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "value"
                      ],
                      "properties": {
                        "value": {
                          "type": "string"
                        }
                      }
                    },
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "required": [
                        "file"
                      ],
                      "properties": {
                        "file": {
                          "type": "string"
                        }
                      }
                    }
                  ]
                }
              },
              "allow": {
                "type": "array",
                "description": "host:port entries that it may reach.",
                "items": {
                  "type": "string"
                }
              },
              "timeoutMs": {
                "type": "integer",
                "minimum": 1,
                "description": "Time for one call."
              },
              "outputBytes": {
                "type": "integer",
                "minimum": 1,
                "description": "Output of one call."
              },
              "stdin": {
                "enum": [
                  "asked",
                  "always",
                  "never"
                ],
                "description": "When its standard input is sent along."
              },
              "calls": {
                "type": "integer",
                "minimum": 1,
                "description": "How often a run may call it."
              }
            }
          }
        }
      }
    },
    "protect": {
      "type": "array",
      "description": "Globs that the patch may not touch; a leading ! takes paths out again. The last match decides.",
      "items": {
        "type": "string",
        "description": "A glob."
      }
    },
    "proof": {
      "type": "object",
      "description": "What else a change has to pass, and what it may change of what decides.",
      "additionalProperties": false,
      "required": [
        "verifierEdits",
        "refused",
        "confirmRuns",
        "floor",
        "instrument",
        "hidden"
      ],
      "properties": {
        "verifierEdits": {
          "enum": [
            "deny",
            "report",
            "allow"
          ],
          "description": "What becomes of changes to protected paths: the patch is refused, they are left out of it, or they are in it and it has to pass more."
        },
        "refused": {
          "type": "array",
          "description": "Those of the protected globs that a patch may never touch; the last match decides.",
          "items": {
            "type": "string",
            "description": "A glob."
          }
        },
        "confirmRuns": {
          "type": "integer",
          "minimum": 1,
          "maximum": 20,
          "description": "How often the proof has to pass."
        },
        "floor": {
          "enum": [
            "enforce",
            "report",
            "off"
          ],
          "description": "Whether a proof has to execute what the base executed."
        },
        "instrument": {
          "enum": [
            "auto",
            "off"
          ],
          "description": "Whether processes of the verifier say how they ended and what they executed."
        },
        "hidden": {
          "oneOf": [
            {
              "type": "object",
              "description": "The hidden verifier. Of its files only the digest is known here.",
              "additionalProperties": false,
              "required": [
                "argv",
                "display",
                "cwd",
                "timeoutMs",
                "directory",
                "sha256",
                "files",
                "bytes",
                "feedback"
              ],
              "properties": {
                "argv": {
                  "type": "array",
                  "description": "Program and arguments.",
                  "minItems": 1,
                  "items": {
                    "type": "string",
                    "description": "An argument."
                  }
                },
                "display": {
                  "type": "string",
                  "description": "As a person would type it."
                },
                "cwd": {
                  "type": "string",
                  "description": "Relative to the workspace; empty: its root."
                },
                "timeoutMs": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Time for one run."
                },
                "directory": {
                  "type": "string",
                  "description": "Its files on the host, as they were named."
                },
                "sha256": {
                  "type": "string",
                  "description": "Digest of the paths, modes and contents of its files.",
                  "pattern": "^[0-9a-f]{64}$"
                },
                "files": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "How many there are."
                },
                "bytes": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Their size together."
                },
                "feedback": {
                  "enum": [
                    "pass-fail",
                    "names"
                  ],
                  "description": "What the agent is told of a failure: only that, or the names of failed tests too."
                }
              }
            },
            {
              "type": "null"
            }
          ]
        }
      }
    },
    "report": {
      "type": "object",
      "description": "What the agent's structured output must be.",
      "additionalProperties": false,
      "required": [
        "schema",
        "sha256",
        "source",
        "maxBytes",
        "required"
      ],
      "properties": {
        "schema": {
          "type": [
            "object",
            "boolean"
          ],
          "description": "JSON Schema."
        },
        "sha256": {
          "type": "string",
          "description": "Digest of the schema.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "source": {
          "type": "string",
          "description": "default, inline, or the path in the trusted commit."
        },
        "maxBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Largest report."
        },
        "required": {
          "type": "boolean",
          "description": "False: a run with a verifier may end without a report."
        }
      }
    },
    "limits": {
      "type": "object",
      "description": "Hard limits.",
      "additionalProperties": false,
      "required": [
        "maxAttempts",
        "parallel",
        "modelIdleMs",
        "totalMs",
        "attemptMs",
        "memoryBytes",
        "processes",
        "fileBytes",
        "openFiles",
        "tmpBytes",
        "cpus",
        "diskBytes",
        "diskFiles",
        "acceptUnenforced",
        "outputBytes",
        "logBytes",
        "feedbackBytes",
        "patchBytes",
        "patchFiles"
      ],
      "properties": {
        "parallel": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 1,
          "description": "Workers at the same time; null: all of them."
        },
        "maxAttempts": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempts."
        },
        "modelIdleMs": {
          "type": "integer",
          "minimum": 1000,
          "description": "Longest silence in the middle of a model's answer."
        },
        "totalMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time of the whole run."
        },
        "attemptMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time of one attempt."
        },
        "memoryBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Memory of a room."
        },
        "processes": {
          "type": "integer",
          "minimum": 0,
          "description": "Processes of a room."
        },
        "fileBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Largest file that a room may write."
        },
        "openFiles": {
          "type": "integer",
          "minimum": 0,
          "description": "Open files per process."
        },
        "tmpBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Size of a room's /tmp."
        },
        "cpus": {
          "type": [
            "number",
            "null"
          ],
          "exclusiveMinimum": 0,
          "description": "CPUs' worth of time; null: all."
        },
        "diskBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "What a room may add to its workspace, HOME and report directory."
        },
        "diskFiles": {
          "type": "integer",
          "minimum": 0,
          "description": "Files and directories that it may add there."
        },
        "acceptUnenforced": {
          "type": "array",
          "description": "Limits that the run starts without where nothing enforces them.",
          "items": {
            "type": "string",
            "description": "Name of a limit."
          }
        },
        "outputBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Output after which a command is killed."
        },
        "logBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Bytes kept of each log, head and tail."
        },
        "feedbackBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Bytes that the next attempt is told at most of a failed verifier."
        },
        "patchBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Largest patch."
        },
        "patchFiles": {
          "type": "integer",
          "minimum": 0,
          "description": "Most files in a patch."
        }
      }
    },
    "stuck": {
      "type": "object",
      "description": "What is done about an agent that does not get on; absent: nothing.",
      "additionalProperties": false,
      "required": [
        "after",
        "restarts",
        "diffLines"
      ],
      "properties": {
        "after": {
          "type": "integer",
          "minimum": 0,
          "description": "Attempts in a row without progress; 0: nobody looks."
        },
        "restarts": {
          "type": "integer",
          "minimum": 0,
          "description": "How often a fresh conversation is begun with a snapshot then."
        },
        "diffLines": {
          "type": "integer",
          "minimum": 1,
          "description": "Lines that such an attempt may change of what it found."
        }
      }
    },
    "budget": {
      "type": "object",
      "description": "Hard caps on the use of the model, over all rooms of the run together.",
      "additionalProperties": false,
      "required": [
        "maxRequests",
        "maxTokens",
        "maxCostUsd",
        "prices"
      ],
      "properties": {
        "maxRequests": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 1,
          "description": "Model requests; null: no cap."
        },
        "maxTokens": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 1,
          "description": "Input and output tokens together; null: no cap."
        },
        "maxCostUsd": {
          "type": [
            "number",
            "null"
          ],
          "exclusiveMinimum": 0,
          "description": "US dollars by the prices; null: no cap."
        },
        "prices": {
          "type": "array",
          "description": "What models cost.",
          "items": {
            "type": "object",
            "description": "One model, in US dollars for a million tokens.",
            "additionalProperties": false,
            "required": [
              "model",
              "input",
              "cachedInput",
              "output"
            ],
            "properties": {
              "model": {
                "type": "string",
                "description": "Name as requests carry it; * is every other model."
              },
              "input": {
                "type": "number",
                "minimum": 0,
                "description": "Input."
              },
              "cachedInput": {
                "type": "number",
                "minimum": 0,
                "description": "Input that the provider had cached."
              },
              "output": {
                "type": "number",
                "minimum": 0,
                "description": "Output."
              }
            }
          }
        }
      }
    },
    "room": {
      "type": "object",
      "description": "The sandbox.",
      "additionalProperties": false,
      "required": [
        "backend",
        "image",
        "runtime",
        "workspace",
        "audit",
        "tools",
        "writable",
        "env"
      ],
      "properties": {
        "backend": {
          "enum": [
            "auto",
            "local",
            "docker"
          ],
          "description": "Kind of room; auto: what works here. The verdict names what it was."
        },
        "image": {
          "type": [
            "string",
            "null"
          ],
          "description": "Image of docker rooms, as it was named; null: none."
        },
        "runtime": {
          "type": "string",
          "description": "Runtime of docker rooms, as its daemon names it."
        },
        "workspace": {
          "enum": [
            "auto",
            "overlay",
            "copy"
          ],
          "description": "How the tree is laid out."
        },
        "audit": {
          "enum": [
            "auto",
            "require",
            "off"
          ],
          "description": "Whether the kernel is asked what runs in rooms."
        },
        "tools": {
          "type": "array",
          "description": "Further host directories that rooms may read.",
          "items": {
            "type": "string",
            "description": "Absolute path."
          }
        },
        "writable": {
          "type": [
            "array",
            "null"
          ],
          "description": "Directories of the workspace that the agent may change; null: all of it.",
          "items": {
            "type": "string",
            "description": "Relative to the root of the repository."
          }
        },
        "env": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Environment of every command in a room. No secrets."
        }
      }
    },
    "publish": {
      "type": "object",
      "description": "What is shown where.",
      "additionalProperties": false,
      "required": [
        "where",
        "comment",
        "commentKey",
        "summary",
        "check",
        "checkName",
        "deliver"
      ],
      "properties": {
        "where": {
          "enum": [
            "here",
            "later"
          ],
          "description": "here: by the job of the run; later: by another job, from the evidence."
        },
        "comment": {
          "enum": [
            "auto",
            "always",
            "never"
          ],
          "description": "When to comment."
        },
        "commentKey": {
          "type": "string",
          "description": "Tells comments of several workflows apart."
        },
        "summary": {
          "type": "boolean",
          "description": "Write the job summary."
        },
        "check": {
          "enum": [
            "auto",
            "always",
            "never"
          ],
          "description": "When to write a check run."
        },
        "checkName": {
          "type": "string",
          "description": "Name of the check run."
        },
        "deliver": {
          "type": "object",
          "description": "What becomes of a verified change.",
          "additionalProperties": false,
          "required": [
            "kind",
            "branch",
            "draft",
            "sign",
            "maxFiles",
            "maxBytes"
          ],
          "properties": {
            "kind": {
              "enum": [
                "none",
                "artifact",
                "suggestions",
                "commit",
                "pull-request"
              ],
              "description": "none: nothing; artifact: it is in the evidence; suggestions: of a review; commit: to the pull request's branch; pull-request: one of its own."
            },
            "branch": {
              "type": [
                "string",
                "null"
              ],
              "description": "Branch of its own for a pull request; null: named after what it is for."
            },
            "draft": {
              "type": "boolean",
              "description": "Whether such a pull request is a draft."
            },
            "sign": {
              "enum": [
                "github",
                "git"
              ],
              "description": "Who makes the commit, and signs it: GitHub's API, or git on this host with its own configuration."
            },
            "maxFiles": {
              "type": "integer",
              "minimum": 1,
              "description": "Files of a change that is delivered, at most."
            },
            "maxBytes": {
              "type": "integer",
              "minimum": 1,
              "description": "Bytes of its patch, at most."
            }
          }
        }
      }
    }
  }
};
