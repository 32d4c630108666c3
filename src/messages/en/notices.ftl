# notices.html: a sheet for each patient, a list for each station.
notices-title = Notices about the insurance check (to hand to patients)
notices-toolbar = { $sheets ->
        [one] One sheet
       *[other] { $sheets } sheets
    } of A4. Print from the browser, on paper or as PDF. For each station its list (for staff) comes first, then the notices for its patients.
notices-print-hint = Print on A4 at a scale of 100 %.
notices-nobody-heading = There is nobody to notify
notices-nobody = This month no patient has to be asked again for a 資格確認書 or マイナ保険証, and nobody's is about to expire.

# A patient's sheet: whom, and what it is about.
notices-before-name = For
notices-after-name = { "" }
notices-heading-need = Please show us your insurance at the next visit
notices-heading-expiring = Your proof of insurance will expire soon
notices-dates = Visits to be checked
notices-dates-more = { $count } days from { $first } to { $last }
# Dates in English have their year already.
notices-dates-of-year = { $year ->
       *[other] { $days }
    }
notices-dates-and = { $before }; { $next }

# Why.
notices-why-legacy = The health insurance card (健康保険証) you showed could be used until { $date }. For the visits below, please show us something that is valid now.
notices-why-unrecorded = Health insurance cards (健康保険証) ended on { $date }. For the visits below we have no record of having seen anything that replaces yours.
notices-why-notice = For the visits below we could only see a 資格情報のお知らせ (a letter about your insurance). It is not a 資格確認書, though the names are alike, and does not suffice by itself.
notices-why-myna-on = The electronic certificate (電子証明書) of your My Number card expired on { $date }, so the card could not confirm your insurance for the visits below. Please show the renewed card, or a 資格確認書.
notices-why-myna = The electronic certificate (電子証明書) of your My Number card had expired, so the card could not confirm your insurance for the visits below. Please show the renewed card, or a 資格確認書.
notices-why-smartphone-on = The insurance card on your phone (スマホ保険証) expired on { $date }. For the visits below, please show your My Number card or a 資格確認書.
notices-why-smartphone = The insurance card on your phone (スマホ保険証) could not confirm your insurance for the visits below. Please show your My Number card or a 資格確認書.
notices-why-certificate-on = The 資格確認書 (certificate of insurance) you showed was valid until { $date }; it had expired on the visits below.
notices-why-certificate = The 資格確認書 (certificate of insurance) you showed had expired on the visits below.
notices-why-before = Your insurance could not be confirmed for the visits below. There was no 資格確認書 then: we check with a health insurance card (健康保険証) that was valid on that day, or by reading your My Number card.
notices-why-other = Your insurance could not be confirmed for the visits below. Please show us something that is valid now.
notices-around = For days before { $date } we check with a card that was valid then, or by reading your My Number card.
notices-expiring-certificate = Your 資格確認書 (certificate of insurance) is valid until { $date }. When the new one has come, please show it at a visit.
notices-expiring-myna = The electronic certificate (電子証明書) of your My Number card ends on { $date }. Please renew it in good time.
notices-expiring-smartphone = The insurance card on your phone (スマホ保険証) ends on { $date }. After that, please show your My Number card or a 資格確認書.
notices-expiring-other = What we use to check your insurance (資格確認書 or 電子証明書) ends on { $date }.

# What to bring.
notices-bring = Please show us one of these
notices-or = or
notices-myna = マイナ保険証
notices-myna-is = My Number card, registered
notices-certificate = 資格確認書
notices-certificate-is = from your insurer, not expired
notices-old-card = 健康保険証
notices-old-card-is = valid on the day of the visit
notices-reading = My Number card
notices-reading-is = read by our staff
notices-notice = 資格情報のお知らせ
notices-notice-is = this letter alone is not enough

# Without either.
notices-neither = If you have no マイナ保険証
notices-neither-all = Your insurer (保険者) sends you a 資格確認書; you need not apply for it. If it has not come, please ask your insurer.
notices-neither-koki = The 資格確認書 of 後期高齢者医療 comes without applying to those who have no マイナ保険証, and by age and the like also to others. If it has not come, please ask your insurer.
notices-insurer = Insurer (保険者): { $kind }, number { $number }
notices-insurer-number = Insurer (保険者) number { $number }

# How to register.
notices-register = To use the My Number card as insurance card (if not yet registered)
notices-register-1 = Have the card and its four-digit PIN (暗証番号) at hand
notices-register-2 = Let the smartphone app マイナポータル read the card
notices-register-3 = Choose the registration as 健康保険証 and follow the screen
notices-register-else = Card readers of hospitals and pharmacies and セブン銀行 ATMs do it, too.

# The certificate on the card.
notices-expiry = Expiry of the 電子証明書:
notices-expiry-is = { " " }it is written on the card; if not, it is the fifth birthday after issue. マイナポータル shows it, too.

# Whom to ask.
notices-phone = マイナンバー toll-free line
notices-phone-menu = choose menu 5
notices-hours-week = Weekdays 9:30–20:00
notices-hours-weekend = Sat, Sun, holidays 9:30–17:30
notices-hours-closed = Closed at the turn of the year.
notices-phone-source = As of September 2024.
notices-contact = Contact (連絡先)
notices-contact-is = Please ask us anything

# A station's list.
notices-list-title = Patients to ask for proof of insurance
notices-list-staff = For staff only
notices-list-people = { $people ->
        [one] 1 person
       *[other] { $people } persons
    }
notices-list-page = Page { $page } of { $pages }
notices-list-as-of = Checked on { $date }
notices-list-done = Done
notices-list-name = Name, born
notices-list-insurer = Insurer, symbol, number
notices-list-what = Dates, what to ask for
notices-list-yen = Yen
notices-list-yen-of = { $yen }
notices-list-checked-on = Date seen
notices-list-checked = What was seen
notices-list-by = By
notices-list-expires = expires { $date }
notices-list-expiring-certificate = ask whether a new 資格確認書 has come
notices-list-expiring-myna = ask whether the 電子証明書 will be renewed
notices-list-expiring-smartphone = ask for the My Number card itself or a 資格確認書
notices-list-expiring-other = ask for a new 資格確認書 or a renewed 電子証明書
notices-list-elsewhere = the notice is with station { $station }
notices-no-station = no code
