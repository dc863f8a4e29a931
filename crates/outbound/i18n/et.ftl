# Kirjad klientidele: iga liigi kohta (crates/domain/src/mail.rs) sisu ja pealkiri.
# Muutujad: shop, at, device, way, code, measure, order, accept, decline; kuupäeval day, month, year, time.

moment = { $day }. { $month ->
    [1] jaanuar
    [2] veebruar
    [3] märts
    [4] aprill
    [5] mai
    [6] juuni
    [7] juuli
    [8] august
    [9] september
    [10] oktoober
    [11] november
   *[12] detsember
} { $year } kell { $time } (UTC)

occasion =
    Aeg: { $at }
    Seade: { $device ->
        [unknown] teadmata
       *[other] { $device }
    }

closing =
    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    { $shop }

password-reset =
    Tere!

    Teie kontole poes { $shop } sooviti uut parooli.

    { $way ->
        [link] Uue parooli saate valida siin:
       *[code] Uue parooli valimiseks on vaja seda koodi:
    }

    { $code }

    { $way ->
        [link] Link
       *[code] Kood
    } kehtib 15 minutit ja seda saab kasutada ühe korra. Ärge jagage seda kellegagi.

    Kui te uut parooli ei soovinud, ei ole vaja midagi teha: parool jääb samaks.

    { closing }
    .subject = { $shop }: uue parooli valimine

password-changed =
    Tere!

    Teie konto parool poes { $shop } on muudetud. Kõik teised seadmed logiti kontolt välja.

    { occasion }

    Kui muutsite parooli ise, ei ole vaja midagi teha.

    Kui see ei olnud teie, valige kohe uus parool: selleks vajutage sisselogimise lehel „Unustasin parooli“. Andke juhtunust ka meile teada.

    { closing }
    .subject = { $shop }: teie parool on muudetud

email-changed-from =
    Tere!

    Teie konto e-posti aadress poes { $shop } on muudetud. Sellele aadressile me konto kohta enam kirju ei saada.

    { occasion }

    Kui muutsite aadressi ise, ei ole vaja midagi teha.

    Kui see ei olnud teie, võtke meiega kohe ühendust, et saaksime konto teile tagastada.

    { closing }
    .subject = { $shop }: teie e-posti aadress on muudetud

email-changed-to =
    Tere!

    See aadress on nüüd teie konto e-posti aadress poes { $shop }. Edaspidi logige sisse selle aadressiga.

    { occasion }

    Kui teil sellist kontot ei ole, on keegi sisestanud teie aadressi, tõenäoliselt eksikombel. Palun andke meile sellest teada.

    { closing }
    .subject = { $shop }: teie uus e-posti aadress

new-device =
    Tere!

    Teie kontole poes { $shop } logiti sisse seadmest, mida me varem ei ole näinud.

    { occasion }

    Kui see olite teie, ei ole vaja midagi teha.

    Kui see ei olnud teie, vahetage kohe oma parool: siis logitakse kõik teised seadmed välja.

    { closing }
    .subject = { $shop }: uus seade teie kontol

sessions-ended =
    Tere!

    Märkasime, et ühe teie sisselogimise andmeid poes { $shop } kasutati kahest kohast. Keegi võib olla need kopeerinud, seepärast logisime selle seadme välja.

    { occasion }

    Saate kohe uuesti sisse logida. Soovitame valida ka uue parooli ja vaadata üle, millised seadmed on teie kontole sisse logitud.

    { closing }
    .subject = { $shop }: logisime teid turvalisuse huvides välja

many-failures =
    Tere!

    Teie kontole poes { $shop } püüti mitu korda vale parooliga sisse logida.

    Aeg: { $at }

    Kui see olite teie ja parool ei tule meelde, saate sisselogimise lehel valida uue.

    Kui see ei olnud teie, veenduge, et teie parooli on raske ära arvata ja et te ei kasuta seda mujal. Kui kahtlete, valige uus parool.

    { closing }
    .subject = { $shop }: mitu ebaõnnestunud sisselogimist

suspicion =
    Tere!

    Ühe teie sisselogimise juures poes { $shop } muutus midagi, mis tavaliselt iseenesest ei muutu, näiteks seade või võrk.

    { occasion }

    { $measure ->
        [ended] Turvalisuse huvides logisime selle seadme välja. Kui see olite teie, logige lihtsalt uuesti sisse.
        [password] Turvalisuse huvides küsime enne maksmist ja konto andmete muutmist uuesti teie parooli.
       *[noticed] Kui see olite teie, ei ole vaja midagi teha.
    }

    Kui see ei olnud teie, vahetage kohe oma parool: siis logitakse kõik teised seadmed välja.

    { closing }
    .subject = { $shop }: ebatavaline tegevus teie kontol

transfer-links =
    Kui see olete teie ise või olete nõus, avage see link:

    { $accept }

    Kui te ei ole nõus, avage see link:

    { $decline }

transfer-code =
    Kui see olete teie ise või olete nõus, on vaja seda koodi:

    { $code }

order-transfer =
    Tere!

    Keegi, kellel on poes { $shop } konto, soovib oma kontole lisada tellimuse { $order }, mille vormistasite ilma kontota. Nõustumise korral näeb ta seda tellimust koos nime ja aadressiga.

    { $way ->
        [link] { transfer-links }
       *[code] { transfer-code }
    }

    Vastata saate seitsme päeva jooksul. Kui te ei vasta, jääb kõik nii, nagu on.

    { closing }
    .subject = { $shop }: kas lisada tellimus { $order } kontole?
