// Generated from schemas/config.schema.json by `npm run generate`. Do not edit.

/**
 * Settings of cleanroom-action in a repository. Every key is an input of the action by the same name.
 */
export interface ConfigFile {
  /**
   * Version of this format. Optional.
   */
  version?: 1;
  /**
   * The task for the agent. Exactly one of `prompt` and `prompt-file` is needed. Default: none.
   */
  prompt?: string;
  /**
   * A file of the trusted commit that holds the task. Default: none.
   */
  'prompt-file'?: string;
  /**
   * Directory of the repository in which `verify`, `build` and `prepare` run. Default: `.`.
   */
  'working-directory'?: string;
  /**
   * Who does the work: `codex` (OpenAI Codex CLI), `claude` (Claude Code), `gemini` (Gemini CLI), `opencode`, or `command` (any program, see `agent-command`). Default: `codex`.
   */
  agent?: 'codex' | 'claude' | 'gemini' | 'opencode' | 'command';
  /**
   * Exact version of the agent to install. Default: the version that this release was tested with.
   */
  'agent-version'?: string;
  /**
   * Absolute path of the agent’s program as rooms see it, in place of one that is installed from npm. Default: the image’s own in docker rooms, else one that is installed.
   */
  'agent-program'?: string;
  /**
   * The program that works when `agent` is `command`, with its arguments: one command line, or a JSON array. No shell reads it; the prompt comes on its standard input. Default: none.
   */
  'agent-command'?: string | string[];
  /**
   * Further arguments for the agent, written like `agent-command`. Default: none.
   */
  'agent-args'?: string | string[];
  /**
   * Model that the agent is to use. Default: the agent’s own choice.
   */
  model?: string;
  /**
   * Reasoning effort that is asked of the model. Default: the agent’s own choice.
   */
  effort?: string;
  /**
   * Protocol of the model that the room may reach through the broker; `none`: no model. Default: the agent’s own; openai for opencode, none for command.
   */
  provider?: 'openai' | 'anthropic' | 'gemini' | 'none';
  /**
   * Address of the model endpoint, up to but without the version part (`/v1`) of its paths. Default: the provider’s public address.
   */
  'model-base-url'?: string;
  /**
   * MCP servers for the agent: a mapping from names to `command` or `url`, or JSON. The host runs or reaches those that need a secret, so that no room sees it. See docs/guides/mcp.md. Default: none.
   */
  'mcp-servers'?: {
    [k: string]: {
      command?: string | string[];
      url?: string;
      env?: {
        [k: string]:
          | string
          | {
              file?: string;
              secret?: string;
              prefix?: string;
            };
      };
      headers?: {
        [k: string]:
          | string
          | {
              file?: string;
              secret?: string;
              prefix?: string;
            };
      };
      /**
       * @maxItems 200
       */
      tools?: string[];
      where?: 'room' | 'host';
      allow?: string[];
      timeout?: string;
      calls?: number;
      output?: string | number;
    };
  };
  /**
   * Configuration of agents in the repository that the agent may read although it can run code, by name: `.claude`, `.codex`, `.gemini`, `.mcp.json`, `.opencode`, `opencode.json`. It comes from the trusted commit. All else of this kind is hidden from it. Default: none.
   *
   * @maxItems 6
   */
  'trust-agent-config'?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string];
  /**
   * How many agents work on the task side by side, each in rooms of its own, with the budget of one run. See docs/guides/candidates.md. Default: 1, or one for each of `candidate-agents`.
   */
  candidates?: number;
  /**
   * What the candidates are, in order: `AGENT [model=NAME] [effort=LEVEL]` entries, such as `codex effort=high`. Where there are more candidates than entries, it begins again. Keys of providers other than that of `agent` come from `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` and `GEMINI_API_KEY` in the environment. Default: all as `agent`.
   *
   * @maxItems 16
   */
  'candidate-agents'?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string, string, string]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ];
  /**
   * Which verified candidate is taken: the `first`, which stops the others, or the one with the `smallest-patch` of all; `all` takes that one too, and lists every verified change. Default: `first`.
   */
  select?: 'first' | 'smallest-patch' | 'all';
  /**
   * Parts of the task for a worker each, with a verifier each: a list of `name`, `prompt`, `verify` and `depends`, or `plan` to have an agent make that list. Their changes are merged, and `verify` decides about the whole. See docs/guides/tasks.md. Default: one task: `prompt`.
   */
  tasks?:
    | 'plan'
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ]
    | [
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        },
        {
          name: string;
          prompt: string;
          verify: string | string[];
          depends?: string[];
        }
      ];
  /**
   * How many candidates or tasks are worked on at the same time. Each room may use `memory`. Default: all of them.
   */
  parallel?: number;
  /**
   * The command whose exit code decides. Text runs as `/bin/sh -e -c` inside the room; a JSON array is run exactly as it stands. Default: no verifier: the report is the result.
   */
  verify?: string | string[];
  /**
   * The usual verifier of a stack, in place of `verify`. What each runs: docs/guides/verifiers.md. `cleanroom-action init` proposes one. Default: none.
   */
  'verify-preset'?:
    'npm' | 'pnpm' | 'yarn' | 'pytest' | 'go' | 'cargo' | 'maven' | 'gradle' | 'helm' | 'kubebuilder' | 'conftest';
  /**
   * Arguments for `verify` or `verify-preset`, written like `agent-args`. Text of `verify` gets them as `"$1"`, `"$2"`…, or at its end where it is one simple command. `{{NAME}}` stands for an entry of `verify-values`. Default: none.
   */
  'verify-args'?: string | string[];
  /**
   * `NAME=VALUE` entries for placeholders in arguments and variables of verifiers, such as `routing-key=abc` of a test environment. They are recorded in the evidence: no secrets. Default: none.
   *
   * @maxItems 100
   */
  'verify-values'?: string[];
  /**
   * Further verifiers by name, each in rooms of its own; all have to pass, `verify` first. A mapping from names to a command, or to `run` or `preset`, `args`, `working-directory`, `env`, `env-from` and `timeout`; or JSON. See docs/guides/verifiers.md. Default: none.
   */
  verifiers?: {
    [k: string]:
      | string
      | string[]
      | {
          run?: string | string[];
          preset?:
            | 'npm'
            | 'pnpm'
            | 'yarn'
            | 'pytest'
            | 'go'
            | 'cargo'
            | 'maven'
            | 'gradle'
            | 'helm'
            | 'kubebuilder'
            | 'conftest';
          args?: string | string[];
          'working-directory'?: string;
          env?: {
            [k: string]: string;
          };
          /**
           * @maxItems 100
           */
          'env-from'?: string[];
          timeout?: string;
        };
  };
  /**
   * Whether several verifiers run one after another, until one fails, or all at once. Default: `sequence`.
   */
  'verify-mode'?: 'sequence' | 'parallel';
  /**
   * A command that every room of the verifier runs first, on the base and with a patch alike, written like `verify`. Nothing that an agent built is carried over. Default: nothing is built.
   */
  build?: string | string[];
  /**
   * Time for `build`. Default: `10m`.
   */
  'build-timeout'?: string;
  /**
   * Globs of the files that the verifier consists of. They come from the trusted commit and no patch may touch them. `!path` takes out a path that was found in a command. Default: the programs and scripts of the repository that verifiers and `build` start.
   *
   * @maxItems 200
   */
  'verify-files'?: string[];
  /**
   * Time for one run of the verifier. Default: `10m`.
   */
  'verify-timeout'?: string;
  /**
   * Whether the verifier must fail before the agent starts. With `require-red` a base that passes ends the run with `nothing-to-prove`. Default: `require-red`.
   */
  baseline?: 'require-red' | 'any';
  /**
   * How dependencies come into the base: a command such as `npm ci`, run once in a room and then frozen, or `workspace` for the ignored files that earlier steps of the job left in the checkout. Default: nothing is prepared.
   */
  prepare?: string | string[];
  /**
   * Time for `prepare`. Default: `10m`.
   */
  'prepare-timeout'?: string;
  /**
   * Further globs that the patch may not touch; `!glob` takes paths out of the default list. The last match decides. Default: tests, manifests, lock files, CI, tool and agent configuration.
   *
   * @maxItems 200
   */
  protect?: string[];
  /**
   * What becomes of a change to what decides (tests, their helpers, manifests, tool configuration, the verifier’s files): `deny` refuses the whole change, `report` leaves these edits out and shows them apart, `allow` takes them and ends as `verified-with-verifier-change`, if the changed verifier still fails on the base. See docs/guides/proof.md. Default: `deny`.
   */
  'verify-edits'?: 'deny' | 'report' | 'allow';
  /**
   * A second verifier that no room of the agent ever sees, from the files of `hidden-files`. It runs after `verify` has passed and has to pass too; what it prints is never fed back. Default: none.
   */
  'hidden-verify'?: string | string[];
  /**
   * The directory of this machine that `hidden-verify` needs, absolute or relative to the checkout. No room but those of `hidden-verify` may show it, where it is `/run/cleanroom/hidden`. Default: none.
   */
  'hidden-files'?: string;
  /**
   * What the agent is told of `hidden-verify`: only that it failed, or the names of the tests that failed as well. Default: `pass-fail`.
   */
  'hidden-feedback'?: 'pass-fail' | 'names';
  /**
   * Whether a proof has to execute at least what the base executed, test by test and file by file, and may not contradict its own results. With `report` what is missing is only said. See docs/guides/floor.md. Default: `enforce`.
   */
  'execution-floor'?: 'enforce' | 'report' | 'off';
  /**
   * Whether processes of the verifier (Node, Python, `go test`) say how they ended and what they executed, on the base and with the change alike. Default: `auto`.
   */
  'verify-instrument'?: 'auto' | 'off';
  /**
   * How often the proof has to pass, each time in a fresh room. With more than 1, the base has to fail as often; one failure of a change that passed before is a flake, and fails the attempt. Default: `1`.
   */
  'confirm-runs'?: number;
  /**
   * JSON Schema that the agent’s report must satisfy: a file of the trusted commit, or the schema itself. Default: a summary, the changes, and why the agent is blocked if it is.
   */
  schema?: string | {};
  /**
   * Whether a run can be green without a valid report. Default: required without verify or with schema, else optional.
   */
  report?: 'required' | 'optional';
  /**
   * How often the agent may try. Default: `3`.
   */
  'max-attempts'?: number;
  /**
   * Attempts in a row that come to the same failure, patch or steps, after which the agent is stuck: a fresh conversation begins with a snapshot. `0` switches that off. Default: `2`.
   */
  'stuck-after'?: number;
  /**
   * How often a stuck agent begins anew. When that fails too, the run ends with `no-progress` and the snapshot. These attempts count for `max-attempts`. Default: `1`.
   */
  'restart-attempts'?: number;
  /**
   * Lines that such an attempt may change of what it found, added and deleted together; a larger change is refused. Default: `80`.
   */
  'restart-diff-lines'?: number;
  /**
   * Time for the whole run. Default: `30m`.
   */
  timeout?: string;
  /**
   * Time for one attempt, at most `timeout`. Default: `15m`.
   */
  'attempt-timeout'?: string;
  /**
   * How long the model may send nothing in the middle of an answer. Default: `5m`.
   */
  'model-idle-timeout'?: string;
  /**
   * Model requests of the whole run, past which it ends with `budget-exhausted`. Default: no limit.
   */
  'max-requests'?: number;
  /**
   * Tokens of the whole run, input and output together. The call that passes it is cut, and the run ends with `budget-exhausted`. Default: no limit.
   */
  'max-tokens'?: number;
  /**
   * US dollars that the model may cost in the whole run, by `prices`. The call that passes it is cut; a request for a model without a price is refused. Default: no limit.
   */
  'max-cost-usd'?: string | number;
  /**
   * What models cost, for `max-cost-usd` and the report: `MODEL=INPUT/CACHED/OUTPUT` entries, in US dollars for a million tokens; `*` stands for every other model. Default: none.
   *
   * @maxItems 200
   */
  prices?: string[];
  /**
   * Memory of all processes of a room. Default: `4g`.
   */
  memory?: string | number;
  /**
   * Processes of a room at one time. Default: `1024`.
   */
  processes?: number;
  /**
   * CPUs’ worth of time for all processes of a room, such as `1.5`. Default: all of the machine.
   */
  cpus?: number;
  /**
   * What a room may add to its workspace, HOME and report directory together. Default: `10g`.
   */
  'disk-size'?: string | number;
  /**
   * Files and directories that a room may add there. Default: `1000000`.
   */
  'disk-files'?: number;
  /**
   * Open files of a process in a room. Default: `4096`.
   */
  'open-files'?: number;
  /**
   * Largest file that a room may write. Default: `1g`.
   */
  'file-size'?: string | number;
  /**
   * Size of a room’s `/tmp`. Default: `1g`.
   */
  'tmp-size'?: string | number;
  /**
   * Output of a command in a room, past which it is killed. Default: `2g`.
   */
  'max-output'?: string | number;
  /**
   * What is kept of each log: its head and its tail. Default: `4m`.
   */
  'log-size'?: string | number;
  /**
   * What the next attempt is told at most of a verifier that failed. See docs/guides/feedback.md. Default: `8k`.
   */
  'feedback-size'?: string | number;
  /**
   * Largest patch. Default: `4m`.
   */
  'max-patch-size'?: string | number;
  /**
   * Most files in a patch. Default: `100`.
   */
  'max-patch-files'?: number;
  /**
   * Limits that a run may start without where nothing enforces them, such as `cpus` without control groups. Otherwise it refuses to start. Default: none.
   *
   * @maxItems 10
   */
  'accept-unenforced'?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string];
  /**
   * What rooms are made of: `local` (bubblewrap), `docker` (containers of `image`), or `auto` for local rooms where they work, else containers when an image is named. Default: `auto`.
   */
  room?: 'auto' | 'local' | 'docker';
  /**
   * Image of docker rooms, by name, digest or id. It must be on this machine: nothing is pulled. See docs/guides/docker-room.md. Default: none.
   */
  image?: string;
  /**
   * Runtime of docker rooms, by the name that the daemon knows it by, such as `runsc` for gVisor. Default: `runc`.
   */
  'docker-runtime'?: string;
  /**
   * How a room gets its tree: `overlay` (nothing is copied), `copy`, or `auto` for the best that works here. Default: `auto`.
   */
  workspace?: 'auto' | 'overlay' | 'copy';
  /**
   * Whether the kernel is asked for every program that runs in rooms (`exec.jsonl` in the evidence): `auto` where this host lets us, `require` to end the run where it does not, or `off`. Default: `auto`.
   */
  audit?: 'auto' | 'require' | 'off';
  /**
   * Exact `host:port` entries that the agent may reach, beside the model. Words stand for the hosts of your own registries: `apt`, `cargo`, `go`, `npm`, `pip`. Default: nothing.
   *
   * @maxItems 200
   */
  'allow-agent'?: string[];
  /**
   * Exact `host:port` entries, or words as in `allow-agent`, that `prepare` may reach. Default: nothing.
   *
   * @maxItems 200
   */
  'allow-prepare'?: string[];
  /**
   * Exact `host:port` entries, or words as in `allow-agent`, that the verifier may reach. Default: nothing.
   *
   * @maxItems 200
   */
  'allow-proof'?: string[];
  /**
   * Entries of the lists above that may resolve to private addresses, such as a registry of your own. All others must be public. Default: nothing.
   *
   * @maxItems 200
   */
  'allow-private'?: string[];
  /**
   * What the model’s provider may do by itself, past the allow-lists of rooms, by name: its tools (`web_search`, `mcp`), other fields of requests, and `fetch-urls` for content that a request names by its address. See docs/guides/policy.md. Default: nothing.
   *
   * @maxItems 50
   */
  'provider-tools'?: string[];
  /**
   * Rules for the commands of the agent: `forbid git push because REASON`, `allow kubectl get`. What is enforced and what is advice: docs/guides/commands.md. Default: none.
   *
   * @maxItems 500
   */
  rules?: string[];
  /**
   * Files of the trusted commit with further rules, in the syntax of codex’s `.rules` files. Default: none.
   *
   * @maxItems 20
   */
  'rules-files'?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string, string, string]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ];
  /**
   * Commands that the host runs for the agent with a credential that the room never sees, as far as `rules` allow them: a mapping, or JSON. See docs/guides/commands.md. Default: none.
   */
  'brokered-commands'?: {
    [k: string]: {
      command: string | string[];
      env?: {
        [k: string]:
          | string
          | {
              file: string;
            };
      };
      allow?: string[];
      timeout?: string;
      output?: string | number;
      stdin?: 'asked' | 'always' | 'never';
      calls?: number;
    };
  };
  /**
   * Absolute paths of directories of the host that rooms may read, such as a tool cache. Default: none.
   *
   * @maxItems 50
   */
  tools?: string[];
  /**
   * Directories of the repository that the agent may change. The rest of the workspace is read-only in its room, and a patch that touches it is refused. Default: all of the workspace.
   *
   * @maxItems 50
   */
  'writable-roots'?: string[];
  /**
   * `NAME=VALUE` entries for every command in a room. They are recorded in the evidence: no secrets. Default: none.
   *
   * @maxItems 200
   */
  env?: string[];
  /**
   * Bundle of settings under `profiles` of the configuration file that is to be used. It is stronger than the rest of that file, and weaker than inputs and flags. Default: none.
   */
  profile?: string;
  /**
   * Policy file in Cleanroom’s format, read from the trusted commit, or `none`. Its hosts join the allow-lists; its other keys are weaker than settings. Default: cleanroom.yaml, else .buildkite/cleanroom.yaml, if there is one.
   */
  policy?: string;
  /**
   * Directory for the evidence of the run. It must be empty or not exist. Default: a new directory.
   */
  evidence?: string;
  /**
   * Who writes to GitHub: this job (`here`), or another one with `publish` of this action and the evidence (`later`), so that no token that may write is in the job of the agent. See docs/guides/publish.md. Default: `here`.
   */
  publish?: 'here' | 'later';
  /**
   * Whether to comment on the pull request: `auto` where there is one and the token may, `always` or fail, or `never`. Default: `auto`.
   */
  comment?: 'auto' | 'always' | 'never';
  /**
   * Tells the comments of several workflows on one pull request apart. Default: the name of the workflow.
   */
  'comment-key'?: string;
  /**
   * Whether to write the job summary. Default: `true`.
   */
  summary?: boolean;
  /**
   * Whether to write a check run with annotations: `auto` where the token may (`checks: write`), `always` or fail, or `never`. Default: `auto`.
   */
  check?: 'auto' | 'always' | 'never';
  /**
   * Name of the check run, by which branch rules can require it. Default: cleanroom and the comment key.
   */
  'check-name'?: string;
  /**
   * What becomes of a verified change: `none`; `artifact`: it is in the evidence; `suggestions` in a review; a `commit` on the pull request’s branch; or a `pull-request` of its own. Never to a default or protected branch. See docs/guides/delivery.md. Default: `artifact`.
   */
  deliver?: 'none' | 'artifact' | 'suggestions' | 'commit' | 'pull-request';
  /**
   * Branch for `deliver: pull-request`. It must be one that this action made, or not exist. Default: cleanroom/, and what the change is for.
   */
  'deliver-branch'?: string;
  /**
   * Whether such a pull request begins as a draft. Default: `true`.
   */
  'deliver-draft'?: boolean;
  /**
   * Who makes delivered commits: `github`, by its API, which signs them; or `git` of this host, with the name and the signing key of its configuration. Default: `github`.
   */
  'deliver-sign'?: 'github' | 'git';
  /**
   * A change of more files than this is not delivered, but stays in the evidence. Default: `100`.
   */
  'deliver-max-files'?: number;
  /**
   * A change whose patch is larger than this is not delivered, but stays in the evidence. Default: `4m`.
   */
  'deliver-max-size'?: string | number;
  /**
   * Access to the repository that whoever starts a run in a workflow needs, unless a list allows them. `none`: anybody may, also somebody who has nothing to do with the repository. See docs/guides/gate.md. Default: `write`.
   */
  'require-permission'?: 'write' | 'maintain' | 'admin' | 'none';
  /**
   * People who may start a run whatever access they have, by their exact names. Default: none.
   *
   * @maxItems 200
   */
  'allow-users'?: string[];
  /**
   * Teams whose members may start a run, as `org/team`. The token must be allowed to read them: that of a workflow is not. Default: none.
   *
   * @maxItems 200
   */
  'allow-teams'?: string[];
  /**
   * Bots that may start a run, by their exact names, such as `dependabot[bot]`. No bot may that is not named, whatever access it has. Default: none.
   *
   * @maxItems 200
   */
  'allow-bots'?: string[];
  /**
   * Whether the head of a pull request may be in another repository: `allow`, where whoever starts the run may, or `deny`. Default: `allow`.
   */
  forks?: 'allow' | 'deny';
  /**
   * With `issue_comment`: only a new comment that begins with these words starts a run, such as `/cleanroom fix`; what follows is quoted to the agent. Other comments end the step at once, and well. Default: none: every comment starts a run.
   */
  'comment-command'?: string;
  /**
   * How `cleanroom-action agent NAME` starts agents, by name: built-in ones in another way, or others. Default: none.
   */
  agents?: {
    [k: string]: {
      /**
       * Program and first arguments; what is typed after the name follows. Default: the built-in way.
       */
      command?: string | string[];
      /**
       * Run in the room; exit code 0: the agent is there. Default: whether the command’s first word is.
       */
      test?: string | string[];
      /**
       * Run in the room where the test fails. Default: nothing.
       */
      install?: string | string[];
      /**
       * Files and directories of the host that the room gets copies of. From a repository’s file only with --trust-credentials. Default: none.
       *
       * @maxItems 64
       */
      credentials?: {
        /**
         * Path on the host, beginning with / or ~/.
         */
        source: string;
        /**
         * Path below the room’s HOME.
         */
        target: string;
      }[];
    };
  };
  /**
   * Named bundles of the settings of this file, of which `profile` chooses one. Default: none.
   */
  profiles?: {
    [k: string]: {
      /**
       * The task for the agent. Exactly one of `prompt` and `prompt-file` is needed. Default: none.
       */
      prompt?: string;
      /**
       * A file of the trusted commit that holds the task. Default: none.
       */
      'prompt-file'?: string;
      /**
       * Directory of the repository in which `verify`, `build` and `prepare` run. Default: `.`.
       */
      'working-directory'?: string;
      /**
       * Who does the work: `codex` (OpenAI Codex CLI), `claude` (Claude Code), `gemini` (Gemini CLI), `opencode`, or `command` (any program, see `agent-command`). Default: `codex`.
       */
      agent?: 'codex' | 'claude' | 'gemini' | 'opencode' | 'command';
      /**
       * Exact version of the agent to install. Default: the version that this release was tested with.
       */
      'agent-version'?: string;
      /**
       * Absolute path of the agent’s program as rooms see it, in place of one that is installed from npm. Default: the image’s own in docker rooms, else one that is installed.
       */
      'agent-program'?: string;
      /**
       * The program that works when `agent` is `command`, with its arguments: one command line, or a JSON array. No shell reads it; the prompt comes on its standard input. Default: none.
       */
      'agent-command'?: string | string[];
      /**
       * Further arguments for the agent, written like `agent-command`. Default: none.
       */
      'agent-args'?: string | string[];
      /**
       * Model that the agent is to use. Default: the agent’s own choice.
       */
      model?: string;
      /**
       * Reasoning effort that is asked of the model. Default: the agent’s own choice.
       */
      effort?: string;
      /**
       * Protocol of the model that the room may reach through the broker; `none`: no model. Default: the agent’s own; openai for opencode, none for command.
       */
      provider?: 'openai' | 'anthropic' | 'gemini' | 'none';
      /**
       * Address of the model endpoint, up to but without the version part (`/v1`) of its paths. Default: the provider’s public address.
       */
      'model-base-url'?: string;
      /**
       * MCP servers for the agent: a mapping from names to `command` or `url`, or JSON. The host runs or reaches those that need a secret, so that no room sees it. See docs/guides/mcp.md. Default: none.
       */
      'mcp-servers'?: {
        [k: string]: {
          command?: string | string[];
          url?: string;
          env?: {
            [k: string]:
              | string
              | {
                  file?: string;
                  secret?: string;
                  prefix?: string;
                };
          };
          headers?: {
            [k: string]:
              | string
              | {
                  file?: string;
                  secret?: string;
                  prefix?: string;
                };
          };
          /**
           * @maxItems 200
           */
          tools?: string[];
          where?: 'room' | 'host';
          allow?: string[];
          timeout?: string;
          calls?: number;
          output?: string | number;
        };
      };
      /**
       * Configuration of agents in the repository that the agent may read although it can run code, by name: `.claude`, `.codex`, `.gemini`, `.mcp.json`, `.opencode`, `opencode.json`. It comes from the trusted commit. All else of this kind is hidden from it. Default: none.
       *
       * @maxItems 6
       */
      'trust-agent-config'?:
        | []
        | [string]
        | [string, string]
        | [string, string, string]
        | [string, string, string, string]
        | [string, string, string, string, string]
        | [string, string, string, string, string, string];
      /**
       * How many agents work on the task side by side, each in rooms of its own, with the budget of one run. See docs/guides/candidates.md. Default: 1, or one for each of `candidate-agents`.
       */
      candidates?: number;
      /**
       * What the candidates are, in order: `AGENT [model=NAME] [effort=LEVEL]` entries, such as `codex effort=high`. Where there are more candidates than entries, it begins again. Keys of providers other than that of `agent` come from `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` and `GEMINI_API_KEY` in the environment. Default: all as `agent`.
       *
       * @maxItems 16
       */
      'candidate-agents'?:
        | []
        | [string]
        | [string, string]
        | [string, string, string]
        | [string, string, string, string]
        | [string, string, string, string, string]
        | [string, string, string, string, string, string]
        | [string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string, string, string, string]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ];
      /**
       * Which verified candidate is taken: the `first`, which stops the others, or the one with the `smallest-patch` of all; `all` takes that one too, and lists every verified change. Default: `first`.
       */
      select?: 'first' | 'smallest-patch' | 'all';
      /**
       * Parts of the task for a worker each, with a verifier each: a list of `name`, `prompt`, `verify` and `depends`, or `plan` to have an agent make that list. Their changes are merged, and `verify` decides about the whole. See docs/guides/tasks.md. Default: one task: `prompt`.
       */
      tasks?:
        | 'plan'
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ]
        | [
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            },
            {
              name: string;
              prompt: string;
              verify: string | string[];
              depends?: string[];
            }
          ];
      /**
       * How many candidates or tasks are worked on at the same time. Each room may use `memory`. Default: all of them.
       */
      parallel?: number;
      /**
       * The command whose exit code decides. Text runs as `/bin/sh -e -c` inside the room; a JSON array is run exactly as it stands. Default: no verifier: the report is the result.
       */
      verify?: string | string[];
      /**
       * The usual verifier of a stack, in place of `verify`. What each runs: docs/guides/verifiers.md. `cleanroom-action init` proposes one. Default: none.
       */
      'verify-preset'?:
        'npm' | 'pnpm' | 'yarn' | 'pytest' | 'go' | 'cargo' | 'maven' | 'gradle' | 'helm' | 'kubebuilder' | 'conftest';
      /**
       * Arguments for `verify` or `verify-preset`, written like `agent-args`. Text of `verify` gets them as `"$1"`, `"$2"`…, or at its end where it is one simple command. `{{NAME}}` stands for an entry of `verify-values`. Default: none.
       */
      'verify-args'?: string | string[];
      /**
       * `NAME=VALUE` entries for placeholders in arguments and variables of verifiers, such as `routing-key=abc` of a test environment. They are recorded in the evidence: no secrets. Default: none.
       *
       * @maxItems 100
       */
      'verify-values'?: string[];
      /**
       * Further verifiers by name, each in rooms of its own; all have to pass, `verify` first. A mapping from names to a command, or to `run` or `preset`, `args`, `working-directory`, `env`, `env-from` and `timeout`; or JSON. See docs/guides/verifiers.md. Default: none.
       */
      verifiers?: {
        [k: string]:
          | string
          | string[]
          | {
              run?: string | string[];
              preset?:
                | 'npm'
                | 'pnpm'
                | 'yarn'
                | 'pytest'
                | 'go'
                | 'cargo'
                | 'maven'
                | 'gradle'
                | 'helm'
                | 'kubebuilder'
                | 'conftest';
              args?: string | string[];
              'working-directory'?: string;
              env?: {
                [k: string]: string;
              };
              /**
               * @maxItems 100
               */
              'env-from'?: string[];
              timeout?: string;
            };
      };
      /**
       * Whether several verifiers run one after another, until one fails, or all at once. Default: `sequence`.
       */
      'verify-mode'?: 'sequence' | 'parallel';
      /**
       * A command that every room of the verifier runs first, on the base and with a patch alike, written like `verify`. Nothing that an agent built is carried over. Default: nothing is built.
       */
      build?: string | string[];
      /**
       * Time for `build`. Default: `10m`.
       */
      'build-timeout'?: string;
      /**
       * Globs of the files that the verifier consists of. They come from the trusted commit and no patch may touch them. `!path` takes out a path that was found in a command. Default: the programs and scripts of the repository that verifiers and `build` start.
       *
       * @maxItems 200
       */
      'verify-files'?: string[];
      /**
       * Time for one run of the verifier. Default: `10m`.
       */
      'verify-timeout'?: string;
      /**
       * Whether the verifier must fail before the agent starts. With `require-red` a base that passes ends the run with `nothing-to-prove`. Default: `require-red`.
       */
      baseline?: 'require-red' | 'any';
      /**
       * How dependencies come into the base: a command such as `npm ci`, run once in a room and then frozen, or `workspace` for the ignored files that earlier steps of the job left in the checkout. Default: nothing is prepared.
       */
      prepare?: string | string[];
      /**
       * Time for `prepare`. Default: `10m`.
       */
      'prepare-timeout'?: string;
      /**
       * Further globs that the patch may not touch; `!glob` takes paths out of the default list. The last match decides. Default: tests, manifests, lock files, CI, tool and agent configuration.
       *
       * @maxItems 200
       */
      protect?: string[];
      /**
       * What becomes of a change to what decides (tests, their helpers, manifests, tool configuration, the verifier’s files): `deny` refuses the whole change, `report` leaves these edits out and shows them apart, `allow` takes them and ends as `verified-with-verifier-change`, if the changed verifier still fails on the base. See docs/guides/proof.md. Default: `deny`.
       */
      'verify-edits'?: 'deny' | 'report' | 'allow';
      /**
       * A second verifier that no room of the agent ever sees, from the files of `hidden-files`. It runs after `verify` has passed and has to pass too; what it prints is never fed back. Default: none.
       */
      'hidden-verify'?: string | string[];
      /**
       * The directory of this machine that `hidden-verify` needs, absolute or relative to the checkout. No room but those of `hidden-verify` may show it, where it is `/run/cleanroom/hidden`. Default: none.
       */
      'hidden-files'?: string;
      /**
       * What the agent is told of `hidden-verify`: only that it failed, or the names of the tests that failed as well. Default: `pass-fail`.
       */
      'hidden-feedback'?: 'pass-fail' | 'names';
      /**
       * Whether a proof has to execute at least what the base executed, test by test and file by file, and may not contradict its own results. With `report` what is missing is only said. See docs/guides/floor.md. Default: `enforce`.
       */
      'execution-floor'?: 'enforce' | 'report' | 'off';
      /**
       * Whether processes of the verifier (Node, Python, `go test`) say how they ended and what they executed, on the base and with the change alike. Default: `auto`.
       */
      'verify-instrument'?: 'auto' | 'off';
      /**
       * How often the proof has to pass, each time in a fresh room. With more than 1, the base has to fail as often; one failure of a change that passed before is a flake, and fails the attempt. Default: `1`.
       */
      'confirm-runs'?: number;
      /**
       * JSON Schema that the agent’s report must satisfy: a file of the trusted commit, or the schema itself. Default: a summary, the changes, and why the agent is blocked if it is.
       */
      schema?: string | {};
      /**
       * Whether a run can be green without a valid report. Default: required without verify or with schema, else optional.
       */
      report?: 'required' | 'optional';
      /**
       * How often the agent may try. Default: `3`.
       */
      'max-attempts'?: number;
      /**
       * Attempts in a row that come to the same failure, patch or steps, after which the agent is stuck: a fresh conversation begins with a snapshot. `0` switches that off. Default: `2`.
       */
      'stuck-after'?: number;
      /**
       * How often a stuck agent begins anew. When that fails too, the run ends with `no-progress` and the snapshot. These attempts count for `max-attempts`. Default: `1`.
       */
      'restart-attempts'?: number;
      /**
       * Lines that such an attempt may change of what it found, added and deleted together; a larger change is refused. Default: `80`.
       */
      'restart-diff-lines'?: number;
      /**
       * Time for the whole run. Default: `30m`.
       */
      timeout?: string;
      /**
       * Time for one attempt, at most `timeout`. Default: `15m`.
       */
      'attempt-timeout'?: string;
      /**
       * How long the model may send nothing in the middle of an answer. Default: `5m`.
       */
      'model-idle-timeout'?: string;
      /**
       * Model requests of the whole run, past which it ends with `budget-exhausted`. Default: no limit.
       */
      'max-requests'?: number;
      /**
       * Tokens of the whole run, input and output together. The call that passes it is cut, and the run ends with `budget-exhausted`. Default: no limit.
       */
      'max-tokens'?: number;
      /**
       * US dollars that the model may cost in the whole run, by `prices`. The call that passes it is cut; a request for a model without a price is refused. Default: no limit.
       */
      'max-cost-usd'?: string | number;
      /**
       * What models cost, for `max-cost-usd` and the report: `MODEL=INPUT/CACHED/OUTPUT` entries, in US dollars for a million tokens; `*` stands for every other model. Default: none.
       *
       * @maxItems 200
       */
      prices?: string[];
      /**
       * Memory of all processes of a room. Default: `4g`.
       */
      memory?: string | number;
      /**
       * Processes of a room at one time. Default: `1024`.
       */
      processes?: number;
      /**
       * CPUs’ worth of time for all processes of a room, such as `1.5`. Default: all of the machine.
       */
      cpus?: number;
      /**
       * What a room may add to its workspace, HOME and report directory together. Default: `10g`.
       */
      'disk-size'?: string | number;
      /**
       * Files and directories that a room may add there. Default: `1000000`.
       */
      'disk-files'?: number;
      /**
       * Open files of a process in a room. Default: `4096`.
       */
      'open-files'?: number;
      /**
       * Largest file that a room may write. Default: `1g`.
       */
      'file-size'?: string | number;
      /**
       * Size of a room’s `/tmp`. Default: `1g`.
       */
      'tmp-size'?: string | number;
      /**
       * Output of a command in a room, past which it is killed. Default: `2g`.
       */
      'max-output'?: string | number;
      /**
       * What is kept of each log: its head and its tail. Default: `4m`.
       */
      'log-size'?: string | number;
      /**
       * What the next attempt is told at most of a verifier that failed. See docs/guides/feedback.md. Default: `8k`.
       */
      'feedback-size'?: string | number;
      /**
       * Largest patch. Default: `4m`.
       */
      'max-patch-size'?: string | number;
      /**
       * Most files in a patch. Default: `100`.
       */
      'max-patch-files'?: number;
      /**
       * Limits that a run may start without where nothing enforces them, such as `cpus` without control groups. Otherwise it refuses to start. Default: none.
       *
       * @maxItems 10
       */
      'accept-unenforced'?:
        | []
        | [string]
        | [string, string]
        | [string, string, string]
        | [string, string, string, string]
        | [string, string, string, string, string]
        | [string, string, string, string, string, string]
        | [string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string];
      /**
       * What rooms are made of: `local` (bubblewrap), `docker` (containers of `image`), or `auto` for local rooms where they work, else containers when an image is named. Default: `auto`.
       */
      room?: 'auto' | 'local' | 'docker';
      /**
       * Image of docker rooms, by name, digest or id. It must be on this machine: nothing is pulled. See docs/guides/docker-room.md. Default: none.
       */
      image?: string;
      /**
       * Runtime of docker rooms, by the name that the daemon knows it by, such as `runsc` for gVisor. Default: `runc`.
       */
      'docker-runtime'?: string;
      /**
       * How a room gets its tree: `overlay` (nothing is copied), `copy`, or `auto` for the best that works here. Default: `auto`.
       */
      workspace?: 'auto' | 'overlay' | 'copy';
      /**
       * Whether the kernel is asked for every program that runs in rooms (`exec.jsonl` in the evidence): `auto` where this host lets us, `require` to end the run where it does not, or `off`. Default: `auto`.
       */
      audit?: 'auto' | 'require' | 'off';
      /**
       * Exact `host:port` entries that the agent may reach, beside the model. Words stand for the hosts of your own registries: `apt`, `cargo`, `go`, `npm`, `pip`. Default: nothing.
       *
       * @maxItems 200
       */
      'allow-agent'?: string[];
      /**
       * Exact `host:port` entries, or words as in `allow-agent`, that `prepare` may reach. Default: nothing.
       *
       * @maxItems 200
       */
      'allow-prepare'?: string[];
      /**
       * Exact `host:port` entries, or words as in `allow-agent`, that the verifier may reach. Default: nothing.
       *
       * @maxItems 200
       */
      'allow-proof'?: string[];
      /**
       * Entries of the lists above that may resolve to private addresses, such as a registry of your own. All others must be public. Default: nothing.
       *
       * @maxItems 200
       */
      'allow-private'?: string[];
      /**
       * What the model’s provider may do by itself, past the allow-lists of rooms, by name: its tools (`web_search`, `mcp`), other fields of requests, and `fetch-urls` for content that a request names by its address. See docs/guides/policy.md. Default: nothing.
       *
       * @maxItems 50
       */
      'provider-tools'?: string[];
      /**
       * Rules for the commands of the agent: `forbid git push because REASON`, `allow kubectl get`. What is enforced and what is advice: docs/guides/commands.md. Default: none.
       *
       * @maxItems 500
       */
      rules?: string[];
      /**
       * Files of the trusted commit with further rules, in the syntax of codex’s `.rules` files. Default: none.
       *
       * @maxItems 20
       */
      'rules-files'?:
        | []
        | [string]
        | [string, string]
        | [string, string, string]
        | [string, string, string, string]
        | [string, string, string, string, string]
        | [string, string, string, string, string, string]
        | [string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string, string, string]
        | [string, string, string, string, string, string, string, string, string, string, string, string, string]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ]
        | [
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string,
            string
          ];
      /**
       * Commands that the host runs for the agent with a credential that the room never sees, as far as `rules` allow them: a mapping, or JSON. See docs/guides/commands.md. Default: none.
       */
      'brokered-commands'?: {
        [k: string]: {
          command: string | string[];
          env?: {
            [k: string]:
              | string
              | {
                  file: string;
                };
          };
          allow?: string[];
          timeout?: string;
          output?: string | number;
          stdin?: 'asked' | 'always' | 'never';
          calls?: number;
        };
      };
      /**
       * Absolute paths of directories of the host that rooms may read, such as a tool cache. Default: none.
       *
       * @maxItems 50
       */
      tools?: string[];
      /**
       * Directories of the repository that the agent may change. The rest of the workspace is read-only in its room, and a patch that touches it is refused. Default: all of the workspace.
       *
       * @maxItems 50
       */
      'writable-roots'?: string[];
      /**
       * `NAME=VALUE` entries for every command in a room. They are recorded in the evidence: no secrets. Default: none.
       *
       * @maxItems 200
       */
      env?: string[];
      /**
       * Policy file in Cleanroom’s format, read from the trusted commit, or `none`. Its hosts join the allow-lists; its other keys are weaker than settings. Default: cleanroom.yaml, else .buildkite/cleanroom.yaml, if there is one.
       */
      policy?: string;
      /**
       * Directory for the evidence of the run. It must be empty or not exist. Default: a new directory.
       */
      evidence?: string;
      /**
       * Who writes to GitHub: this job (`here`), or another one with `publish` of this action and the evidence (`later`), so that no token that may write is in the job of the agent. See docs/guides/publish.md. Default: `here`.
       */
      publish?: 'here' | 'later';
      /**
       * Whether to comment on the pull request: `auto` where there is one and the token may, `always` or fail, or `never`. Default: `auto`.
       */
      comment?: 'auto' | 'always' | 'never';
      /**
       * Tells the comments of several workflows on one pull request apart. Default: the name of the workflow.
       */
      'comment-key'?: string;
      /**
       * Whether to write the job summary. Default: `true`.
       */
      summary?: boolean;
      /**
       * Whether to write a check run with annotations: `auto` where the token may (`checks: write`), `always` or fail, or `never`. Default: `auto`.
       */
      check?: 'auto' | 'always' | 'never';
      /**
       * Name of the check run, by which branch rules can require it. Default: cleanroom and the comment key.
       */
      'check-name'?: string;
      /**
       * What becomes of a verified change: `none`; `artifact`: it is in the evidence; `suggestions` in a review; a `commit` on the pull request’s branch; or a `pull-request` of its own. Never to a default or protected branch. See docs/guides/delivery.md. Default: `artifact`.
       */
      deliver?: 'none' | 'artifact' | 'suggestions' | 'commit' | 'pull-request';
      /**
       * Branch for `deliver: pull-request`. It must be one that this action made, or not exist. Default: cleanroom/, and what the change is for.
       */
      'deliver-branch'?: string;
      /**
       * Whether such a pull request begins as a draft. Default: `true`.
       */
      'deliver-draft'?: boolean;
      /**
       * Who makes delivered commits: `github`, by its API, which signs them; or `git` of this host, with the name and the signing key of its configuration. Default: `github`.
       */
      'deliver-sign'?: 'github' | 'git';
      /**
       * A change of more files than this is not delivered, but stays in the evidence. Default: `100`.
       */
      'deliver-max-files'?: number;
      /**
       * A change whose patch is larger than this is not delivered, but stays in the evidence. Default: `4m`.
       */
      'deliver-max-size'?: string | number;
      /**
       * Access to the repository that whoever starts a run in a workflow needs, unless a list allows them. `none`: anybody may, also somebody who has nothing to do with the repository. See docs/guides/gate.md. Default: `write`.
       */
      'require-permission'?: 'write' | 'maintain' | 'admin' | 'none';
      /**
       * People who may start a run whatever access they have, by their exact names. Default: none.
       *
       * @maxItems 200
       */
      'allow-users'?: string[];
      /**
       * Teams whose members may start a run, as `org/team`. The token must be allowed to read them: that of a workflow is not. Default: none.
       *
       * @maxItems 200
       */
      'allow-teams'?: string[];
      /**
       * Bots that may start a run, by their exact names, such as `dependabot[bot]`. No bot may that is not named, whatever access it has. Default: none.
       *
       * @maxItems 200
       */
      'allow-bots'?: string[];
      /**
       * Whether the head of a pull request may be in another repository: `allow`, where whoever starts the run may, or `deny`. Default: `allow`.
       */
      forks?: 'allow' | 'deny';
      /**
       * With `issue_comment`: only a new comment that begins with these words starts a run, such as `/cleanroom fix`; what follows is quoted to the agent. Other comments end the step at once, and well. Default: none: every comment starts a run.
       */
      'comment-command'?: string;
    };
  };
}

export const configSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "config",
  "title": "ConfigFile",
  "type": "object",
  "description": "Settings of cleanroom-action in a repository. Every key is an input of the action by the same name.",
  "additionalProperties": false,
  "properties": {
    "version": {
      "const": 1,
      "description": "Version of this format. Optional."
    },
    "prompt": {
      "type": "string",
      "description": "The task for the agent. Exactly one of `prompt` and `prompt-file` is needed. Default: none."
    },
    "prompt-file": {
      "type": "string",
      "description": "A file of the trusted commit that holds the task. Default: none."
    },
    "working-directory": {
      "type": "string",
      "description": "Directory of the repository in which `verify`, `build` and `prepare` run. Default: `.`."
    },
    "agent": {
      "type": "string",
      "enum": [
        "codex",
        "claude",
        "gemini",
        "opencode",
        "command"
      ],
      "description": "Who does the work: `codex` (OpenAI Codex CLI), `claude` (Claude Code), `gemini` (Gemini CLI), `opencode`, or `command` (any program, see `agent-command`). Default: `codex`."
    },
    "agent-version": {
      "type": "string",
      "description": "Exact version of the agent to install. Default: the version that this release was tested with."
    },
    "agent-program": {
      "type": "string",
      "description": "Absolute path of the agent’s program as rooms see it, in place of one that is installed from npm. Default: the image’s own in docker rooms, else one that is installed."
    },
    "agent-command": {
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      },
      "description": "The program that works when `agent` is `command`, with its arguments: one command line, or a JSON array. No shell reads it; the prompt comes on its standard input. Default: none."
    },
    "agent-args": {
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      },
      "description": "Further arguments for the agent, written like `agent-command`. Default: none."
    },
    "model": {
      "type": "string",
      "description": "Model that the agent is to use. Default: the agent’s own choice."
    },
    "effort": {
      "type": "string",
      "description": "Reasoning effort that is asked of the model. Default: the agent’s own choice."
    },
    "provider": {
      "type": "string",
      "enum": [
        "openai",
        "anthropic",
        "gemini",
        "none"
      ],
      "description": "Protocol of the model that the room may reach through the broker; `none`: no model. Default: the agent’s own; openai for opencode, none for command."
    },
    "model-base-url": {
      "type": "string",
      "description": "Address of the model endpoint, up to but without the version part (`/v1`) of its paths. Default: the provider’s public address."
    },
    "mcp-servers": {
      "type": "object",
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "command": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            }
          },
          "url": {
            "type": "string"
          },
          "env": {
            "type": "object",
            "additionalProperties": {
              "anyOf": [
                {
                  "type": "string"
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "file": {
                      "type": "string"
                    },
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
            "additionalProperties": {
              "anyOf": [
                {
                  "type": "string"
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "file": {
                      "type": "string"
                    },
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
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200
          },
          "where": {
            "enum": [
              "room",
              "host"
            ]
          },
          "allow": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "timeout": {
            "type": "string"
          },
          "calls": {
            "type": "integer",
            "minimum": 1,
            "maximum": 10000
          },
          "output": {
            "type": [
              "string",
              "integer"
            ]
          }
        }
      },
      "maxProperties": 20,
      "description": "MCP servers for the agent: a mapping from names to `command` or `url`, or JSON. The host runs or reaches those that need a secret, so that no room sees it. See docs/guides/mcp.md. Default: none."
    },
    "trust-agent-config": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 6,
      "description": "Configuration of agents in the repository that the agent may read although it can run code, by name: `.claude`, `.codex`, `.gemini`, `.mcp.json`, `.opencode`, `opencode.json`. It comes from the trusted commit. All else of this kind is hidden from it. Default: none."
    },
    "candidates": {
      "type": "integer",
      "minimum": 1,
      "maximum": 16,
      "description": "How many agents work on the task side by side, each in rooms of its own, with the budget of one run. See docs/guides/candidates.md. Default: 1, or one for each of `candidate-agents`."
    },
    "candidate-agents": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 16,
      "description": "What the candidates are, in order: `AGENT [model=NAME] [effort=LEVEL]` entries, such as `codex effort=high`. Where there are more candidates than entries, it begins again. Keys of providers other than that of `agent` come from `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` and `GEMINI_API_KEY` in the environment. Default: all as `agent`."
    },
    "select": {
      "type": "string",
      "enum": [
        "first",
        "smallest-patch",
        "all"
      ],
      "description": "Which verified candidate is taken: the `first`, which stops the others, or the one with the `smallest-patch` of all; `all` takes that one too, and lists every verified change. Default: `first`."
    },
    "tasks": {
      "anyOf": [
        {
          "const": "plan"
        },
        {
          "type": "array",
          "minItems": 1,
          "maxItems": 16,
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "name",
              "prompt",
              "verify"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "prompt": {
                "type": "string"
              },
              "verify": {
                "type": [
                  "string",
                  "array"
                ],
                "items": {
                  "type": "string"
                }
              },
              "depends": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          }
        }
      ],
      "description": "Parts of the task for a worker each, with a verifier each: a list of `name`, `prompt`, `verify` and `depends`, or `plan` to have an agent make that list. Their changes are merged, and `verify` decides about the whole. See docs/guides/tasks.md. Default: one task: `prompt`."
    },
    "parallel": {
      "type": "integer",
      "minimum": 1,
      "maximum": 16,
      "description": "How many candidates or tasks are worked on at the same time. Each room may use `memory`. Default: all of them."
    },
    "verify": {
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      },
      "description": "The command whose exit code decides. Text runs as `/bin/sh -e -c` inside the room; a JSON array is run exactly as it stands. Default: no verifier: the report is the result."
    },
    "verify-preset": {
      "type": "string",
      "enum": [
        "npm",
        "pnpm",
        "yarn",
        "pytest",
        "go",
        "cargo",
        "maven",
        "gradle",
        "helm",
        "kubebuilder",
        "conftest"
      ],
      "description": "The usual verifier of a stack, in place of `verify`. What each runs: docs/guides/verifiers.md. `cleanroom-action init` proposes one. Default: none."
    },
    "verify-args": {
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      },
      "description": "Arguments for `verify` or `verify-preset`, written like `agent-args`. Text of `verify` gets them as `\"$1\"`, `\"$2\"`…, or at its end where it is one simple command. `{{NAME}}` stands for an entry of `verify-values`. Default: none."
    },
    "verify-values": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 100,
      "description": "`NAME=VALUE` entries for placeholders in arguments and variables of verifiers, such as `routing-key=abc` of a test environment. They are recorded in the evidence: no secrets. Default: none."
    },
    "verifiers": {
      "type": "object",
      "additionalProperties": {
        "anyOf": [
          {
            "type": "string"
          },
          {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "run": {
                "type": [
                  "string",
                  "array"
                ],
                "items": {
                  "type": "string"
                }
              },
              "preset": {
                "type": "string",
                "enum": [
                  "npm",
                  "pnpm",
                  "yarn",
                  "pytest",
                  "go",
                  "cargo",
                  "maven",
                  "gradle",
                  "helm",
                  "kubebuilder",
                  "conftest"
                ]
              },
              "args": {
                "type": [
                  "string",
                  "array"
                ],
                "items": {
                  "type": "string"
                }
              },
              "working-directory": {
                "type": "string"
              },
              "env": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                },
                "maxProperties": 100
              },
              "env-from": {
                "type": "array",
                "items": {
                  "type": "string"
                },
                "maxItems": 100
              },
              "timeout": {
                "type": "string"
              }
            }
          }
        ]
      },
      "maxProperties": 20,
      "description": "Further verifiers by name, each in rooms of its own; all have to pass, `verify` first. A mapping from names to a command, or to `run` or `preset`, `args`, `working-directory`, `env`, `env-from` and `timeout`; or JSON. See docs/guides/verifiers.md. Default: none."
    },
    "verify-mode": {
      "type": "string",
      "enum": [
        "sequence",
        "parallel"
      ],
      "description": "Whether several verifiers run one after another, until one fails, or all at once. Default: `sequence`."
    },
    "build": {
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      },
      "description": "A command that every room of the verifier runs first, on the base and with a patch alike, written like `verify`. Nothing that an agent built is carried over. Default: nothing is built."
    },
    "build-timeout": {
      "type": "string",
      "description": "Time for `build`. Default: `10m`."
    },
    "verify-files": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Globs of the files that the verifier consists of. They come from the trusted commit and no patch may touch them. `!path` takes out a path that was found in a command. Default: the programs and scripts of the repository that verifiers and `build` start."
    },
    "verify-timeout": {
      "type": "string",
      "description": "Time for one run of the verifier. Default: `10m`."
    },
    "baseline": {
      "type": "string",
      "enum": [
        "require-red",
        "any"
      ],
      "description": "Whether the verifier must fail before the agent starts. With `require-red` a base that passes ends the run with `nothing-to-prove`. Default: `require-red`."
    },
    "prepare": {
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      },
      "description": "How dependencies come into the base: a command such as `npm ci`, run once in a room and then frozen, or `workspace` for the ignored files that earlier steps of the job left in the checkout. Default: nothing is prepared."
    },
    "prepare-timeout": {
      "type": "string",
      "description": "Time for `prepare`. Default: `10m`."
    },
    "protect": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Further globs that the patch may not touch; `!glob` takes paths out of the default list. The last match decides. Default: tests, manifests, lock files, CI, tool and agent configuration."
    },
    "verify-edits": {
      "type": "string",
      "enum": [
        "deny",
        "report",
        "allow"
      ],
      "description": "What becomes of a change to what decides (tests, their helpers, manifests, tool configuration, the verifier’s files): `deny` refuses the whole change, `report` leaves these edits out and shows them apart, `allow` takes them and ends as `verified-with-verifier-change`, if the changed verifier still fails on the base. See docs/guides/proof.md. Default: `deny`."
    },
    "hidden-verify": {
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      },
      "description": "A second verifier that no room of the agent ever sees, from the files of `hidden-files`. It runs after `verify` has passed and has to pass too; what it prints is never fed back. Default: none."
    },
    "hidden-files": {
      "type": "string",
      "description": "The directory of this machine that `hidden-verify` needs, absolute or relative to the checkout. No room but those of `hidden-verify` may show it, where it is `/run/cleanroom/hidden`. Default: none."
    },
    "hidden-feedback": {
      "type": "string",
      "enum": [
        "pass-fail",
        "names"
      ],
      "description": "What the agent is told of `hidden-verify`: only that it failed, or the names of the tests that failed as well. Default: `pass-fail`."
    },
    "execution-floor": {
      "type": "string",
      "enum": [
        "enforce",
        "report",
        "off"
      ],
      "description": "Whether a proof has to execute at least what the base executed, test by test and file by file, and may not contradict its own results. With `report` what is missing is only said. See docs/guides/floor.md. Default: `enforce`."
    },
    "verify-instrument": {
      "type": "string",
      "enum": [
        "auto",
        "off"
      ],
      "description": "Whether processes of the verifier (Node, Python, `go test`) say how they ended and what they executed, on the base and with the change alike. Default: `auto`."
    },
    "confirm-runs": {
      "type": "integer",
      "minimum": 1,
      "maximum": 20,
      "description": "How often the proof has to pass, each time in a fresh room. With more than 1, the base has to fail as often; one failure of a change that passed before is a flake, and fails the attempt. Default: `1`."
    },
    "schema": {
      "type": [
        "string",
        "object"
      ],
      "description": "JSON Schema that the agent’s report must satisfy: a file of the trusted commit, or the schema itself. Default: a summary, the changes, and why the agent is blocked if it is."
    },
    "report": {
      "type": "string",
      "enum": [
        "required",
        "optional"
      ],
      "description": "Whether a run can be green without a valid report. Default: required without verify or with schema, else optional."
    },
    "max-attempts": {
      "type": "integer",
      "minimum": 1,
      "maximum": 20,
      "description": "How often the agent may try. Default: `3`."
    },
    "stuck-after": {
      "type": "integer",
      "minimum": 0,
      "maximum": 20,
      "description": "Attempts in a row that come to the same failure, patch or steps, after which the agent is stuck: a fresh conversation begins with a snapshot. `0` switches that off. Default: `2`."
    },
    "restart-attempts": {
      "type": "integer",
      "minimum": 0,
      "maximum": 10,
      "description": "How often a stuck agent begins anew. When that fails too, the run ends with `no-progress` and the snapshot. These attempts count for `max-attempts`. Default: `1`."
    },
    "restart-diff-lines": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000000,
      "description": "Lines that such an attempt may change of what it found, added and deleted together; a larger change is refused. Default: `80`."
    },
    "timeout": {
      "type": "string",
      "description": "Time for the whole run. Default: `30m`."
    },
    "attempt-timeout": {
      "type": "string",
      "description": "Time for one attempt, at most `timeout`. Default: `15m`."
    },
    "model-idle-timeout": {
      "type": "string",
      "description": "How long the model may send nothing in the middle of an answer. Default: `5m`."
    },
    "max-requests": {
      "type": "integer",
      "minimum": 1,
      "maximum": 999999999,
      "description": "Model requests of the whole run, past which it ends with `budget-exhausted`. Default: no limit."
    },
    "max-tokens": {
      "type": "integer",
      "minimum": 1,
      "maximum": 999999999,
      "description": "Tokens of the whole run, input and output together. The call that passes it is cut, and the run ends with `budget-exhausted`. Default: no limit."
    },
    "max-cost-usd": {
      "type": [
        "string",
        "number"
      ],
      "description": "US dollars that the model may cost in the whole run, by `prices`. The call that passes it is cut; a request for a model without a price is refused. Default: no limit."
    },
    "prices": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "What models cost, for `max-cost-usd` and the report: `MODEL=INPUT/CACHED/OUTPUT` entries, in US dollars for a million tokens; `*` stands for every other model. Default: none."
    },
    "memory": {
      "type": [
        "string",
        "integer"
      ],
      "description": "Memory of all processes of a room. Default: `4g`."
    },
    "processes": {
      "type": "integer",
      "minimum": 16,
      "maximum": 65536,
      "description": "Processes of a room at one time. Default: `1024`."
    },
    "cpus": {
      "type": "number",
      "minimum": 0.1,
      "maximum": 1024,
      "description": "CPUs’ worth of time for all processes of a room, such as `1.5`. Default: all of the machine."
    },
    "disk-size": {
      "type": [
        "string",
        "integer"
      ],
      "description": "What a room may add to its workspace, HOME and report directory together. Default: `10g`."
    },
    "disk-files": {
      "type": "integer",
      "minimum": 100,
      "maximum": 100000000,
      "description": "Files and directories that a room may add there. Default: `1000000`."
    },
    "open-files": {
      "type": "integer",
      "minimum": 64,
      "maximum": 1048576,
      "description": "Open files of a process in a room. Default: `4096`."
    },
    "file-size": {
      "type": [
        "string",
        "integer"
      ],
      "description": "Largest file that a room may write. Default: `1g`."
    },
    "tmp-size": {
      "type": [
        "string",
        "integer"
      ],
      "description": "Size of a room’s `/tmp`. Default: `1g`."
    },
    "max-output": {
      "type": [
        "string",
        "integer"
      ],
      "description": "Output of a command in a room, past which it is killed. Default: `2g`."
    },
    "log-size": {
      "type": [
        "string",
        "integer"
      ],
      "description": "What is kept of each log: its head and its tail. Default: `4m`."
    },
    "feedback-size": {
      "type": [
        "string",
        "integer"
      ],
      "description": "What the next attempt is told at most of a verifier that failed. See docs/guides/feedback.md. Default: `8k`."
    },
    "max-patch-size": {
      "type": [
        "string",
        "integer"
      ],
      "description": "Largest patch. Default: `4m`."
    },
    "max-patch-files": {
      "type": "integer",
      "minimum": 1,
      "maximum": 100000,
      "description": "Most files in a patch. Default: `100`."
    },
    "accept-unenforced": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 10,
      "description": "Limits that a run may start without where nothing enforces them, such as `cpus` without control groups. Otherwise it refuses to start. Default: none."
    },
    "room": {
      "type": "string",
      "enum": [
        "auto",
        "local",
        "docker"
      ],
      "description": "What rooms are made of: `local` (bubblewrap), `docker` (containers of `image`), or `auto` for local rooms where they work, else containers when an image is named. Default: `auto`."
    },
    "image": {
      "type": "string",
      "description": "Image of docker rooms, by name, digest or id. It must be on this machine: nothing is pulled. See docs/guides/docker-room.md. Default: none."
    },
    "docker-runtime": {
      "type": "string",
      "description": "Runtime of docker rooms, by the name that the daemon knows it by, such as `runsc` for gVisor. Default: `runc`."
    },
    "workspace": {
      "type": "string",
      "enum": [
        "auto",
        "overlay",
        "copy"
      ],
      "description": "How a room gets its tree: `overlay` (nothing is copied), `copy`, or `auto` for the best that works here. Default: `auto`."
    },
    "audit": {
      "type": "string",
      "enum": [
        "auto",
        "require",
        "off"
      ],
      "description": "Whether the kernel is asked for every program that runs in rooms (`exec.jsonl` in the evidence): `auto` where this host lets us, `require` to end the run where it does not, or `off`. Default: `auto`."
    },
    "allow-agent": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Exact `host:port` entries that the agent may reach, beside the model. Words stand for the hosts of your own registries: `apt`, `cargo`, `go`, `npm`, `pip`. Default: nothing."
    },
    "allow-prepare": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Exact `host:port` entries, or words as in `allow-agent`, that `prepare` may reach. Default: nothing."
    },
    "allow-proof": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Exact `host:port` entries, or words as in `allow-agent`, that the verifier may reach. Default: nothing."
    },
    "allow-private": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Entries of the lists above that may resolve to private addresses, such as a registry of your own. All others must be public. Default: nothing."
    },
    "provider-tools": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 50,
      "description": "What the model’s provider may do by itself, past the allow-lists of rooms, by name: its tools (`web_search`, `mcp`), other fields of requests, and `fetch-urls` for content that a request names by its address. See docs/guides/policy.md. Default: nothing."
    },
    "rules": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 500,
      "description": "Rules for the commands of the agent: `forbid git push because REASON`, `allow kubectl get`. What is enforced and what is advice: docs/guides/commands.md. Default: none."
    },
    "rules-files": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 20,
      "description": "Files of the trusted commit with further rules, in the syntax of codex’s `.rules` files. Default: none."
    },
    "brokered-commands": {
      "type": "object",
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "command"
        ],
        "properties": {
          "command": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            }
          },
          "env": {
            "type": "object",
            "additionalProperties": {
              "anyOf": [
                {
                  "type": "string"
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
            "items": {
              "type": "string"
            }
          },
          "timeout": {
            "type": "string"
          },
          "output": {
            "type": [
              "string",
              "integer"
            ]
          },
          "stdin": {
            "enum": [
              "asked",
              "always",
              "never"
            ]
          },
          "calls": {
            "type": "integer",
            "minimum": 1,
            "maximum": 10000
          }
        }
      },
      "maxProperties": 20,
      "description": "Commands that the host runs for the agent with a credential that the room never sees, as far as `rules` allow them: a mapping, or JSON. See docs/guides/commands.md. Default: none."
    },
    "tools": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 50,
      "description": "Absolute paths of directories of the host that rooms may read, such as a tool cache. Default: none."
    },
    "writable-roots": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 50,
      "description": "Directories of the repository that the agent may change. The rest of the workspace is read-only in its room, and a patch that touches it is refused. Default: all of the workspace."
    },
    "env": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "`NAME=VALUE` entries for every command in a room. They are recorded in the evidence: no secrets. Default: none."
    },
    "profile": {
      "type": "string",
      "description": "Bundle of settings under `profiles` of the configuration file that is to be used. It is stronger than the rest of that file, and weaker than inputs and flags. Default: none."
    },
    "policy": {
      "type": "string",
      "description": "Policy file in Cleanroom’s format, read from the trusted commit, or `none`. Its hosts join the allow-lists; its other keys are weaker than settings. Default: cleanroom.yaml, else .buildkite/cleanroom.yaml, if there is one."
    },
    "evidence": {
      "type": "string",
      "description": "Directory for the evidence of the run. It must be empty or not exist. Default: a new directory."
    },
    "publish": {
      "type": "string",
      "enum": [
        "here",
        "later"
      ],
      "description": "Who writes to GitHub: this job (`here`), or another one with `publish` of this action and the evidence (`later`), so that no token that may write is in the job of the agent. See docs/guides/publish.md. Default: `here`."
    },
    "comment": {
      "type": "string",
      "enum": [
        "auto",
        "always",
        "never"
      ],
      "description": "Whether to comment on the pull request: `auto` where there is one and the token may, `always` or fail, or `never`. Default: `auto`."
    },
    "comment-key": {
      "type": "string",
      "description": "Tells the comments of several workflows on one pull request apart. Default: the name of the workflow."
    },
    "summary": {
      "type": "boolean",
      "description": "Whether to write the job summary. Default: `true`."
    },
    "check": {
      "type": "string",
      "enum": [
        "auto",
        "always",
        "never"
      ],
      "description": "Whether to write a check run with annotations: `auto` where the token may (`checks: write`), `always` or fail, or `never`. Default: `auto`."
    },
    "check-name": {
      "type": "string",
      "description": "Name of the check run, by which branch rules can require it. Default: cleanroom and the comment key."
    },
    "deliver": {
      "type": "string",
      "enum": [
        "none",
        "artifact",
        "suggestions",
        "commit",
        "pull-request"
      ],
      "description": "What becomes of a verified change: `none`; `artifact`: it is in the evidence; `suggestions` in a review; a `commit` on the pull request’s branch; or a `pull-request` of its own. Never to a default or protected branch. See docs/guides/delivery.md. Default: `artifact`."
    },
    "deliver-branch": {
      "type": "string",
      "description": "Branch for `deliver: pull-request`. It must be one that this action made, or not exist. Default: cleanroom/, and what the change is for."
    },
    "deliver-draft": {
      "type": "boolean",
      "description": "Whether such a pull request begins as a draft. Default: `true`."
    },
    "deliver-sign": {
      "type": "string",
      "enum": [
        "github",
        "git"
      ],
      "description": "Who makes delivered commits: `github`, by its API, which signs them; or `git` of this host, with the name and the signing key of its configuration. Default: `github`."
    },
    "deliver-max-files": {
      "type": "integer",
      "minimum": 1,
      "maximum": 10000,
      "description": "A change of more files than this is not delivered, but stays in the evidence. Default: `100`."
    },
    "deliver-max-size": {
      "type": [
        "string",
        "integer"
      ],
      "description": "A change whose patch is larger than this is not delivered, but stays in the evidence. Default: `4m`."
    },
    "require-permission": {
      "type": "string",
      "enum": [
        "write",
        "maintain",
        "admin",
        "none"
      ],
      "description": "Access to the repository that whoever starts a run in a workflow needs, unless a list allows them. `none`: anybody may, also somebody who has nothing to do with the repository. See docs/guides/gate.md. Default: `write`."
    },
    "allow-users": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "People who may start a run whatever access they have, by their exact names. Default: none."
    },
    "allow-teams": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Teams whose members may start a run, as `org/team`. The token must be allowed to read them: that of a workflow is not. Default: none."
    },
    "allow-bots": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "maxItems": 200,
      "description": "Bots that may start a run, by their exact names, such as `dependabot[bot]`. No bot may that is not named, whatever access it has. Default: none."
    },
    "forks": {
      "type": "string",
      "enum": [
        "allow",
        "deny"
      ],
      "description": "Whether the head of a pull request may be in another repository: `allow`, where whoever starts the run may, or `deny`. Default: `allow`."
    },
    "comment-command": {
      "type": "string",
      "description": "With `issue_comment`: only a new comment that begins with these words starts a run, such as `/cleanroom fix`; what follows is quoted to the agent. Other comments end the step at once, and well. Default: none: every comment starts a run."
    },
    "agents": {
      "type": "object",
      "description": "How `cleanroom-action agent NAME` starts agents, by name: built-in ones in another way, or others. Default: none.",
      "propertyNames": {
        "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"
      },
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "command": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "Program and first arguments; what is typed after the name follows. Default: the built-in way."
          },
          "test": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "Run in the room; exit code 0: the agent is there. Default: whether the command’s first word is."
          },
          "install": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "Run in the room where the test fails. Default: nothing."
          },
          "credentials": {
            "type": "array",
            "maxItems": 64,
            "description": "Files and directories of the host that the room gets copies of. From a repository’s file only with --trust-credentials. Default: none.",
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "source",
                "target"
              ],
              "properties": {
                "source": {
                  "type": "string",
                  "description": "Path on the host, beginning with / or ~/."
                },
                "target": {
                  "type": "string",
                  "description": "Path below the room’s HOME."
                }
              }
            }
          }
        }
      }
    },
    "profiles": {
      "type": "object",
      "description": "Named bundles of the settings of this file, of which `profile` chooses one. Default: none.",
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "prompt": {
            "type": "string",
            "description": "The task for the agent. Exactly one of `prompt` and `prompt-file` is needed. Default: none."
          },
          "prompt-file": {
            "type": "string",
            "description": "A file of the trusted commit that holds the task. Default: none."
          },
          "working-directory": {
            "type": "string",
            "description": "Directory of the repository in which `verify`, `build` and `prepare` run. Default: `.`."
          },
          "agent": {
            "type": "string",
            "enum": [
              "codex",
              "claude",
              "gemini",
              "opencode",
              "command"
            ],
            "description": "Who does the work: `codex` (OpenAI Codex CLI), `claude` (Claude Code), `gemini` (Gemini CLI), `opencode`, or `command` (any program, see `agent-command`). Default: `codex`."
          },
          "agent-version": {
            "type": "string",
            "description": "Exact version of the agent to install. Default: the version that this release was tested with."
          },
          "agent-program": {
            "type": "string",
            "description": "Absolute path of the agent’s program as rooms see it, in place of one that is installed from npm. Default: the image’s own in docker rooms, else one that is installed."
          },
          "agent-command": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "The program that works when `agent` is `command`, with its arguments: one command line, or a JSON array. No shell reads it; the prompt comes on its standard input. Default: none."
          },
          "agent-args": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "Further arguments for the agent, written like `agent-command`. Default: none."
          },
          "model": {
            "type": "string",
            "description": "Model that the agent is to use. Default: the agent’s own choice."
          },
          "effort": {
            "type": "string",
            "description": "Reasoning effort that is asked of the model. Default: the agent’s own choice."
          },
          "provider": {
            "type": "string",
            "enum": [
              "openai",
              "anthropic",
              "gemini",
              "none"
            ],
            "description": "Protocol of the model that the room may reach through the broker; `none`: no model. Default: the agent’s own; openai for opencode, none for command."
          },
          "model-base-url": {
            "type": "string",
            "description": "Address of the model endpoint, up to but without the version part (`/v1`) of its paths. Default: the provider’s public address."
          },
          "mcp-servers": {
            "type": "object",
            "additionalProperties": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "command": {
                  "type": [
                    "string",
                    "array"
                  ],
                  "items": {
                    "type": "string"
                  }
                },
                "url": {
                  "type": "string"
                },
                "env": {
                  "type": "object",
                  "additionalProperties": {
                    "anyOf": [
                      {
                        "type": "string"
                      },
                      {
                        "type": "object",
                        "additionalProperties": false,
                        "properties": {
                          "file": {
                            "type": "string"
                          },
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
                  "additionalProperties": {
                    "anyOf": [
                      {
                        "type": "string"
                      },
                      {
                        "type": "object",
                        "additionalProperties": false,
                        "properties": {
                          "file": {
                            "type": "string"
                          },
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
                  "type": "array",
                  "items": {
                    "type": "string"
                  },
                  "maxItems": 200
                },
                "where": {
                  "enum": [
                    "room",
                    "host"
                  ]
                },
                "allow": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                },
                "timeout": {
                  "type": "string"
                },
                "calls": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 10000
                },
                "output": {
                  "type": [
                    "string",
                    "integer"
                  ]
                }
              }
            },
            "maxProperties": 20,
            "description": "MCP servers for the agent: a mapping from names to `command` or `url`, or JSON. The host runs or reaches those that need a secret, so that no room sees it. See docs/guides/mcp.md. Default: none."
          },
          "trust-agent-config": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 6,
            "description": "Configuration of agents in the repository that the agent may read although it can run code, by name: `.claude`, `.codex`, `.gemini`, `.mcp.json`, `.opencode`, `opencode.json`. It comes from the trusted commit. All else of this kind is hidden from it. Default: none."
          },
          "candidates": {
            "type": "integer",
            "minimum": 1,
            "maximum": 16,
            "description": "How many agents work on the task side by side, each in rooms of its own, with the budget of one run. See docs/guides/candidates.md. Default: 1, or one for each of `candidate-agents`."
          },
          "candidate-agents": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 16,
            "description": "What the candidates are, in order: `AGENT [model=NAME] [effort=LEVEL]` entries, such as `codex effort=high`. Where there are more candidates than entries, it begins again. Keys of providers other than that of `agent` come from `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` and `GEMINI_API_KEY` in the environment. Default: all as `agent`."
          },
          "select": {
            "type": "string",
            "enum": [
              "first",
              "smallest-patch",
              "all"
            ],
            "description": "Which verified candidate is taken: the `first`, which stops the others, or the one with the `smallest-patch` of all; `all` takes that one too, and lists every verified change. Default: `first`."
          },
          "tasks": {
            "anyOf": [
              {
                "const": "plan"
              },
              {
                "type": "array",
                "minItems": 1,
                "maxItems": 16,
                "items": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "name",
                    "prompt",
                    "verify"
                  ],
                  "properties": {
                    "name": {
                      "type": "string"
                    },
                    "prompt": {
                      "type": "string"
                    },
                    "verify": {
                      "type": [
                        "string",
                        "array"
                      ],
                      "items": {
                        "type": "string"
                      }
                    },
                    "depends": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      }
                    }
                  }
                }
              }
            ],
            "description": "Parts of the task for a worker each, with a verifier each: a list of `name`, `prompt`, `verify` and `depends`, or `plan` to have an agent make that list. Their changes are merged, and `verify` decides about the whole. See docs/guides/tasks.md. Default: one task: `prompt`."
          },
          "parallel": {
            "type": "integer",
            "minimum": 1,
            "maximum": 16,
            "description": "How many candidates or tasks are worked on at the same time. Each room may use `memory`. Default: all of them."
          },
          "verify": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "The command whose exit code decides. Text runs as `/bin/sh -e -c` inside the room; a JSON array is run exactly as it stands. Default: no verifier: the report is the result."
          },
          "verify-preset": {
            "type": "string",
            "enum": [
              "npm",
              "pnpm",
              "yarn",
              "pytest",
              "go",
              "cargo",
              "maven",
              "gradle",
              "helm",
              "kubebuilder",
              "conftest"
            ],
            "description": "The usual verifier of a stack, in place of `verify`. What each runs: docs/guides/verifiers.md. `cleanroom-action init` proposes one. Default: none."
          },
          "verify-args": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "Arguments for `verify` or `verify-preset`, written like `agent-args`. Text of `verify` gets them as `\"$1\"`, `\"$2\"`…, or at its end where it is one simple command. `{{NAME}}` stands for an entry of `verify-values`. Default: none."
          },
          "verify-values": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 100,
            "description": "`NAME=VALUE` entries for placeholders in arguments and variables of verifiers, such as `routing-key=abc` of a test environment. They are recorded in the evidence: no secrets. Default: none."
          },
          "verifiers": {
            "type": "object",
            "additionalProperties": {
              "anyOf": [
                {
                  "type": "string"
                },
                {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "run": {
                      "type": [
                        "string",
                        "array"
                      ],
                      "items": {
                        "type": "string"
                      }
                    },
                    "preset": {
                      "type": "string",
                      "enum": [
                        "npm",
                        "pnpm",
                        "yarn",
                        "pytest",
                        "go",
                        "cargo",
                        "maven",
                        "gradle",
                        "helm",
                        "kubebuilder",
                        "conftest"
                      ]
                    },
                    "args": {
                      "type": [
                        "string",
                        "array"
                      ],
                      "items": {
                        "type": "string"
                      }
                    },
                    "working-directory": {
                      "type": "string"
                    },
                    "env": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      },
                      "maxProperties": 100
                    },
                    "env-from": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      },
                      "maxItems": 100
                    },
                    "timeout": {
                      "type": "string"
                    }
                  }
                }
              ]
            },
            "maxProperties": 20,
            "description": "Further verifiers by name, each in rooms of its own; all have to pass, `verify` first. A mapping from names to a command, or to `run` or `preset`, `args`, `working-directory`, `env`, `env-from` and `timeout`; or JSON. See docs/guides/verifiers.md. Default: none."
          },
          "verify-mode": {
            "type": "string",
            "enum": [
              "sequence",
              "parallel"
            ],
            "description": "Whether several verifiers run one after another, until one fails, or all at once. Default: `sequence`."
          },
          "build": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "A command that every room of the verifier runs first, on the base and with a patch alike, written like `verify`. Nothing that an agent built is carried over. Default: nothing is built."
          },
          "build-timeout": {
            "type": "string",
            "description": "Time for `build`. Default: `10m`."
          },
          "verify-files": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Globs of the files that the verifier consists of. They come from the trusted commit and no patch may touch them. `!path` takes out a path that was found in a command. Default: the programs and scripts of the repository that verifiers and `build` start."
          },
          "verify-timeout": {
            "type": "string",
            "description": "Time for one run of the verifier. Default: `10m`."
          },
          "baseline": {
            "type": "string",
            "enum": [
              "require-red",
              "any"
            ],
            "description": "Whether the verifier must fail before the agent starts. With `require-red` a base that passes ends the run with `nothing-to-prove`. Default: `require-red`."
          },
          "prepare": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "How dependencies come into the base: a command such as `npm ci`, run once in a room and then frozen, or `workspace` for the ignored files that earlier steps of the job left in the checkout. Default: nothing is prepared."
          },
          "prepare-timeout": {
            "type": "string",
            "description": "Time for `prepare`. Default: `10m`."
          },
          "protect": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Further globs that the patch may not touch; `!glob` takes paths out of the default list. The last match decides. Default: tests, manifests, lock files, CI, tool and agent configuration."
          },
          "verify-edits": {
            "type": "string",
            "enum": [
              "deny",
              "report",
              "allow"
            ],
            "description": "What becomes of a change to what decides (tests, their helpers, manifests, tool configuration, the verifier’s files): `deny` refuses the whole change, `report` leaves these edits out and shows them apart, `allow` takes them and ends as `verified-with-verifier-change`, if the changed verifier still fails on the base. See docs/guides/proof.md. Default: `deny`."
          },
          "hidden-verify": {
            "type": [
              "string",
              "array"
            ],
            "items": {
              "type": "string"
            },
            "description": "A second verifier that no room of the agent ever sees, from the files of `hidden-files`. It runs after `verify` has passed and has to pass too; what it prints is never fed back. Default: none."
          },
          "hidden-files": {
            "type": "string",
            "description": "The directory of this machine that `hidden-verify` needs, absolute or relative to the checkout. No room but those of `hidden-verify` may show it, where it is `/run/cleanroom/hidden`. Default: none."
          },
          "hidden-feedback": {
            "type": "string",
            "enum": [
              "pass-fail",
              "names"
            ],
            "description": "What the agent is told of `hidden-verify`: only that it failed, or the names of the tests that failed as well. Default: `pass-fail`."
          },
          "execution-floor": {
            "type": "string",
            "enum": [
              "enforce",
              "report",
              "off"
            ],
            "description": "Whether a proof has to execute at least what the base executed, test by test and file by file, and may not contradict its own results. With `report` what is missing is only said. See docs/guides/floor.md. Default: `enforce`."
          },
          "verify-instrument": {
            "type": "string",
            "enum": [
              "auto",
              "off"
            ],
            "description": "Whether processes of the verifier (Node, Python, `go test`) say how they ended and what they executed, on the base and with the change alike. Default: `auto`."
          },
          "confirm-runs": {
            "type": "integer",
            "minimum": 1,
            "maximum": 20,
            "description": "How often the proof has to pass, each time in a fresh room. With more than 1, the base has to fail as often; one failure of a change that passed before is a flake, and fails the attempt. Default: `1`."
          },
          "schema": {
            "type": [
              "string",
              "object"
            ],
            "description": "JSON Schema that the agent’s report must satisfy: a file of the trusted commit, or the schema itself. Default: a summary, the changes, and why the agent is blocked if it is."
          },
          "report": {
            "type": "string",
            "enum": [
              "required",
              "optional"
            ],
            "description": "Whether a run can be green without a valid report. Default: required without verify or with schema, else optional."
          },
          "max-attempts": {
            "type": "integer",
            "minimum": 1,
            "maximum": 20,
            "description": "How often the agent may try. Default: `3`."
          },
          "stuck-after": {
            "type": "integer",
            "minimum": 0,
            "maximum": 20,
            "description": "Attempts in a row that come to the same failure, patch or steps, after which the agent is stuck: a fresh conversation begins with a snapshot. `0` switches that off. Default: `2`."
          },
          "restart-attempts": {
            "type": "integer",
            "minimum": 0,
            "maximum": 10,
            "description": "How often a stuck agent begins anew. When that fails too, the run ends with `no-progress` and the snapshot. These attempts count for `max-attempts`. Default: `1`."
          },
          "restart-diff-lines": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000,
            "description": "Lines that such an attempt may change of what it found, added and deleted together; a larger change is refused. Default: `80`."
          },
          "timeout": {
            "type": "string",
            "description": "Time for the whole run. Default: `30m`."
          },
          "attempt-timeout": {
            "type": "string",
            "description": "Time for one attempt, at most `timeout`. Default: `15m`."
          },
          "model-idle-timeout": {
            "type": "string",
            "description": "How long the model may send nothing in the middle of an answer. Default: `5m`."
          },
          "max-requests": {
            "type": "integer",
            "minimum": 1,
            "maximum": 999999999,
            "description": "Model requests of the whole run, past which it ends with `budget-exhausted`. Default: no limit."
          },
          "max-tokens": {
            "type": "integer",
            "minimum": 1,
            "maximum": 999999999,
            "description": "Tokens of the whole run, input and output together. The call that passes it is cut, and the run ends with `budget-exhausted`. Default: no limit."
          },
          "max-cost-usd": {
            "type": [
              "string",
              "number"
            ],
            "description": "US dollars that the model may cost in the whole run, by `prices`. The call that passes it is cut; a request for a model without a price is refused. Default: no limit."
          },
          "prices": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "What models cost, for `max-cost-usd` and the report: `MODEL=INPUT/CACHED/OUTPUT` entries, in US dollars for a million tokens; `*` stands for every other model. Default: none."
          },
          "memory": {
            "type": [
              "string",
              "integer"
            ],
            "description": "Memory of all processes of a room. Default: `4g`."
          },
          "processes": {
            "type": "integer",
            "minimum": 16,
            "maximum": 65536,
            "description": "Processes of a room at one time. Default: `1024`."
          },
          "cpus": {
            "type": "number",
            "minimum": 0.1,
            "maximum": 1024,
            "description": "CPUs’ worth of time for all processes of a room, such as `1.5`. Default: all of the machine."
          },
          "disk-size": {
            "type": [
              "string",
              "integer"
            ],
            "description": "What a room may add to its workspace, HOME and report directory together. Default: `10g`."
          },
          "disk-files": {
            "type": "integer",
            "minimum": 100,
            "maximum": 100000000,
            "description": "Files and directories that a room may add there. Default: `1000000`."
          },
          "open-files": {
            "type": "integer",
            "minimum": 64,
            "maximum": 1048576,
            "description": "Open files of a process in a room. Default: `4096`."
          },
          "file-size": {
            "type": [
              "string",
              "integer"
            ],
            "description": "Largest file that a room may write. Default: `1g`."
          },
          "tmp-size": {
            "type": [
              "string",
              "integer"
            ],
            "description": "Size of a room’s `/tmp`. Default: `1g`."
          },
          "max-output": {
            "type": [
              "string",
              "integer"
            ],
            "description": "Output of a command in a room, past which it is killed. Default: `2g`."
          },
          "log-size": {
            "type": [
              "string",
              "integer"
            ],
            "description": "What is kept of each log: its head and its tail. Default: `4m`."
          },
          "feedback-size": {
            "type": [
              "string",
              "integer"
            ],
            "description": "What the next attempt is told at most of a verifier that failed. See docs/guides/feedback.md. Default: `8k`."
          },
          "max-patch-size": {
            "type": [
              "string",
              "integer"
            ],
            "description": "Largest patch. Default: `4m`."
          },
          "max-patch-files": {
            "type": "integer",
            "minimum": 1,
            "maximum": 100000,
            "description": "Most files in a patch. Default: `100`."
          },
          "accept-unenforced": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 10,
            "description": "Limits that a run may start without where nothing enforces them, such as `cpus` without control groups. Otherwise it refuses to start. Default: none."
          },
          "room": {
            "type": "string",
            "enum": [
              "auto",
              "local",
              "docker"
            ],
            "description": "What rooms are made of: `local` (bubblewrap), `docker` (containers of `image`), or `auto` for local rooms where they work, else containers when an image is named. Default: `auto`."
          },
          "image": {
            "type": "string",
            "description": "Image of docker rooms, by name, digest or id. It must be on this machine: nothing is pulled. See docs/guides/docker-room.md. Default: none."
          },
          "docker-runtime": {
            "type": "string",
            "description": "Runtime of docker rooms, by the name that the daemon knows it by, such as `runsc` for gVisor. Default: `runc`."
          },
          "workspace": {
            "type": "string",
            "enum": [
              "auto",
              "overlay",
              "copy"
            ],
            "description": "How a room gets its tree: `overlay` (nothing is copied), `copy`, or `auto` for the best that works here. Default: `auto`."
          },
          "audit": {
            "type": "string",
            "enum": [
              "auto",
              "require",
              "off"
            ],
            "description": "Whether the kernel is asked for every program that runs in rooms (`exec.jsonl` in the evidence): `auto` where this host lets us, `require` to end the run where it does not, or `off`. Default: `auto`."
          },
          "allow-agent": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Exact `host:port` entries that the agent may reach, beside the model. Words stand for the hosts of your own registries: `apt`, `cargo`, `go`, `npm`, `pip`. Default: nothing."
          },
          "allow-prepare": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Exact `host:port` entries, or words as in `allow-agent`, that `prepare` may reach. Default: nothing."
          },
          "allow-proof": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Exact `host:port` entries, or words as in `allow-agent`, that the verifier may reach. Default: nothing."
          },
          "allow-private": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Entries of the lists above that may resolve to private addresses, such as a registry of your own. All others must be public. Default: nothing."
          },
          "provider-tools": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 50,
            "description": "What the model’s provider may do by itself, past the allow-lists of rooms, by name: its tools (`web_search`, `mcp`), other fields of requests, and `fetch-urls` for content that a request names by its address. See docs/guides/policy.md. Default: nothing."
          },
          "rules": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 500,
            "description": "Rules for the commands of the agent: `forbid git push because REASON`, `allow kubectl get`. What is enforced and what is advice: docs/guides/commands.md. Default: none."
          },
          "rules-files": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 20,
            "description": "Files of the trusted commit with further rules, in the syntax of codex’s `.rules` files. Default: none."
          },
          "brokered-commands": {
            "type": "object",
            "additionalProperties": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "command"
              ],
              "properties": {
                "command": {
                  "type": [
                    "string",
                    "array"
                  ],
                  "items": {
                    "type": "string"
                  }
                },
                "env": {
                  "type": "object",
                  "additionalProperties": {
                    "anyOf": [
                      {
                        "type": "string"
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
                  "items": {
                    "type": "string"
                  }
                },
                "timeout": {
                  "type": "string"
                },
                "output": {
                  "type": [
                    "string",
                    "integer"
                  ]
                },
                "stdin": {
                  "enum": [
                    "asked",
                    "always",
                    "never"
                  ]
                },
                "calls": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 10000
                }
              }
            },
            "maxProperties": 20,
            "description": "Commands that the host runs for the agent with a credential that the room never sees, as far as `rules` allow them: a mapping, or JSON. See docs/guides/commands.md. Default: none."
          },
          "tools": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 50,
            "description": "Absolute paths of directories of the host that rooms may read, such as a tool cache. Default: none."
          },
          "writable-roots": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 50,
            "description": "Directories of the repository that the agent may change. The rest of the workspace is read-only in its room, and a patch that touches it is refused. Default: all of the workspace."
          },
          "env": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "`NAME=VALUE` entries for every command in a room. They are recorded in the evidence: no secrets. Default: none."
          },
          "policy": {
            "type": "string",
            "description": "Policy file in Cleanroom’s format, read from the trusted commit, or `none`. Its hosts join the allow-lists; its other keys are weaker than settings. Default: cleanroom.yaml, else .buildkite/cleanroom.yaml, if there is one."
          },
          "evidence": {
            "type": "string",
            "description": "Directory for the evidence of the run. It must be empty or not exist. Default: a new directory."
          },
          "publish": {
            "type": "string",
            "enum": [
              "here",
              "later"
            ],
            "description": "Who writes to GitHub: this job (`here`), or another one with `publish` of this action and the evidence (`later`), so that no token that may write is in the job of the agent. See docs/guides/publish.md. Default: `here`."
          },
          "comment": {
            "type": "string",
            "enum": [
              "auto",
              "always",
              "never"
            ],
            "description": "Whether to comment on the pull request: `auto` where there is one and the token may, `always` or fail, or `never`. Default: `auto`."
          },
          "comment-key": {
            "type": "string",
            "description": "Tells the comments of several workflows on one pull request apart. Default: the name of the workflow."
          },
          "summary": {
            "type": "boolean",
            "description": "Whether to write the job summary. Default: `true`."
          },
          "check": {
            "type": "string",
            "enum": [
              "auto",
              "always",
              "never"
            ],
            "description": "Whether to write a check run with annotations: `auto` where the token may (`checks: write`), `always` or fail, or `never`. Default: `auto`."
          },
          "check-name": {
            "type": "string",
            "description": "Name of the check run, by which branch rules can require it. Default: cleanroom and the comment key."
          },
          "deliver": {
            "type": "string",
            "enum": [
              "none",
              "artifact",
              "suggestions",
              "commit",
              "pull-request"
            ],
            "description": "What becomes of a verified change: `none`; `artifact`: it is in the evidence; `suggestions` in a review; a `commit` on the pull request’s branch; or a `pull-request` of its own. Never to a default or protected branch. See docs/guides/delivery.md. Default: `artifact`."
          },
          "deliver-branch": {
            "type": "string",
            "description": "Branch for `deliver: pull-request`. It must be one that this action made, or not exist. Default: cleanroom/, and what the change is for."
          },
          "deliver-draft": {
            "type": "boolean",
            "description": "Whether such a pull request begins as a draft. Default: `true`."
          },
          "deliver-sign": {
            "type": "string",
            "enum": [
              "github",
              "git"
            ],
            "description": "Who makes delivered commits: `github`, by its API, which signs them; or `git` of this host, with the name and the signing key of its configuration. Default: `github`."
          },
          "deliver-max-files": {
            "type": "integer",
            "minimum": 1,
            "maximum": 10000,
            "description": "A change of more files than this is not delivered, but stays in the evidence. Default: `100`."
          },
          "deliver-max-size": {
            "type": [
              "string",
              "integer"
            ],
            "description": "A change whose patch is larger than this is not delivered, but stays in the evidence. Default: `4m`."
          },
          "require-permission": {
            "type": "string",
            "enum": [
              "write",
              "maintain",
              "admin",
              "none"
            ],
            "description": "Access to the repository that whoever starts a run in a workflow needs, unless a list allows them. `none`: anybody may, also somebody who has nothing to do with the repository. See docs/guides/gate.md. Default: `write`."
          },
          "allow-users": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "People who may start a run whatever access they have, by their exact names. Default: none."
          },
          "allow-teams": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Teams whose members may start a run, as `org/team`. The token must be allowed to read them: that of a workflow is not. Default: none."
          },
          "allow-bots": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "maxItems": 200,
            "description": "Bots that may start a run, by their exact names, such as `dependabot[bot]`. No bot may that is not named, whatever access it has. Default: none."
          },
          "forks": {
            "type": "string",
            "enum": [
              "allow",
              "deny"
            ],
            "description": "Whether the head of a pull request may be in another repository: `allow`, where whoever starts the run may, or `deny`. Default: `allow`."
          },
          "comment-command": {
            "type": "string",
            "description": "With `issue_comment`: only a new comment that begins with these words starts a run, such as `/cleanroom fix`; what follows is quoted to the agent. Other comments end the step at once, and well. Default: none: every comment starts a run."
          }
        }
      }
    }
  }
};
