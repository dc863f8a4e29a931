# Letters to shoppers: for each kind (crates/domain/src/mail.rs) what it says and its subject.
# Variables: shop, at, device, way, code, measure, order, accept, decline; of a date day, month, year, time.

moment = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }, { $time } (UTC)

occasion =
    Time: { $at }
    Device: { $device ->
        [unknown] unknown
       *[other] { $device }
    }

closing =
    We never ask for your password by e-mail or by phone.

    { $shop }

password-reset =
    Hello!

    Somebody asked for a new password for your account at { $shop }.

    { $way ->
        [link] You can choose it here:
       *[code] To choose it you need this code:
    }

    { $code }

    The { $way ->
        [link] link
       *[code] code
    } is good for 15 minutes and works once. Do not share it with anybody.

    If you did not ask for it, you need not do anything: your password stays as it is.

    { closing }
    .subject = { $shop }: choose a new password

password-changed =
    Hello!

    The password of your account at { $shop } was changed. All other devices were logged out.

    { occasion }

    If you changed it yourself, you need not do anything.

    If it was not you, choose a new password at once: use “I forgot my password” on the login page. Please tell us as well.

    { closing }
    .subject = { $shop }: your password was changed

email-changed-from =
    Hello!

    The e-mail address of your account at { $shop } was changed. We will not write to this address about the account any more.

    { occasion }

    If you changed it yourself, you need not do anything.

    If it was not you, contact us at once, so that we can give the account back to you.

    { closing }
    .subject = { $shop }: your e-mail address was changed

email-changed-to =
    Hello!

    This is now the e-mail address of your account at { $shop }. Please log in with it from now on.

    { occasion }

    If you have no such account, somebody entered your address, probably by mistake. Please tell us.

    { closing }
    .subject = { $shop }: your new e-mail address

new-device =
    Hello!

    Somebody logged in to your account at { $shop } from a device that we have not seen before.

    { occasion }

    If it was you, you need not do anything.

    If it was not you, change your password at once: that logs out all other devices.

    { closing }
    .subject = { $shop }: a new device on your account

sessions-ended =
    Hello!

    One of your logins at { $shop } was used from two places. Somebody may have copied it, so we logged that device out.

    { occasion }

    You can log in again right away. We advise you to choose a new password, and to look through the devices that are logged in to your account.

    { closing }
    .subject = { $shop }: we logged you out to be safe

many-failures =
    Hello!

    Somebody tried several times to log in to your account at { $shop } with a wrong password.

    Time: { $at }

    If it was you and you do not remember the password, you can choose a new one on the login page.

    If it was not you, make sure that your password is hard to guess and that you use it nowhere else. If in doubt, choose a new one.

    { closing }
    .subject = { $shop }: several failed logins

suspicion =
    Hello!

    Something about one of your logins at { $shop } changed that seldom changes by itself, such as the device or the network.

    { occasion }

    { $measure ->
        [ended] To be safe we logged that device out. If it was you, just log in again.
        [password] To be safe we will ask for your password again before payments and changes to your account.
       *[noticed] If it was you, you need not do anything.
    }

    If it was not you, change your password at once: that logs out all other devices.

    { closing }
    .subject = { $shop }: unusual activity on your account

transfer-links =
    If it is you, or you agree, open this link:

    { $accept }

    If you do not agree, open this link:

    { $decline }

transfer-code =
    If it is you, or you agree, you need this code:

    { $code }

order-transfer =
    Hello!

    Somebody who has an account at { $shop } asks to add order { $order }, which you made without an account, to theirs. If you agree, they will see this order with its name and address.

    { $way ->
        [link] { transfer-links }
       *[code] { transfer-code }
    }

    You can answer within seven days. If you do not answer, nothing changes.

    { closing }
    .subject = { $shop }: add order { $order } to an account?
