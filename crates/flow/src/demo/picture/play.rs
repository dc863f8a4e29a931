//! Things to play with and to chew.

/// A ball with a stripe.
pub(super) const BALL: &str = r#"<circle cx="400" cy="440" r="214" fill="@main"/><path d="M208 344q192 96 384 0 22 46 22 96v10q-214 110-428 0v-10q0-50 22-96z" fill="@cream"/>
<path d="M187 420q213 106 426 0v40q-213 106-426 0z" fill="@accent"/>
<path d="M514 259A214 214 0 0 1 290 624q300-20 224-365z" fill="@dark" opacity=".2"/><ellipse cx="306" cy="288" rx="48" ry="28" fill="@cream" opacity=".6" transform="rotate(-34 306 288)"/>"#;

/// A chew ring with nubs.
pub(super) const RING: &str = r#"<circle cx="400" cy="440" r="158" fill="none" stroke="@dark" stroke-width="112"/><circle cx="400" cy="440" r="158" fill="none" stroke="@main" stroke-width="96"/>
<circle cx="400" cy="440" r="158" fill="none" stroke="@light" stroke-width="40" stroke-linecap="round" stroke-dasharray="1 61"/>
<path d="M262 330q50-64 130-70" fill="none" stroke="@cream" stroke-width="14" stroke-linecap="round" opacity=".7"/><circle cx="400" cy="282" r="30" fill="@accent"/>"#;

/// A rope with two knots.
pub(super) const ROPE: &str = r#"<g transform="rotate(-32 400 420)"><g stroke-linecap="round" fill="none"><path d="M210 420h380" stroke="@main" stroke-width="78"/><path d="M240 450l50-60m10 60l50-60m10 60l50-60m10 60l50-60m10 60l50-60" stroke="@light" stroke-width="16"/></g>
<path d="M196 420l-96-64v128zM604 420l96-64v128z" fill="@cream"/><path d="M120 384l60 24m-70 12h70m-60 38l60-24M680 384l-60 24m70 12h-70m60 38l-60-24" stroke="@accent" stroke-width="12" stroke-linecap="round"/>
<rect x="160" y="360" width="84" height="120" rx="38" fill="@dark"/><rect x="556" y="360" width="84" height="120" rx="38" fill="@dark"/>
<path d="M186 376q20 44 0 88m30-88q20 44 0 88M582 376q20 44 0 88m30-88q20 44 0 88" stroke="@main" stroke-width="10" fill="none"/></g>"#;

/// A bone.
pub(super) const BONE: &str = r#"<g transform="rotate(-30 400 420)"><g fill="@main"><rect x="210" y="366" width="380" height="108" rx="30"/><circle cx="212" cy="362" r="66"/><circle cx="212" cy="478" r="66"/><circle cx="588" cy="362" r="66"/><circle cx="588" cy="478" r="66"/></g>
<path d="M146 478a66 66 0 0 0 124 32q10-36 40-36h180q30 0 40 36a66 66 0 0 0 124-32q-40 40-104-22H250q-64 62-104 22z" fill="@dark" opacity=".3"/>
<path d="M172 336q12-26 38-28m336 28q12-26 38-28" stroke="@cream" stroke-width="14" stroke-linecap="round" fill="none"/>
<path d="M330 366l26 108m30-108l26 108m30-108l26 108" stroke="@light" stroke-width="16"/></g>"#;

/// A board with sliding lids.
pub(super) const PUZZLE: &str = r#"<rect x="176" y="216" width="448" height="444" rx="60" fill="@dark"/><rect x="176" y="200" width="448" height="440" rx="60" fill="@main"/>
<g fill="@cream"><circle cx="278" cy="302" r="50"/><circle cx="400" cy="302" r="50"/><circle cx="522" cy="302" r="50"/><circle cx="278" cy="420" r="50"/><circle cx="400" cy="420" r="50"/><circle cx="522" cy="420" r="50"/><circle cx="278" cy="538" r="50"/><circle cx="400" cy="538" r="50"/><circle cx="522" cy="538" r="50"/></g>
<g fill="@accent"><circle cx="278" cy="302" r="40"/><circle cx="522" cy="420" r="40"/><circle cx="400" cy="538" r="40"/><circle cx="400" cy="302" r="40"/></g>
<g fill="@light"><circle cx="278" cy="538" r="40"/><circle cx="522" cy="302" r="40"/></g>
<g fill="@dark"><circle cx="388" cy="412" r="11"/><circle cx="414" cy="424" r="11"/><circle cx="392" cy="438" r="10"/><circle cx="268" cy="416" r="11"/><circle cx="288" cy="430" r="10"/><circle cx="522" cy="534" r="11"/></g>"#;

/// A wand with feathers.
pub(super) const WAND: &str = r#"<path d="M206 640L470 196" stroke="@dark" stroke-width="22" stroke-linecap="round"/><path d="M206 640l62-104" stroke="@accent" stroke-width="40" stroke-linecap="round"/>
<path d="M470 196q120 10 90 120t-20 130" fill="none" stroke="@dark" stroke-width="7"/>
<path d="M540 440q-110 50-112 200 100-30 112-200z" fill="@main"/><path d="M540 440q110 50 92 190-94-30-92-190z" fill="@light"/><path d="M540 440q-30 110 0 220 34-110 0-220z" fill="@accent"/>
<circle cx="540" cy="442" r="26" fill="@dark"/>"#;

/// A woollen mouse.
pub(super) const MOUSE: &str = r#"<path d="M560 560q120 40 90-90-10-70-70-60" fill="none" stroke="@dark" stroke-width="18" stroke-linecap="round"/>
<path d="M170 560q30-240 240-240 190 0 190 190 0 130-140 130H220q-60 0-50-80z" fill="@main"/>
<path d="M588 450q60 190-128 190H220q-60 0-50-80 240 100 418-110z" fill="@dark" opacity=".18"/>
<circle cx="306" cy="330" r="78" fill="@main"/><circle cx="306" cy="330" r="52" fill="@light"/><circle cx="410" cy="310" r="60" fill="@main"/><circle cx="410" cy="310" r="38" fill="@light"/>
<circle cx="266" cy="478" r="17" fill="@dark"/><circle cx="170" cy="556" r="24" fill="@accent"/>
<path d="M196 560l-90-26m92 44l-94 16" stroke="@dark" stroke-width="7" stroke-linecap="round"/><path d="M420 470q60 20 100-20m-110 70q70 24 130-16" stroke="@light" stroke-width="9" stroke-dasharray="16 14" fill="none"/>"#;
