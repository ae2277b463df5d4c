# A command under flock(1), over and over until there is a line of input or its end:
# ACTOR LOCKS JOURNAL COUNTERS (ID FILE)…
section=$(dirname "$0")/section.sh
actor=$1 journal=$3 counters=$4
shift 4
umask 077
echo "started $actor" >>"$journal"
while read -r -t "0.0$((RANDOM % 4 + 1))" _; [ $? -gt 128 ]; do
  n=$((RANDOM % ($# / 2) * 2 + 1))
  file=$((n + 1))
  flock -w 30 "${!file}" bash "$section" "${!n}" "$actor" "$journal" "$counters" || sleep 0.02
done
exit 0
