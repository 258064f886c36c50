// Generated from schemas/findings.schema.json by `npm run generate`. Do not edit.

/**
 * What the verifier's last failures and the report's findings say of lines of the repository. Made from hostile text: bounded, and to be neutralised wherever it is shown.
 */
export interface FindingsFile {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/findings/v1';
  /**
   * Findings past the bound.
   */
  omitted: number;
  /**
   * At most 1000, in order: the verifier's, then the report's.
   *
   * @maxItems 1000
   *
   * Items: One finding.
   */
  findings: {
    /**
     * Who says it.
     */
    source: 'verifier' | 'report';
    /**
     * As annotations of check runs have it.
     */
    level: 'failure' | 'warning' | 'notice';
    /**
     * Name of a test, or what the report calls its rule; null: none.
     */
    rule: string | null;
    /**
     * In a few words.
     */
    title: string;
    /**
     * What is wrong; may have several lines.
     */
    message: string;
    /**
     * File of the repository, relative to its root, with `/`; null: none that is one.
     */
    path: string | null;
    /**
     * From 1; null with no path, or of a whole file.
     */
    startLine: number | null;
    /**
     * From startLine; null where that is.
     */
    endLine: number | null;
  }[];
}

export const findingsSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "findings",
  "title": "FindingsFile",
  "type": "object",
  "description": "What the verifier's last failures and the report's findings say of lines of the repository. Made from hostile text: bounded, and to be neutralised wherever it is shown.",
  "additionalProperties": false,
  "required": [
    "schema",
    "findings",
    "omitted"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/findings/v1",
      "description": "Format of this file."
    },
    "omitted": {
      "type": "integer",
      "description": "Findings past the bound.",
      "minimum": 0
    },
    "findings": {
      "type": "array",
      "description": "At most 1000, in order: the verifier's, then the report's.",
      "maxItems": 1000,
      "items": {
        "type": "object",
        "description": "One finding.",
        "additionalProperties": false,
        "required": [
          "source",
          "level",
          "rule",
          "title",
          "message",
          "path",
          "startLine",
          "endLine"
        ],
        "properties": {
          "source": {
            "enum": [
              "verifier",
              "report"
            ],
            "description": "Who says it."
          },
          "level": {
            "enum": [
              "failure",
              "warning",
              "notice"
            ],
            "description": "As annotations of check runs have it."
          },
          "rule": {
            "type": [
              "string",
              "null"
            ],
            "description": "Name of a test, or what the report calls its rule; null: none.",
            "maxLength": 300
          },
          "title": {
            "type": "string",
            "description": "In a few words.",
            "maxLength": 255
          },
          "message": {
            "type": "string",
            "description": "What is wrong; may have several lines.",
            "maxLength": 8000
          },
          "path": {
            "type": [
              "string",
              "null"
            ],
            "description": "File of the repository, relative to its root, with `/`; null: none that is one.",
            "maxLength": 1000
          },
          "startLine": {
            "type": [
              "integer",
              "null"
            ],
            "description": "From 1; null with no path, or of a whole file.",
            "minimum": 1
          },
          "endLine": {
            "type": [
              "integer",
              "null"
            ],
            "description": "From startLine; null where that is.",
            "minimum": 1
          }
        }
      }
    }
  }
};
