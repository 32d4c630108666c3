# Register (UTF-8, no field in quotes) first, then the claims as UTF-8. For any awk, also one that knows only bytes.
BEGIN { FS = ","; for (i = 0; i < 26; i++) letters[i] = sprintf("%c", 65 + i) }

# Width, blanks, dashes and leading zeros of a 記号 or 番号 are of no account.
function plain(text,    i) {
  if (text in seen) return seen[text]
  raw = text
  if (text ~ /[^ -~]/) {
    for (i = 0; i < 10; i++) gsub(substr("０１２３４５６７８９", 3 * i + 1, 3), i, text)
    if (text ~ /Ａ|Ｂ|Ｃ|Ｄ|Ｅ|Ｆ|Ｇ|Ｈ|Ｉ|Ｊ|Ｋ|Ｌ|Ｍ|Ｎ|Ｏ|Ｐ|Ｑ|Ｒ|Ｓ|Ｔ|Ｕ|Ｖ|Ｗ|Ｘ|Ｙ|Ｚ/)
      for (i = 0; i < 26; i++)
        gsub(substr("ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ", 3 * i + 1, 3), letters[i], text)
    gsub(/　|‐|‑|‒|–|—|―|−|ー|－|·|・|•|．/, "", text)
  }
  gsub(/[-. ]/, "", text)
  sub(/^0+/, "", text)
  return seen[raw] = toupper(text)
}

function identity(insurer, symbol, number) {
  gsub(/ /, "", insurer)
  return substr("00000000" insurer, length(insurer) + 1) SUBSEP plain(symbol) SUBSEP plain(number)
}

function end_of_claim(    i, n, day, open) {
  if (!claims) return
  n = 0
  if (key in rows) { found++; n = rows[key] }
  for (day in days) {
    open = 1
    for (i = n; open && i; i--) if (first[key, i] <= day && day < last[key, i]) open = 0
    if (open) { uncovered++; break }
  }
  split("", days)
}

NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
NR == FNR {
  if ((from = $column["qualified_on"]) == "") next
  to = $column["lost_on"]
  gsub(/-/, "", from); gsub(/-/, "", to)
  key = identity($column["insurer_no"], $column["symbol"], $column["number"])
  n = ++rows[key]
  first[key, n] = from; last[key, n] = to == "" ? "99999999" : to
  next
}
$1 == "KA" { days[$2]; next }
$1 == "RE" { end_of_claim(); claims++; key = "" }
$1 == "HO" { key = identity($2, $3, $4) }
$1 == "KO" && key == "" { key = identity($2, "", $3) }
END { end_of_claim(); printf "claims\t%d\nfound\t%d\nuncovered\t%d\n", claims, found, uncovered }
