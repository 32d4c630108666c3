//! 訪問看護療養費コード that rules ask for by name (訪問看護療養費マスター, 基本テーブル).

/// 訪問看護医療DX情報活用加算.
pub const DX: &str = "550002270";

/// Its amount in yen, once a month (DX-01; 訪問看護療養費マスター of 2024-06): where no master is given, and up to
/// `dx_known_to` of the policy.
pub const DX_YEN: u32 = 50;

/// How the codes of 訪問看護管理療養費 and of its 加算 begin (claims-format 7, code groups).
pub const MANAGEMENT: &str = "5500";

/// True for 訪問看護管理療養費 itself, false for its 加算: in every edition of the master that we have seen
/// codes of the former end in 10 and of the latter in 70 (inferred).
#[must_use]
pub fn is_management(code: &[u8]) -> bool {
    code.len() == 9 && code.starts_with(MANAGEMENT.as_bytes()) && code.ends_with(b"10")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn management_and_its_add_ons() {
        for code in ["550000110", "550000510", "550002010", "550003110"] {
            assert!(is_management(code.as_bytes()), "{code}");
        }
        for code in [DX, "550000670", "510000110", "55000011", "5500001100"] {
            assert!(!is_management(code.as_bytes()), "{code}");
        }
    }
}
