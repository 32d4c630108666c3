INSERT INTO run (id, began, ended, as_of, status, program, folder) VALUES
    (1, 1767222000, 1767222060, 739616, 'done', '0.1.0', '2026-01-01-r000001'), (2, 1767308400, NULL, 739617, 'running', '0.1.0', NULL);
INSERT INTO file (id, path, role, size, changed, sha256, state, reason_ja, reason_en, seen_run, seen_on, first_run) VALUES
    (1, 'claims/見本.uke', 'claims', 4096, 1767221999123456789, 'cd34', 'read', NULL, NULL, 1, 739616, 1),
    (2, 'eligibility/壊れた.csv', 'eligibility', 7, -42, 'ef56', 'quarantined', '読めません。', 'it cannot be read', 1, 739616, 1);
INSERT INTO input (id, file, shown, form, encoding, shape, bytes, sha256, rows, moved) VALUES
    (1, 1, 'claims/見本.uke', '', 'cp932', 'station', 4096, 'cd34', 2, 0);
INSERT INTO header (id, hash, payer, station, name, billing_month) VALUES (1, -9223372036854775808, 1, '1369999991', '見本ステーション', 24312);
INSERT INTO claim (id, input, line, header, claim_key, month, insurer, yen, twins, body) VALUES
    (1, 1, 2, 1, 77, 24311, '06132013', 45000, 1, {bytes:00ff10}),
    (2, 1, 9, 1, NULL, NULL, '', 0, 0, {bytes:});
INSERT INTO issue (input, at, claim, body) VALUES (1, 0, 1, {bytes:01}), (1, 1, NULL, {bytes:02});
INSERT INTO record (id, input, at, print, later, body) VALUES (1, 1, 0, 11, 739700, {bytes:0a0b}), (2, 1, 1, 12, NULL, {bytes:0c});
INSERT INTO link (hash, owner) VALUES (-1, 2), (-1, 3), (8, 4);
INSERT INTO link_new (hash, owner) VALUES (9223372036854775807, 5);
INSERT INTO verdict (claim, run, verdict, reason, matched, credential, evidence_as_of, visits, cert, bad, look_on) VALUES
    (1, 1, 'OK', 'CERTIFICATE', 'key', 'certificate', 739600, 6, 0, 0, 739800), (2, 1, 'INVALID', 'UNREADABLE', 'none', NULL, NULL, 0, 0, 0, NULL);
INSERT INTO past (claim, claim_key, from_run, to_run, why, verdict, reason, matched, credential, evidence_as_of, visits, cert, bad, look_on) VALUES
    (1, 77, 1, 2, 'records', 'NEED_CERT', 'LEGACY_EXPIRED', 'key', 'legacy_card', NULL, 6, 6, 6, NULL);
INSERT INTO finding (id, claim, input, code, level, place, days, print, first_run, solved_run) VALUES
    (1, 1, NULL, 'NEED_CERT', 2, 'HO.number', 6, 5, 1, 2), (2, NULL, 1, 'F101', 1, '.', 0, 6, 1, NULL);
INSERT INTO todo (claim, why) VALUES (2, 1);
INSERT INTO tonight (claim, why) VALUES (1, 3), (2, 0);
INSERT INTO total (name, n, yen) VALUES ('verdict:OK', 1, 45000);
