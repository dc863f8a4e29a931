//! The English letters, whole.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "the letters stand whole, as their readers see them")]
fn the_english_letters_read_so() {
    insta::assert_snapshot!(all_letters(Locale::En), @r#"
    == Wufi: choose a new password
    Hello!

    Somebody asked for a new password for your account at Wufi.

    You can choose it here:

    https://wufi.ee/reset?token=wpr1.k1.r1.mac

    The link is good for 15 minutes and works once. Do not share it with anybody.

    If you did not ask for it, you need not do anything: your password stays as it is.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: choose a new password
    Hello!

    Somebody asked for a new password for your account at Wufi.

    To choose it you need this code:

    wpr1.k1.r1.mac

    The code is good for 15 minutes and works once. Do not share it with anybody.

    If you did not ask for it, you need not do anything: your password stays as it is.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: your password was changed
    Hello!

    The password of your account at Wufi was changed. All other devices were logged out.

    Time: 24 November 2026, 02:04 (UTC)
    Device: Firefox, Linux

    If you changed it yourself, you need not do anything.

    If it was not you, choose a new password at once: use “I forgot my password” on the login page. Please tell us as well.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: your e-mail address was changed
    Hello!

    The e-mail address of your account at Wufi was changed. We will not write to this address about the account any more.

    Time: 24 November 2026, 02:04 (UTC)
    Device: Firefox, Linux

    If you changed it yourself, you need not do anything.

    If it was not you, contact us at once, so that we can give the account back to you.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: your new e-mail address
    Hello!

    This is now the e-mail address of your account at Wufi. Please log in with it from now on.

    Time: 24 November 2026, 02:04 (UTC)
    Device: Firefox, Linux

    If you have no such account, somebody entered your address, probably by mistake. Please tell us.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: a new device on your account
    Hello!

    Somebody logged in to your account at Wufi from a device that we have not seen before.

    Time: 24 November 2026, 02:04 (UTC)
    Device: unknown

    If it was you, you need not do anything.

    If it was not you, change your password at once: that logs out all other devices.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: we logged you out to be safe
    Hello!

    One of your logins at Wufi was used from two places. Somebody may have copied it, so we logged that device out.

    Time: 24 November 2026, 02:04 (UTC)
    Device: Firefox, Linux

    You can log in again right away. We advise you to choose a new password, and to look through the devices that are logged in to your account.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: several failed logins
    Hello!

    Somebody tried several times to log in to your account at Wufi with a wrong password.

    Time: 24 November 2026, 02:04 (UTC)

    If it was you and you do not remember the password, you can choose a new one on the login page.

    If it was not you, make sure that your password is hard to guess and that you use it nowhere else. If in doubt, choose a new one.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: unusual activity on your account
    Hello!

    Something about one of your logins at Wufi changed that seldom changes by itself, such as the device or the network.

    Time: 24 November 2026, 02:04 (UTC)
    Device: Firefox, Linux

    To be safe we logged that device out. If it was you, just log in again.

    If it was not you, change your password at once: that logs out all other devices.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: unusual activity on your account
    Hello!

    Something about one of your logins at Wufi changed that seldom changes by itself, such as the device or the network.

    Time: 24 November 2026, 02:04 (UTC)
    Device: Firefox, Linux

    To be safe we will ask for your password again before payments and changes to your account.

    If it was not you, change your password at once: that logs out all other devices.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: unusual activity on your account
    Hello!

    Something about one of your logins at Wufi changed that seldom changes by itself, such as the device or the network.

    Time: 24 November 2026, 02:04 (UTC)
    Device: Firefox, Linux

    If it was you, you need not do anything.

    If it was not you, change your password at once: that logs out all other devices.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: add order 1042 to an account?
    Hello!

    Somebody who has an account at Wufi asks to add order 1042, which you made without an account, to theirs. If you agree, they will see this order with its name and address.

    If it is you, or you agree, open this link:

    https://wufi.ee/order/transfer/wot1.a/accept

    If you do not agree, open this link:

    https://wufi.ee/order/transfer/wot1.a/decline

    You can answer within seven days. If you do not answer, nothing changes.

    We never ask for your password by e-mail or by phone.

    Wufi

    == Wufi: add order 1042 to an account?
    Hello!

    Somebody who has an account at Wufi asks to add order 1042, which you made without an account, to theirs. If you agree, they will see this order with its name and address.

    If it is you, or you agree, you need this code:

    wot1.k1.t1.mac

    You can answer within seven days. If you do not answer, nothing changes.

    We never ask for your password by e-mail or by phone.

    Wufi
    "#);
}
