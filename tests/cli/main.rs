//! The command line, case by case.

#[test]
fn cases() {
    trycmd::TestCases::new()
        .case("tests/cli/*.toml")
        .case("tests/cli/*.trycmd");
}
