INSERT INTO run (id, began, ended, as_of, status, program, basis, told) VALUES
    (1, 1767222000, 1767222060, 739616, 'ok', '0.1.0', 1, '{"claims":2}'), (2, 1767308400, NULL, 739617, 'running', '0.1.0', 1, '{}');
INSERT INTO basis (id, hash, policy, rules, told) VALUES (1, 'ab12', '2026-04', '31', '{}');
INSERT INTO file (id, path, role, size, changed, sha256, state, reason_ja, reason_en, seen_run, seen_on, first_run, tried) VALUES
    (1, 'claims/見本.uke', 'claims', 4096, 1767221999123456789, 'cd34', 'read', NULL, NULL, 1, 739616, 1, -42),
    (2, 'eligibility/壊れた.csv', 'eligibility', 7, 1767221999000000000, 'ef56', 'quarantined', '読めません。', 'it cannot be read', 1, 739616, 1, 42);
INSERT INTO input (id, file, shown, form, encoding, shape, bytes, sha256, claims, records, status, told) VALUES
    (1, 1, 'claims/見本.uke', 'uke', 'cp932', 'lines', 4096, 'cd34', 2, 0, 'ok', NULL);
INSERT INTO header (id, hash, payer, station, name, billing_month) VALUES (1, -9223372036854775808, 1, '9900001', '見本ステーション', 24312);
INSERT INTO claim (id, input, line, header, claim_key, month, insurer, yen, touch_key, twin, body) VALUES
    (1, 1, 2, 1, 77, 24311, '06132013', 45000, 9223372036854775807, -5, {bytes:00ff10}),
    (2, 1, 9, 1, NULL, NULL, '', 0, NULL, NULL, {bytes:});
INSERT INTO issue (input, claim, at, body) VALUES (1, 1, 0, {bytes:01}), (1, NULL, 1, {bytes:02});
INSERT INTO record (id, input, at, print, touch_key, later, body) VALUES (1, 1, 0, 11, 9223372036854775807, 739700, {bytes:0a0b}), (2, 1, 1, 12, 3, NULL, {bytes:0c});
INSERT INTO link (hash, owner) VALUES (-1, 2), (-1, 3), (8, 4);
INSERT INTO verdict (claim, basis, run, verdict, reason, matched, credential, evidence_as_of, visits, cert, bad, look_on) VALUES
    (1, 1, 1, 0, 3, 1, 2, 739600, 6, 0, 0, 739800), (2, 1, 1, 4, 9, 0, NULL, NULL, 0, 0, 0, NULL);
INSERT INTO past (claim_key, claim, from_run, to_run, why, verdict, reason, matched, credential, evidence_as_of, cert, bad) VALUES
    (77, 1, 1, 2, 'record', 2, 5, 1, NULL, NULL, 1, 0);
INSERT INTO finding (id, claim, input, code, level, place, value_hash, first_run, first_on, last_on, solved_run, solved_on, told) VALUES
    (1, 1, NULL, 'NEED_CERT', 2, 'HO/3', 5, 1, 739616, 739616, 2, 739617, NULL), (2, NULL, 1, 'FORMAT', 1, '1', 6, 1, 739616, NULL, NULL, NULL, {bytes:7b7d});
INSERT INTO todo (claim, why) VALUES (2, 1);
INSERT INTO tonight (claim, why, was) VALUES (1, 2, NULL), (2, 1, 4);
INSERT INTO published (run, folder, at, removed) VALUES (1, '2026-01-01', 1767222050, 0);
