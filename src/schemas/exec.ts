// Generated from schemas/exec.schema.json by `npm run generate`. Do not edit.

/**
 * One line of exec.jsonl: a program was started, a process ended, or a connection was asked for in a room. Seen by the kernel.
 */
export type ExecRecord = ExecutedProgram | EndedProcess | AskedConnection;

/**
 * A program was started.
 */
export interface ExecutedProgram {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/exec/v1';
  /**
   * ISO 8601, from the kernel's clock at the moment of the event.
   */
  time: string;
  /**
   * Stage.
   */
  stage: 'prepare' | 'agent' | 'proof';
  /**
   * The room in which it happened.
   */
  room: string;
  /**
   * Attempt that the room belongs to; 0: before the first.
   */
  attempt: number;
  /**
   * What happened.
   */
  kind: 'exec';
  /**
   * Process, as the host numbers it.
   */
  pid: number;
  /**
   * Its parent, as the host numbers it.
   */
  parentPid: number;
  /**
   * The process as the room numbers it.
   */
  roomPid: number;
  /**
   * User, as the host numbers it.
   */
  uid: number;
  /**
   * Path that was given to the kernel; for a script the script.
   */
  exe: string;
  /**
   * Arguments as the program sees them; for a script the interpreter's.
   *
   * Items: An argument; what is no UTF-8 is replaced.
   */
  argv: string[];
  /**
   * Bytes of argv that are not shown.
   */
  argvCut: number;
}
/**
 * A process ended.
 */
export interface EndedProcess {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/exec/v1';
  /**
   * ISO 8601, from the kernel's clock at the moment of the event.
   */
  time: string;
  /**
   * Stage.
   */
  stage: 'prepare' | 'agent' | 'proof';
  /**
   * The room in which it happened.
   */
  room: string;
  /**
   * Attempt that the room belongs to; 0: before the first.
   */
  attempt: number;
  /**
   * What happened.
   */
  kind: 'exit';
  /**
   * Process, as the host numbers it.
   */
  pid: number;
  /**
   * Its parent, as the host numbers it.
   */
  parentPid: number;
  /**
   * The process as the room numbers it.
   */
  roomPid: number;
  /**
   * User, as the host numbers it.
   */
  uid: number;
  /**
   * Exit code; null where a signal ended it.
   */
  code: number | null;
  /**
   * Signal that ended it.
   */
  signal: string | null;
}
/**
 * A program asked for a connection, whether it came about or not.
 */
export interface AskedConnection {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/exec/v1';
  /**
   * ISO 8601, from the kernel's clock at the moment of the event.
   */
  time: string;
  /**
   * Stage.
   */
  stage: 'prepare' | 'agent' | 'proof';
  /**
   * The room in which it happened.
   */
  room: string;
  /**
   * Attempt that the room belongs to; 0: before the first.
   */
  attempt: number;
  /**
   * What happened.
   */
  kind: 'connect';
  /**
   * Process, as the host numbers it.
   */
  pid: number;
  /**
   * Its parent, as the host numbers it.
   */
  parentPid: number;
  /**
   * The process as the room numbers it.
   */
  roomPid: number;
  /**
   * User, as the host numbers it.
   */
  uid: number;
  /**
   * Kind of address.
   */
  family: 'inet' | 'inet6' | 'unix' | 'unspec' | 'other';
  /**
   * IP address, or path of a unix socket (abstract ones begin with @); empty where there is none.
   */
  address: string;
  /**
   * Port.
   */
  port: number | null;
}

export const execSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "exec",
  "title": "ExecRecord",
  "description": "One line of exec.jsonl: a program was started, a process ended, or a connection was asked for in a room. Seen by the kernel.",
  "oneOf": [
    {
      "type": "object",
      "description": "A program was started.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "stage",
        "room",
        "attempt",
        "kind",
        "pid",
        "parentPid",
        "roomPid",
        "uid",
        "exe",
        "argv",
        "argvCut"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/exec/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, from the kernel's clock at the moment of the event."
        },
        "stage": {
          "enum": [
            "prepare",
            "agent",
            "proof"
          ],
          "description": "Stage."
        },
        "room": {
          "type": "string",
          "description": "The room in which it happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Attempt that the room belongs to; 0: before the first."
        },
        "kind": {
          "const": "exec",
          "description": "What happened."
        },
        "pid": {
          "type": "integer",
          "minimum": 0,
          "description": "Process, as the host numbers it."
        },
        "parentPid": {
          "type": "integer",
          "minimum": 0,
          "description": "Its parent, as the host numbers it."
        },
        "roomPid": {
          "type": "integer",
          "minimum": 0,
          "description": "The process as the room numbers it."
        },
        "uid": {
          "type": "integer",
          "minimum": 0,
          "description": "User, as the host numbers it."
        },
        "exe": {
          "type": "string",
          "description": "Path that was given to the kernel; for a script the script."
        },
        "argv": {
          "type": "array",
          "description": "Arguments as the program sees them; for a script the interpreter's.",
          "items": {
            "type": "string",
            "description": "An argument; what is no UTF-8 is replaced."
          }
        },
        "argvCut": {
          "type": "integer",
          "minimum": 0,
          "description": "Bytes of argv that are not shown."
        }
      },
      "title": "ExecutedProgram"
    },
    {
      "type": "object",
      "description": "A process ended.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "stage",
        "room",
        "attempt",
        "kind",
        "pid",
        "parentPid",
        "roomPid",
        "uid",
        "code",
        "signal"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/exec/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, from the kernel's clock at the moment of the event."
        },
        "stage": {
          "enum": [
            "prepare",
            "agent",
            "proof"
          ],
          "description": "Stage."
        },
        "room": {
          "type": "string",
          "description": "The room in which it happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Attempt that the room belongs to; 0: before the first."
        },
        "kind": {
          "const": "exit",
          "description": "What happened."
        },
        "pid": {
          "type": "integer",
          "minimum": 0,
          "description": "Process, as the host numbers it."
        },
        "parentPid": {
          "type": "integer",
          "minimum": 0,
          "description": "Its parent, as the host numbers it."
        },
        "roomPid": {
          "type": "integer",
          "minimum": 0,
          "description": "The process as the room numbers it."
        },
        "uid": {
          "type": "integer",
          "minimum": 0,
          "description": "User, as the host numbers it."
        },
        "code": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0,
          "description": "Exit code; null where a signal ended it."
        },
        "signal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Signal that ended it."
        }
      },
      "title": "EndedProcess"
    },
    {
      "type": "object",
      "description": "A program asked for a connection, whether it came about or not.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "stage",
        "room",
        "attempt",
        "kind",
        "pid",
        "parentPid",
        "roomPid",
        "uid",
        "family",
        "address",
        "port"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/exec/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, from the kernel's clock at the moment of the event."
        },
        "stage": {
          "enum": [
            "prepare",
            "agent",
            "proof"
          ],
          "description": "Stage."
        },
        "room": {
          "type": "string",
          "description": "The room in which it happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Attempt that the room belongs to; 0: before the first."
        },
        "kind": {
          "const": "connect",
          "description": "What happened."
        },
        "pid": {
          "type": "integer",
          "minimum": 0,
          "description": "Process, as the host numbers it."
        },
        "parentPid": {
          "type": "integer",
          "minimum": 0,
          "description": "Its parent, as the host numbers it."
        },
        "roomPid": {
          "type": "integer",
          "minimum": 0,
          "description": "The process as the room numbers it."
        },
        "uid": {
          "type": "integer",
          "minimum": 0,
          "description": "User, as the host numbers it."
        },
        "family": {
          "enum": [
            "inet",
            "inet6",
            "unix",
            "unspec",
            "other"
          ],
          "description": "Kind of address."
        },
        "address": {
          "type": "string",
          "description": "IP address, or path of a unix socket (abstract ones begin with @); empty where there is none."
        },
        "port": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0,
          "description": "Port."
        }
      },
      "title": "AskedConnection"
    }
  ]
};
