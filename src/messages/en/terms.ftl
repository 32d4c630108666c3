# How much a finding weighs (Level).
level-error = error
level-warn = warning
level-info = info

# How sure we are of a rule (Certainty), and what that means.
certainty-confirmed = confirmed
certainty-known = known
certainty-inferred = inferred
certainty-meaning-confirmed = the rule is written in a source that was seen; where a part of it is inferred, the meaning says so.
certainty-meaning-known = the rule is known in the field, but was not seen in a source.
certainty-meaning-inferred = the rule follows from what is written, but was found written nowhere.

# Verdicts and outcomes of a date (Outcome).
verdict-OK = In order
verdict-TRANSITIONAL = Accepted for the time being
verdict-CANNOT_JUDGE = Cannot be judged
verdict-NEED_CERT = 資格確認書 or マイナ保険証 needed
verdict-SPECIAL_CARE = 特別療養費: paid in full by the patient
verdict-NOT_COVERED = Not covered
verdict-INVALID = Claim cannot be read

# Reasons (Reason).
reason-UNKNOWN_NUMBER = Claim with unknown number (不詳)
reason-MULTI_MATCH = Several persons fit
reason-OTHER_INSURER = Insured with another insurer
reason-OTHER_NUMBER = Insured under another symbol or number
reason-AFTER_LOSS = Visit after loss of coverage
reason-BEFORE_QUALIFIED = Visit before coverage began
reason-TICKET = 医療券 registered
reason-TICKET_UNCONFIRMED = 医療券 not confirmed
reason-PUBLIC = Public payer confirmed
reason-PUBLIC_UNCONFIRMED = Public payer not confirmed
reason-SPECIAL_CARE = 特別療養費
reason-MYNA = Confirmed by マイナ保険証
reason-SMARTPHONE = Confirmed by スマホ保険証
reason-CERTIFICATE = Confirmed by 資格確認書
reason-NOTICE_WITH_CARD = Confirmed by 資格情報のお知らせ with the My Number card
reason-DECLARATION = Taken on a 資格申立書
reason-UNKNOWN_RULE = The rule is not known
reason-NO_RECORD = No eligibility result, nothing on record as shown
reason-LEGACY_CARD = Legacy card within its term
reason-EXPIRED_CARD_CONFIRMED = Expired card or notice, coverage confirmed online
reason-MYNA_EXPIRED = Electronic certificate expired
reason-SMARTPHONE_INVALID = スマホ保険証 did not count
reason-CERT_EXPIRED = 資格確認書 expired
reason-NOTICE_ONLY = 資格情報のお知らせ alone
reason-LEGACY_EXPIRED = Legacy card expired, coverage confirmed online
reason-LEGACY_UNVERIFIED = Legacy card expired, coverage not confirmed
reason-NO_DATE = No date of care
reason-UNREADABLE = Claim cannot be read

# How a claim found its eligibility records (MatchedBy).
matched-key = Number and person
matched-key_zero = Number but for leading zeros, and person
matched-key_person = Number; the person with one difference
matched-person = Insurer and person; another number
matched-other_insurer = The person under another insurer
matched-multi = Several persons
matched-none = Nobody

# What the patient showed (Credential).
credential-myna = My Number card (マイナ保険証)
credential-smartphone = phone (スマホ保険証)
credential-certificate = certificate (資格確認書)
credential-certificate_special = certificate for 特別療養費
credential-legacy_card = legacy card (健康保険証)
credential-notice = notice alone (資格情報のお知らせ)
credential-notice_with_card = notice with the My Number card
credential-declaration = declaration (資格申立書)
credential-medical_ticket = medical ticket (医療券)
credential-legacy_card_presumed = legacy card (presumed, nothing on record)

# What to have the patient bring (worklist, notices), by the gravest reason.
ask-before-certificates = a card that was valid on the day, or a reading of the My Number card
ask-EXPIRED_CARD_CONFIRMED = at the next visit a 資格確認書 (not the 資格情報のお知らせ) or マイナ保険証
ask-MYNA_EXPIRED = a 資格確認書, or the My Number card with a renewed certificate
ask-SMARTPHONE_INVALID = the My Number card itself, or a 資格確認書
ask-CERT_EXPIRED = a new 資格確認書 in its term, or マイナ保険証
ask-NOTICE_ONLY = a 資格確認書, or the My Number card together with the notice
ask-other = a 資格確認書 (not the 資格情報のお知らせ), or マイナ保険証

# Kinds of insurers (InsurerKind).
insurer-kind-kyokai = 協会けんぽ
insurer-kind-senin = 船員保険 (seamen)
insurer-kind-hiyatoi = 日雇特例 (day labourers)
insurer-kind-kumiai = 健康保険組合 (society-managed)
insurer-kind-jieikan = 自衛官等 (self-defence forces)
insurer-kind-kyosai = 共済組合 (mutual aid)
insurer-kind-koki = 後期高齢者医療 (75 and over)
insurer-kind-kokuho = 市町村国保 (municipal)
insurer-kind-kokuho_kumiai = 国保組合
insurer-kind-taishoku = 退職国保
insurer-kind-kohi = 公費 alone
insurer-kind-unknown = unknown

# 審査支払機関 (payer).
payer-1 = 支払基金
payer-2 = 国保連

# 男女区分 (sex).
sex-1 = male
sex-2 = female

# What an input is for (Role), and what became of it (State).
role-claims = claims
role-eligibility = eligibility
role-credentials = credentials
role-stations = stations
role-master = master
state-read = read
state-partial = in part
state-skipped = skipped
state-unreadable = unreadable

# How a finding or verdict stands to an earlier report (Mark), and what is solved (Solved).
mark-new = new
mark-open = open
kind-verdict = verdict
kind-finding = finding
