#!/bin/sh
# iconv and awk, two pipelines at a time: rival_awk.sh CLAIMS REGISTER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# Each has half of the files, so that no claim is torn.
files=$(find "$1" -name '*.UKE' | wc -l)
find "$1" -name '*.UKE' -print0 |
  xargs -0 -n $(((files + 1) / 2)) -P 2 sh -c '
    awk=$1 register=$2; shift 2
    iconv -f CP932 -t UTF-8 "$@" | LC_ALL=C awk -f "$awk" "$register" -' - "$here/rival.awk" "$2" |
  awk -F '\t' '{ count[$1] += $2 }
    END { for (i = split("claims found uncovered", name, " "); i; i--) print name[i] "\t" count[name[i]] }'
