/** The loopback port inside a room on which the broker listens. */
export const BROKER_PORT = 7777;
