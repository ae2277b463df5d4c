# A section: ID ACTOR JOURNAL COUNTERS. One write for each line, and the counter in place,
# so that a kill leaves the old number or the new one
echo "enter $1 $2/0" >>"$3"
read -r count <"$4/$1"
count=$((count + 1))
printf '%12d' "$count" 1<>"$4/$1"
echo "exit $1 $2/0 $count" >>"$3"
