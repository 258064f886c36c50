#!/bin/sh
# A run in any other CI system, or from cron. Everything that decides comes from BASE: its .github/cleanroom.yml names the
# task, the agent and the verifier. Exit codes: 0 green or nothing to prove, 1 not green, 2 wrong settings, 3 a part that
# is missing or failed, 130 cancelled.
set -eu
base=${BASE:-origin/main}
out=${OUT:-/tmp/cleanroom}

rm -rf "$out"
code=0
cleanroom-action run --ref HEAD --trusted-ref "$base" --evidence "$out/evidence" \
  --comment-file "$out/comment.md" --junit-file "$out/junit.xml" || code=$?

# Post the comment with whatever your system has; it is inert Markdown.
if [ -f "$out/comment.md" ]; then cat "$out/comment.md"; fi
exit "$code"
