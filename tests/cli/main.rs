//! The command line, case by case: `*.trycmd` for what needs no files, `*.toml` for runs over
//! `fixtures/month`. `TRYCMD=overwrite cargo test --test cli` writes the expected output anew.

#[test]
fn cases() {
    trycmd::TestCases::new()
        .env("LC_ALL", "ja_JP.UTF-8")
        .env("HOUKAN_LOG", "")
        .case("tests/cli/*.trycmd")
        .case("tests/cli/*.toml");
}
