/** Files of an evidence folder that are made of its other files when a run has ended. */
export const OF_RESULT = {
  /** What verifier and report say of lines of the repository. */
  findings: 'findings.json',
  /** The same as SARIF 2.1.0. */
  sarif: 'findings.sarif',
  /** In-toto statement over patch, report and plan. */
  statement: 'statement.json',
  /** Its predicate alone, and its subjects as `sha256sum` writes them: what `actions/attest` takes. */
  predicate: 'predicate.json',
  subjects: 'subjects.sha256',
  /** The run for people, in one file. */
  page: 'report.html',
} as const;

/** Type of the predicate of a statement. */
export const PREDICATE_TYPE = 'urn:cleanroom-action:run:v1';
