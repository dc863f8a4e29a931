//! Equipment and tools.

/// An aquarium.
pub(super) const TANK: &str = r#"<rect x="146" y="232" width="508" height="34" rx="14" fill="@dark"/><rect x="160" y="266" width="480" height="394" fill="@cream" opacity=".7"/><path d="M160 320h480v340H160z" fill="@light"/>
<path d="M160 590q80-30 160-6t160-4 160-8v88H160z" fill="@accent"/><path d="M230 600q-40-70 0-130t-6-110m60 240q30-60 4-110M560 590q40-70 0-130t10-90m-60 222q-24-50 0-92" fill="none" stroke="@dark" stroke-width="18" stroke-linecap="round"/>
<path d="M330 430q60-64 130 0l44-34v88l-44-34q-70 64-130-20z" fill="@main"/><circle cx="364" cy="428" r="9" fill="@dark"/><path d="M400 520q34-34 72 0l26-20v52l-26-20q-38 34-72-12z" fill="@accent"/>
<g fill="@cream"><circle cx="310" cy="386" r="9"/><circle cx="298" cy="356" r="6"/><circle cx="318" cy="344" r="5"/></g><path d="M160 266h480v394H160z" fill="none" stroke="@dark" stroke-width="12"/>"#;

/// A filter.
pub(super) const FILTER: &str = r#"<rect x="288" y="190" width="224" height="150" rx="30" fill="@dark"/><path d="M288 230h-50q-26 0-26 26v24h54v-8h22zM512 230h20q40 0 40 40v30h-40" fill="@dark"/>
<rect x="296" y="330" width="208" height="330" rx="26" fill="@main"/><path d="M326 372h148m-148 44h148m-148 44h148m-148 44h148m-148 44h148m-148 44h148" stroke="@dark" stroke-width="16" stroke-linecap="round"/>
<circle cx="400" cy="262" r="40" fill="@accent"/><path d="M400 262l20-24" stroke="@dark" stroke-width="10" stroke-linecap="round"/>
<g fill="@light"><circle cx="180" cy="340" r="18"/><circle cx="216" cy="392" r="11"/><circle cx="156" cy="410" r="9"/><circle cx="196" cy="462" r="14"/></g>"#;

/// A heater.
pub(super) const HEATER: &str = r#"<g transform="rotate(18 400 420)"><path d="M400 150q-8-60 60-66" fill="none" stroke="@dark" stroke-width="14"/><rect x="352" y="140" width="96" height="130" rx="26" fill="@dark"/><circle cx="400" cy="200" r="26" fill="@accent"/>
<path d="M358 270h84v330q0 50-42 50t-42-50z" fill="@cream"/><path d="M400 300v290" stroke="@dark" stroke-width="8"/>
<path d="M374 340h52l-52 34h52l-52 34h52l-52 34h52l-52 34h52l-52 34h52l-52 30h52" fill="none" stroke="@main" stroke-width="12" stroke-linejoin="round"/></g>
<path d="M520 360q-34 40 0 80t0 80M590 360q-34 40 0 80t0 80M200 330q-34 40 0 80t0 80" fill="none" stroke="@light" stroke-width="18" stroke-linecap="round"/>"#;

/// A bulb.
pub(super) const BULB: &str = r#"<g stroke="@accent" stroke-width="20" stroke-linecap="round"><path d="M400 600v56M250 548l-40 42M550 548l40 42M184 410h-56M616 410h56"/></g>
<path d="M340 250h120q16 60 60 96t40 96q-10 110-160 110T240 442q-4-60 40-96t60-96z" fill="@cream"/><path d="M258 470q20 82 142 82t142-82q-142 44-284 0z" fill="@accent" opacity=".55"/>
<path d="M366 292l-24 120 29 36 29-36 29 36 29-36-24-120" fill="none" stroke="@main" stroke-width="12" stroke-linejoin="round" stroke-linecap="round"/>
<path d="M340 250h120q6 22 16 42H324q10-20 16-42z" fill="@light"/><path d="M340 150h120v110H340z" fill="@dark"/><path d="M330 176h140m-140 30h140m-140 30h140" stroke="@main" stroke-width="12" stroke-linecap="round"/><rect x="366" y="128" width="68" height="26" rx="10" fill="@dark"/>
<path d="M276 420q10-50 36-66" fill="none" stroke="@light" stroke-width="14" stroke-linecap="round"/>"#;

/// A strip light over plants.
pub(super) const STRIPLIGHT: &str = r#"<path d="M220 300h360l80 330H140z" fill="@cream" opacity=".65"/><path d="M152 246h-34v60m530-60h34v60" fill="none" stroke="@dark" stroke-width="16" stroke-linecap="round"/>
<rect x="152" y="206" width="496" height="80" rx="30" fill="@dark"/><path d="M200 292h400" stroke="@accent" stroke-width="22" stroke-linecap="round" stroke-dasharray="1 44"/>
<g fill="none" stroke="@main" stroke-width="22" stroke-linecap="round"><path d="M260 650q-50-90 0-160t-10-90M400 650q50-100 0-170t10-100M540 650q-50-80 0-140t0-80"/></g>
<g fill="@main"><ellipse cx="300" cy="530" rx="44" ry="20" transform="rotate(-36 300 530)"/><ellipse cx="444" cy="470" rx="44" ry="20" transform="rotate(-36 444 470)"/><ellipse cx="356" cy="560" rx="44" ry="20" transform="rotate(36 356 560)"/><ellipse cx="498" cy="560" rx="44" ry="20" transform="rotate(36 498 560)"/><ellipse cx="582" cy="500" rx="44" ry="20" transform="rotate(-36 582 500)"/></g><path d="M150 650h500" stroke="@dark" stroke-width="20" stroke-linecap="round"/>"#;

/// A brush.
pub(super) const BRUSH: &str = r#"<g transform="rotate(38 400 420)"><rect x="368" y="400" width="64" height="310" rx="32" fill="@dark"/><rect x="382" y="520" width="36" height="160" rx="18" fill="@accent"/>
<rect x="290" y="150" width="220" height="270" rx="90" fill="@main"/><rect x="318" y="178" width="164" height="214" rx="66" fill="@light"/>
<g stroke="@dark" stroke-width="17" stroke-linecap="round" stroke-dasharray="1 37"><path d="M346 228v150M382 210v180M418 210v180M454 228v150"/></g></g>"#;

/// Nail clippers.
pub(super) const CLIPPERS: &str = r#"<g stroke-linecap="round" fill="none"><path d="M372 380q-90 90-120 250" stroke="@main" stroke-width="60"/><path d="M428 380q90 90 120 250" stroke="@main" stroke-width="60"/><path d="M276 540q-14 40-22 86M524 540q14 40 22 86" stroke="@accent" stroke-width="22"/></g>
<path d="M436 400q-120-60-116-190 0-40 36-36 50 10 44 70 0 60 60 100z" fill="@light"/><path d="M364 400q120-60 116-190 0-40-36-36-50 10-44 70 0 60-60 100z" fill="@cream"/>
<circle cx="400" cy="386" r="44" fill="@dark"/><circle cx="400" cy="386" r="17" fill="@accent"/>"#;

/// A screen with a call on it.
pub(super) const SCREEN: &str = r#"<path d="M340 570h120l20 70H320z" fill="@dark"/><rect x="270" y="630" width="260" height="30" rx="15" fill="@dark"/><rect x="146" y="196" width="508" height="380" rx="36" fill="@dark"/><rect x="172" y="222" width="456" height="328" rx="16" fill="@cream"/>
<path d="M172 450q120-60 228 0t228-10v94q0 16-16 16H188q-16 0-16-16z" fill="@light"/><circle cx="400" cy="376" r="98" fill="@main"/><circle cx="400" cy="376" r="80" fill="@cream"/><g transform="translate(400 378) scale(.7)">@emblem</g>
<path d="M520 250h80q14 0 14 14v44q0 14-14 14h-40l-26 24v-24h-14q-14 0-14-14v-44q0-14 14-14z" fill="@accent"/><path d="M530 276h60m-60 22h36" stroke="@dark" stroke-width="8" stroke-linecap="round"/>
<g fill="@accent"><circle cx="360" cy="514" r="17"/><circle cx="440" cy="514" r="17"/></g><circle cx="400" cy="514" r="17" fill="@dark"/>"#;
