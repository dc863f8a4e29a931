# Üks lause iga põhjuse kohta (crates/domain/src/fault.rs).
# Muutujad: field, min, max, keys, bytes.

invalid-json = Päringu sisu ei ole korrektne JSON
duplicate-key = Päringu sisus kordub ühes objektis sama võti
too-deep = Päring on liiga sügavalt pesastatud: lubatud on kuni { $max } taset
too-many-keys = Päringu ühes objektis on liiga palju võtmeid: lubatud on kuni { $max }
too-many-items = Päringu ühes loendis on liiga palju elemente: lubatud on kuni { $max }
too-many-lines = Ostukorvis võib olla kuni { $max } rida
inexact-number = Päringus on arv, mida ei saa täpselt esitada

invalid-request = Vigane päring
invalid-query = Vigane päring
unknown-field = Päringus on tundmatuid välju
missing-field = Väli „{ $field }“ on kohustuslik
expected-string = Välja „{ $field }“ väärtus peab olema tekst
expected-number = Välja „{ $field }“ väärtus peab olema arv
expected-whole = Välja „{ $field }“ väärtus peab olema täisarv
expected-boolean = Välja „{ $field }“ väärtus peab olema true või false
expected-object = Välja „{ $field }“ väärtus peab olema objekt
expected-array = Välja „{ $field }“ väärtus peab olema loend
expected-scalar = Välja „{ $field }“ väärtus peab olema üksikväärtus
expected-date = Välja „{ $field }“ väärtus peab olema kuupäev
too-small = Välja „{ $field }“ väärtus on liiga väike, vähim lubatud väärtus on { $min }
too-large = Välja „{ $field }“ väärtus on liiga suur, suurim lubatud väärtus on { $max }
too-long = Välja „{ $field }“ väärtus on liiga pikk, lubatud on { $max ->
    [one] { $max } tähemärk
   *[other] kuni { $max } tähemärki
}
too-many-bytes = Välja „{ $field }“ väärtus on liiga pikk, lubatud on kuni { $max } baiti
empty = Väli „{ $field }“ ei tohi olla tühi
bad-character = Välja „{ $field }“ väärtuses on lubamatu märk
markup = Välja „{ $field }“ väärtuses ei tohi olla märke < ja >
not-an-id = Välja „{ $field }“ väärtus ei ole sobiv tunnus
not-an-email = Välja „{ $field }“ väärtus ei ole korrektne e-posti aadress
not-a-country = Välja „{ $field }“ väärtus ei ole tuntud riigikood
not-a-currency = Välja „{ $field }“ väärtus ei ole valuutakood
not-a-locale = Välja „{ $field }“ väärtus ei ole toetatud keel
metadata-unfit = Väljale „{ $field }“ mahub kuni { $keys } üksikväärtust, kokku kuni { $bytes } baiti
currency-not-of-region = See ei ole valitud piirkonna valuuta
channel-not-of-key = Avalik API-võti ei anna ligipääsu sellele müügikanalile
provider-not-offered = See makseviis ei ole valitud piirkonnas saadaval
order-field-invalid = Selle välja järgi ei saa järjestada
fields-too-deep = Küsitud väljad ulatuvad liiga sügavale: lubatud on kuni { $max } seost
price-context-missing = Hindade arvutamiseks on vaja teada piirkonda: region_id
channel-ambiguous = Avalikul API-võtmel on mitu müügikanalit: valige üks neist

payload-too-large = Päringu sisu on liiga suur: lubatud on kuni { $max } baiti
unsupported-media-type = Päringu sisu peab olema UTF-8 kodeeringus JSON (Content-Type: application/json)
uri-too-long = Veebiaadress on liiga pikk: lubatud on kuni { $max } baiti
headers-too-large = Päringu päised on liiga suured
method-not-allowed = Sellel aadressil ei saa seda meetodit kasutada
request-timeout = Päring ei jõudnud õigeks ajaks kohale
not-found = Otsitut ei leitud
no-regions = Ühtegi piirkonda ei leitud

publishable-key-missing = Päringu päises x-publishable-api-key peab olema avalik API-võti. Võtmeid saab hallata juhtpaneeli seadetes.
publishable-key-invalid = Päringuks on vaja kehtivat avalikku API-võtit

token-missing = Selleks tuleb sisse logida
token-invalid = Sisselogimine ei kehti: logige uuesti sisse
token-expired = Sisselogimise tõend on aegunud
session-revoked = Teid on sellest seadmest välja logitud
session-superseded = Teid logiti välja, sest logisite sisse mujal
session-expired = Sisselogimine on aegunud: logige uuesti sisse
session-context-changed = Teid logiti välja, sest päring tuli teisest brauserist või võrgust
session-limit-reached = Kontol on nii palju sisselogimisi, kui lubatud: lõpetage enne mõni neist
refresh-token-missing = Uuendustõend puudub
refresh-token-invalid = Uuendustõend ei kehti
refresh-token-expired = Sisselogimine on aegunud: logige uuesti sisse
refresh-token-reused = Uuendustõendit kasutati kaks korda, seepärast logiti teid välja
invalid-credentials = Vale e-posti aadress või parool
second-factor-required = Vaja on ka teise autentimisteguri koodi
step-up-required = Jätkamiseks sisestage uuesti oma parool
csrf-token-missing = Päringul puudub CSRF-tõend: laadige leht uuesti ja proovige veel kord
csrf-token-invalid = CSRF-tõend ei sobi selle seansiga: laadige leht uuesti ja proovige veel kord
csrf-origin-denied = Sellelt veebilehelt päringuid vastu ei võeta
role-missing = Teie roll seda ei luba
password-too-short = Parool on liiga lühike: vaja on vähemalt { $min } tähemärki
password-too-long = Parool on liiga pikk: lubatud on kuni { $max } baiti
password-too-common = Seda parooli on liiga lihtne ära arvata: valige teine
identity-exists = Selle e-posti aadressiga on juba registreerutud
customer-exists = Selle e-posti aadressiga on juba konto olemas
already-customer = Olete juba kliendina sisse logitud.
email-not-of-token = See ei ole e-posti aadress, millega registreeruti
email-confusable = E-posti aadressis on segamini sarnased tähed eri tähestikest
address-book-full = Aadressiraamatusse mahub kuni { $max } aadressi
order-already-yours = See tellimus on juba teie oma
transfer-token-invalid = Kood ei kehti.

payment-not-authorized = Makseteenuse pakkuja ei ole makset kinnitanud
cart-completed = Ostukorv on juba tellimuseks vormistatud
cart-empty = Tühja ostukorvi ei saa tellimuseks vormistada
email-missing = Tellimuse vormistamiseks on vaja e-posti aadressi
shipping-address-missing = Tellimuse vormistamiseks on vaja tarneaadressi
country-missing = Maksude arvutamiseks on vaja riigikoodi
shipping-method-missing = Tarneviis on valimata, kuid ostukorvis on kaupa, mis vajab tarnimist
shipping-profile-unserved = Valitud tarneviis ei sobi kõigile ostukorvis olevatele kaupadele
payment-collection-missing = Ostukorvi eest maksmist ei ole veel alustatud
payment-session-missing = Tellimuse vormistamiseks tuleb valida makseviis
promotion-invalid = Sooduskood ei kehti
country-not-in-region = See riik ei kuulu valitud piirkonda
shipping-option-not-allowed = See tarneviis ei sobi sellele ostukorvile
variant-not-available = Sellist kaubavarianti ei ole või see ei ole müügil
variant-without-price = Sellel kaubavariandil ei ole hinda
variant-without-location = Müügikanalil ei ole selle kaubavariandi jaoks ladu
insufficient-inventory = Kaupa ei ole soovitud koguses laos
sold-out = Kaup on vahepeal otsa saanud
amount-out-of-range = Summa on lubatud piiridest väljas
too-many-attempts = Liiga palju katseid: proovige uuesti { $secs } sekundi pärast
too-many-requests = Liiga palju päringuid: proovige uuesti { $secs } sekundi pärast
overloaded = Korraga on liiga palju päringuid. Palun proovige varsti uuesti.
internal-error = Tekkis ootamatu viga
