// Generated from schemas/manifest.schema.json by `npm run generate`. Do not edit.

/**
 * Digest of every other file of the evidence.
 */
export interface Manifest {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/manifest/v1';
  /**
   * Sorted by path.
   *
   * Items: A file.
   */
  files: {
    /**
     * Relative, with /.
     */
    path: string;
    /**
     * Size.
     */
    bytes: number;
    /**
     * Digest.
     */
    sha256: string;
  }[];
}

export const manifestSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "manifest",
  "title": "Manifest",
  "type": "object",
  "description": "Digest of every other file of the evidence.",
  "additionalProperties": false,
  "required": [
    "schema",
    "files"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/manifest/v1",
      "description": "Format of this file."
    },
    "files": {
      "type": "array",
      "description": "Sorted by path.",
      "items": {
        "type": "object",
        "description": "A file.",
        "additionalProperties": false,
        "required": [
          "path",
          "bytes",
          "sha256"
        ],
        "properties": {
          "path": {
            "type": "string",
            "description": "Relative, with /."
          },
          "bytes": {
            "type": "integer",
            "minimum": 0,
            "description": "Size."
          },
          "sha256": {
            "type": "string",
            "description": "Digest.",
            "pattern": "^[0-9a-f]{64}$"
          }
        }
      }
    }
  }
};
