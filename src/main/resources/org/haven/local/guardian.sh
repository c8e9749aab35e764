#!/bin/sh
# Keeps one server company. Standard input is a pipe whose other end the application holds: when it
# ends, because the application stopped or was killed, the server gets its signal, then KILL.
#
# guardian.sh SIGNAL SECONDS LOG PIDFILE COMMAND...
signal=$1 grace=$2 log=$3 pidfile=$4
shift 4

# a group of its own, so that one signal reaches the server and all that it started
if command -v setsid >/dev/null 2>&1; then
  setsid "$@" </dev/null >>"$log" 2>&1 &
elif command -v perl >/dev/null 2>&1; then
  perl -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127' "$@" \
    </dev/null >>"$log" 2>&1 &
else
  set -m
  "$@" </dev/null >>"$log" 2>&1 &
  set +m
fi
server=$!
echo "$server" >"$pidfile"

# waits until the whole group is gone, then makes sure of it
finish() {
  left=$((grace * 10))
  while [ "$left" -gt 0 ] && kill -s 0 -- "-$server" 2>/dev/null; do
    sleep 0.1
    left=$((left - 1))
  done
  kill -s KILL -- "-$server" 2>/dev/null
}

exec 3<&0
(
  trap '' INT HUP TERM
  # `read` is the shell's own: no further process waits for the end of the pipe
  while read -r _ <&3; do :; done
  kill -s "$signal" -- "-$server" 2>/dev/null
  finish
) &
watcher=$!

# a signal to the guardian alone must not leave the server without one
trap : INT HUP TERM
while :; do
  wait "$server"
  status=$?
  kill -s 0 "$server" 2>/dev/null || break
done
kill -s TERM -- "-$server" 2>/dev/null
finish
kill -s KILL "$watcher" 2>/dev/null
# takes its end in, or it would stay in the process list where nobody else does that
wait "$watcher" 2>/dev/null
rm -f "$pidfile"
exit "$status"
