// Generated from schemas/tests.schema.json by `npm run generate`. Do not edit.

/**
 * What the commands of one proof executed, as far as their results could be read. Written from what hostile processes say.
 */
export interface TestsFile {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/tests/v1';
  /**
   * Name of the proof.
   */
  room: string;
  /**
   * Commands of the verifier of which something could be read.
   *
   * Items: One command.
   */
  commands: {
    /**
     * Its name.
     */
    name: string;
    /**
     * Formats that the totals are of.
     *
     * Items: A format.
     */
    sources: ('junit' | 'vitest' | 'jest' | 'pytest' | 'unittest' | 'go' | 'tap' | 'node' | 'text')[];
    /**
     * Tests that passed.
     */
    passed: number;
    /**
     * Tests that failed.
     */
    failed: number;
    /**
     * Tests that were skipped or left to be done.
     */
    skipped: number;
    /**
     * Assertions; null: not counted.
     */
    assertions: number | null;
    /**
     * Time, as the runner says; null: it does not.
     */
    durationMs: number | null;
    /**
     * The first that failed.
     *
     * Items: A name.
     */
    failedNames: string[];
    /**
     * By test file, suite or package, as the runner reports.
     *
     * Items: One of them.
     */
    files: {
      /**
       * As the runner names it.
       */
      file: string;
      /**
       * Tests that passed.
       */
      passed: number;
      /**
       * Tests that failed.
       */
      failed: number;
      /**
       * Tests that did not run.
       */
      skipped: number;
      /**
       * Assertions; null: not counted.
       */
      assertions: number | null;
    }[];
    /**
     * Who ended, or replaced what decides in, a process of tests. Findings are those by files that the patch changes and that the base does not have.
     *
     * Items: One of them.
     */
    incidents: {
      /**
       * Who did it.
       */
      file: string;
      /**
       * What.
       */
      message: string;
      /**
       * The run itself wrote that file.
       */
      written?: boolean;
    }[];
    /**
     * The same counts by format.
     *
     * Items: One format.
     */
    counts?: {
      /**
       * The format.
       */
      source: 'junit' | 'vitest' | 'jest' | 'pytest' | 'unittest' | 'go' | 'tap' | 'node' | 'text';
      /**
       * The runner whose printed summary it is.
       */
      runner: string | null;
      /**
       * What passed.
       */
      passed: number;
      /**
       * What failed.
       */
      failed: number;
      /**
       * What did not run.
       */
      skipped: number;
      /**
       * What is counted.
       */
      unit: 'tests' | 'assertions' | 'summary';
      /**
       * Whether the end of the results was seen; null: the format has none.
       */
      complete: boolean | null;
    }[];
    /**
     * Node processes that ran tests, by main script.
     *
     * Items: One script.
     */
    processes?: {
      /**
       * Its path.
       */
      main: string;
      /**
       * How many started.
       */
      started: number;
      /**
       * How many of them said how they ended.
       */
      ended: number;
    }[];
  }[];
}

export const testsSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "tests",
  "title": "TestsFile",
  "type": "object",
  "description": "What the commands of one proof executed, as far as their results could be read. Written from what hostile processes say.",
  "additionalProperties": false,
  "required": [
    "schema",
    "room",
    "commands"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/tests/v1",
      "description": "Format of this file."
    },
    "room": {
      "type": "string",
      "description": "Name of the proof."
    },
    "commands": {
      "type": "array",
      "description": "Commands of the verifier of which something could be read.",
      "items": {
        "type": "object",
        "description": "One command.",
        "additionalProperties": false,
        "required": [
          "name",
          "sources",
          "passed",
          "failed",
          "skipped",
          "assertions",
          "durationMs",
          "failedNames",
          "files",
          "incidents"
        ],
        "properties": {
          "name": {
            "type": "string",
            "description": "Its name."
          },
          "sources": {
            "type": "array",
            "description": "Formats that the totals are of.",
            "items": {
              "enum": [
                "junit",
                "vitest",
                "jest",
                "pytest",
                "unittest",
                "go",
                "tap",
                "node",
                "text"
              ],
              "description": "A format."
            }
          },
          "passed": {
            "type": "integer",
            "minimum": 0,
            "description": "Tests that passed."
          },
          "failed": {
            "type": "integer",
            "minimum": 0,
            "description": "Tests that failed."
          },
          "skipped": {
            "type": "integer",
            "minimum": 0,
            "description": "Tests that were skipped or left to be done."
          },
          "assertions": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "description": "Assertions; null: not counted."
          },
          "durationMs": {
            "type": [
              "number",
              "null"
            ],
            "minimum": 0,
            "description": "Time, as the runner says; null: it does not."
          },
          "failedNames": {
            "type": "array",
            "description": "The first that failed.",
            "items": {
              "type": "string",
              "description": "A name."
            }
          },
          "files": {
            "type": "array",
            "description": "By test file, suite or package, as the runner reports.",
            "items": {
              "type": "object",
              "description": "One of them.",
              "additionalProperties": false,
              "required": [
                "file",
                "passed",
                "failed",
                "skipped",
                "assertions"
              ],
              "properties": {
                "file": {
                  "type": "string",
                  "description": "As the runner names it."
                },
                "passed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that passed."
                },
                "failed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that failed."
                },
                "skipped": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that did not run."
                },
                "assertions": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "minimum": 0,
                  "description": "Assertions; null: not counted."
                }
              }
            }
          },
          "incidents": {
            "type": "array",
            "description": "Who ended, or replaced what decides in, a process of tests. Findings are those by files that the patch changes and that the base does not have.",
            "items": {
              "type": "object",
              "description": "One of them.",
              "additionalProperties": false,
              "required": [
                "file",
                "message"
              ],
              "properties": {
                "file": {
                  "type": "string",
                  "description": "Who did it."
                },
                "message": {
                  "type": "string",
                  "description": "What."
                },
                "written": {
                  "type": "boolean",
                  "description": "The run itself wrote that file."
                }
              }
            }
          },
          "counts": {
            "type": "array",
            "description": "The same counts by format.",
            "items": {
              "type": "object",
              "description": "One format.",
              "additionalProperties": false,
              "required": [
                "source",
                "runner",
                "passed",
                "failed",
                "skipped",
                "unit",
                "complete"
              ],
              "properties": {
                "source": {
                  "enum": [
                    "junit",
                    "vitest",
                    "jest",
                    "pytest",
                    "unittest",
                    "go",
                    "tap",
                    "node",
                    "text"
                  ],
                  "description": "The format."
                },
                "runner": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "The runner whose printed summary it is."
                },
                "passed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "What passed."
                },
                "failed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "What failed."
                },
                "skipped": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "What did not run."
                },
                "unit": {
                  "enum": [
                    "tests",
                    "assertions",
                    "summary"
                  ],
                  "description": "What is counted."
                },
                "complete": {
                  "type": [
                    "boolean",
                    "null"
                  ],
                  "description": "Whether the end of the results was seen; null: the format has none."
                }
              }
            }
          },
          "processes": {
            "type": "array",
            "description": "Node processes that ran tests, by main script.",
            "items": {
              "type": "object",
              "description": "One script.",
              "additionalProperties": false,
              "required": [
                "main",
                "started",
                "ended"
              ],
              "properties": {
                "main": {
                  "type": "string",
                  "description": "Its path."
                },
                "started": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "How many started."
                },
                "ended": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "How many of them said how they ended."
                }
              }
            }
          }
        }
      }
    }
  }
};
