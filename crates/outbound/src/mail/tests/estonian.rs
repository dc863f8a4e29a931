//! The Estonian letters, whole.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "the letters stand whole, as their readers see them")]
fn the_estonian_letters_read_so() {
    insta::assert_snapshot!(all_letters(Locale::Et), @r#"
    == Wufi: uue parooli valimine
    Tere!

    Teie kontole poes Wufi sooviti uut parooli.

    Uue parooli saate valida siin:

    https://wufi.ee/reset?token=wpr1.k1.r1.mac

    Link kehtib 15 minutit ja seda saab kasutada ühe korra. Ärge jagage seda kellegagi.

    Kui te uut parooli ei soovinud, ei ole vaja midagi teha: parool jääb samaks.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: uue parooli valimine
    Tere!

    Teie kontole poes Wufi sooviti uut parooli.

    Uue parooli valimiseks on vaja seda koodi:

    wpr1.k1.r1.mac

    Kood kehtib 15 minutit ja seda saab kasutada ühe korra. Ärge jagage seda kellegagi.

    Kui te uut parooli ei soovinud, ei ole vaja midagi teha: parool jääb samaks.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: teie parool on muudetud
    Tere!

    Teie konto parool poes Wufi on muudetud. Kõik teised seadmed logiti kontolt välja.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: Firefox, Linux

    Kui muutsite parooli ise, ei ole vaja midagi teha.

    Kui see ei olnud teie, valige kohe uus parool: selleks vajutage sisselogimise lehel „Unustasin parooli“. Andke juhtunust ka meile teada.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: teie e-posti aadress on muudetud
    Tere!

    Teie konto e-posti aadress poes Wufi on muudetud. Sellele aadressile me konto kohta enam kirju ei saada.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: Firefox, Linux

    Kui muutsite aadressi ise, ei ole vaja midagi teha.

    Kui see ei olnud teie, võtke meiega kohe ühendust, et saaksime konto teile tagastada.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: teie uus e-posti aadress
    Tere!

    See aadress on nüüd teie konto e-posti aadress poes Wufi. Edaspidi logige sisse selle aadressiga.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: Firefox, Linux

    Kui teil sellist kontot ei ole, on keegi sisestanud teie aadressi, tõenäoliselt eksikombel. Palun andke meile sellest teada.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: uus seade teie kontol
    Tere!

    Teie kontole poes Wufi logiti sisse seadmest, mida me varem ei ole näinud.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: teadmata

    Kui see olite teie, ei ole vaja midagi teha.

    Kui see ei olnud teie, vahetage kohe oma parool: siis logitakse kõik teised seadmed välja.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: logisime teid turvalisuse huvides välja
    Tere!

    Märkasime, et ühe teie sisselogimise andmeid poes Wufi kasutati kahest kohast. Keegi võib olla need kopeerinud, seepärast logisime selle seadme välja.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: Firefox, Linux

    Saate kohe uuesti sisse logida. Soovitame valida ka uue parooli ja vaadata üle, millised seadmed on teie kontole sisse logitud.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: mitu ebaõnnestunud sisselogimist
    Tere!

    Teie kontole poes Wufi püüti mitu korda vale parooliga sisse logida.

    Aeg: 24. november 2026 kell 02:04 (UTC)

    Kui see olite teie ja parool ei tule meelde, saate sisselogimise lehel valida uue.

    Kui see ei olnud teie, veenduge, et teie parooli on raske ära arvata ja et te ei kasuta seda mujal. Kui kahtlete, valige uus parool.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: ebatavaline tegevus teie kontol
    Tere!

    Ühe teie sisselogimise juures poes Wufi muutus midagi, mis tavaliselt iseenesest ei muutu, näiteks seade või võrk.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: Firefox, Linux

    Turvalisuse huvides logisime selle seadme välja. Kui see olite teie, logige lihtsalt uuesti sisse.

    Kui see ei olnud teie, vahetage kohe oma parool: siis logitakse kõik teised seadmed välja.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: ebatavaline tegevus teie kontol
    Tere!

    Ühe teie sisselogimise juures poes Wufi muutus midagi, mis tavaliselt iseenesest ei muutu, näiteks seade või võrk.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: Firefox, Linux

    Turvalisuse huvides küsime enne maksmist ja konto andmete muutmist uuesti teie parooli.

    Kui see ei olnud teie, vahetage kohe oma parool: siis logitakse kõik teised seadmed välja.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: ebatavaline tegevus teie kontol
    Tere!

    Ühe teie sisselogimise juures poes Wufi muutus midagi, mis tavaliselt iseenesest ei muutu, näiteks seade või võrk.

    Aeg: 24. november 2026 kell 02:04 (UTC)
    Seade: Firefox, Linux

    Kui see olite teie, ei ole vaja midagi teha.

    Kui see ei olnud teie, vahetage kohe oma parool: siis logitakse kõik teised seadmed välja.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: kas lisada tellimus 1042 kontole?
    Tere!

    Keegi, kellel on poes Wufi konto, soovib oma kontole lisada tellimuse 1042, mille vormistasite ilma kontota. Nõustumise korral näeb ta seda tellimust koos nime ja aadressiga.

    Kui see olete teie ise või olete nõus, avage see link:

    https://wufi.ee/order/transfer/wot1.a/accept

    Kui te ei ole nõus, avage see link:

    https://wufi.ee/order/transfer/wot1.a/decline

    Vastata saate seitsme päeva jooksul. Kui te ei vasta, jääb kõik nii, nagu on.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi

    == Wufi: kas lisada tellimus 1042 kontole?
    Tere!

    Keegi, kellel on poes Wufi konto, soovib oma kontole lisada tellimuse 1042, mille vormistasite ilma kontota. Nõustumise korral näeb ta seda tellimust koos nime ja aadressiga.

    Kui see olete teie ise või olete nõus, on vaja seda koodi:

    wot1.k1.t1.mac

    Vastata saate seitsme päeva jooksul. Kui te ei vasta, jääb kõik nii, nagu on.

    Me ei küsi teie parooli kunagi kirja ega telefoni teel.

    Wufi
    "#);
}
