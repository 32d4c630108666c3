"""The command line."""

import argparse
import datetime
import signal
import sys

from . import VERSION
from .words import Failure, language

AFTER = """\
Exit status: 0 done, 2 usage, 3 done, but files could not be read (table unreadable), 4 nothing was published.
Without --master the session is that of spark-submit and SPARK_CONF_DIR."""


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="houkan-spark", description="訪問看護レセプトの点検を Spark で / houkan check on Apache Spark"
    )
    top.add_argument("--version", action="version", version=f"houkan-spark {VERSION}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="レセプトを点検して判定と指摘を書く / check claims, write verdicts and findings",
        epilog=AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = check.add_argument
    add("--claims", nargs="+", required=True, metavar="PATH", help="請求ファイル（UKE）、ZIP、フォルダ / claim files, zips, folders")
    add("--eligibility", nargs="+", required=True, metavar="PATH", help="資格確認結果 / eligibility results")
    add("--out", required=True, metavar="DIR", help="出力先。まだないフォルダ / folder for the results, not there yet")
    add("--as-of", required=True, type=datetime.date.fromisoformat, metavar="DATE", help="点検の基準日 / day of the check")
    add("--policy", metavar="NAME|FILE", help="ポリシー / policy (default: current)")
    add("--credentials", metavar="FILE", help="提示記録（CSV） / log of what patients showed (CSV)")
    add("--stations", metavar="FILE", help="導入済ステーションのリスト / list of stations with online eligibility")
    add("--tariff", metavar="PATH", help="訪問看護療養費マスター（check の --master） / tariff master (--master of check)")
    add("--map", metavar="FILE", help="名簿の列の対応表 / column map of registers")
    add("--mask", action="store_true", help="個人を特定できる項目を伏せる / without what identifies persons")
    add("--houkan", default="houkan", metavar="BINARY", help="houkan の場所（全ノード共通） / the program, on every machine")
    add("--ship", action="store_true", help="その houkan を各ノードに配る / bring the program to every machine")
    add("--master", metavar="URL", help="Spark のマスター / such as local-cluster[2,1,1536]")
    add("--conf", action="append", default=[], type=setting, metavar="NAME=VALUE", help="Spark の設定 / setting of Spark")
    add("--lang", choices=("ja", "en", "auto"), default="auto", help="言語 / language; auto: that of the environment, tables ja")
    return top


def setting(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name.startswith("spark."):
        raise argparse.ArgumentTypeError("NAME=VALUE, NAME begins with spark.")
    return name, value


def main(arguments: list[str] | None = None) -> int:
    given = parser().parse_args(arguments)
    spoken = language(given.lang)
    # Whoever is asked to stop removes what is half done first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # It brings Spark, which takes a second.
    from .check import Request, check

    beside = {
        "policy": given.policy,
        "credentials": given.credentials,
        "stations": given.stations,
        "master": given.tariff,
        "map": given.map,
    }
    request = Request(
        claims=given.claims,
        eligibility=given.eligibility,
        out=given.out,
        as_of=given.as_of.isoformat(),
        options={name: value for name, value in beside.items() if value is not None},
        program=given.houkan,
        is_shipped=given.ship,
        is_masked=given.mask,
        master=given.master,
        language="ja" if given.lang == "auto" else given.lang,
        settings=dict(given.conf),
    )
    try:
        done = check(request)
    except Failure as failure:
        print(failure.text(spoken), file=sys.stderr)
        return failure.status
    if spoken == "ja":
        print(f"レセプト {done.totals.claims:,} 件、{done.totals.yen:,} 円、指摘 {done.findings:,} 件: {given.out}")
        if done.unreadable:
            print(f"読めないファイルが {done.unreadable:,} 件あります（表 unreadable）。", file=sys.stderr)
    else:
        print(f"{done.totals.claims:,} claims, {done.totals.yen:,} yen, {done.findings:,} findings: {given.out}")
        if done.unreadable:
            print(f"{done.unreadable:,} files could not be read (table unreadable).", file=sys.stderr)
    return done.status


if __name__ == "__main__":
    sys.exit(main())
