// Generated from schemas/report.schema.json by `npm run generate`. Do not edit.

/**
 * What the agent says about its work, when no schema is given.
 */
export interface DefaultReport {
  /**
   * What was wrong and what was done, in one to three sentences.
   */
  summary: string;
  /**
   * The change, file by file.
   *
   * Items: One file.
   */
  changes: {
    /**
     * Path.
     */
    path: string;
    /**
     * Why it was changed.
     */
    why: string;
  }[];
  /**
   * Null unless the task cannot or should not be done.
   */
  blocked: {
    /**
     * contradiction: the task contradicts itself or the verifier; access: something needed cannot be reached; infrastructure: the surroundings are broken.
     */
    kind?: 'contradiction' | 'access' | 'infrastructure' | 'other' | null;
    /**
     * The contradiction, the missing access or the broken infrastructure.
     */
    reason: string;
    /**
     * What shows it: a command and its output, a quotation.
     */
    evidence: string;
  } | null;
  /**
   * Where the task is not done yet: the one smallest change to try next, and in which file; else null.
   */
  next?: string | null;
}

export const reportSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "report",
  "title": "DefaultReport",
  "type": "object",
  "description": "What the agent says about its work, when no schema is given.",
  "additionalProperties": false,
  "required": [
    "summary",
    "changes",
    "blocked"
  ],
  "properties": {
    "summary": {
      "type": "string",
      "description": "What was wrong and what was done, in one to three sentences.",
      "minLength": 1,
      "maxLength": 4000
    },
    "changes": {
      "type": "array",
      "description": "The change, file by file.",
      "items": {
        "type": "object",
        "description": "One file.",
        "additionalProperties": false,
        "required": [
          "path",
          "why"
        ],
        "properties": {
          "path": {
            "type": "string",
            "description": "Path."
          },
          "why": {
            "type": "string",
            "description": "Why it was changed."
          }
        }
      }
    },
    "blocked": {
      "oneOf": [
        {
          "type": "object",
          "description": "Why the task cannot or should not be done.",
          "additionalProperties": false,
          "required": [
            "reason",
            "evidence"
          ],
          "properties": {
            "kind": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "contradiction",
                "access",
                "infrastructure",
                "other",
                null
              ],
              "description": "contradiction: the task contradicts itself or the verifier; access: something needed cannot be reached; infrastructure: the surroundings are broken."
            },
            "reason": {
              "type": "string",
              "description": "The contradiction, the missing access or the broken infrastructure.",
              "minLength": 1
            },
            "evidence": {
              "type": "string",
              "description": "What shows it: a command and its output, a quotation."
            }
          }
        },
        {
          "type": "null"
        }
      ],
      "description": "Null unless the task cannot or should not be done."
    },
    "next": {
      "type": [
        "string",
        "null"
      ],
      "description": "Where the task is not done yet: the one smallest change to try next, and in which file; else null.",
      "maxLength": 1000
    }
  }
};
