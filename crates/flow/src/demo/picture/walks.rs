//! What a dog wears.

/// A lead, coiled.
pub(super) const LEASH: &str = r#"<g fill="none" stroke-linecap="round" stroke-linejoin="round"><path d="M300 250q-90 60-70 190t170 150 170-90-60-150-150-20-40 130 90 90" stroke="@main" stroke-width="40"/>
<path d="M300 250q-90 60-70 190t170 150 170-90-60-150-150-20-40 130 90 90" stroke="@light" stroke-width="6" stroke-dasharray="26 22"/>
<path d="M300 250q40-70 120-60t70 76-100 30-90-46" stroke="@dark" stroke-width="40"/></g>
<g transform="translate(424 566) rotate(24)"><rect x="-18" y="-26" width="60" height="52" rx="14" fill="@accent"/><circle cx="64" cy="0" r="26" fill="none" stroke="@accent" stroke-width="14"/></g>
<circle cx="300" cy="250" r="24" fill="@accent"/>"#;

/// A collar with a tag.
pub(super) const COLLAR: &str = r#"<ellipse cx="400" cy="390" rx="206" ry="146" fill="none" stroke="@dark" stroke-width="60"/>
<path d="M194 390q0 146 206 146t206-146" fill="none" stroke="@main" stroke-width="64" stroke-linecap="round"/>
<path d="M200 420q30 116 200 116t200-116" fill="none" stroke="@light" stroke-width="7" stroke-dasharray="22 18"/>
<rect x="476" y="478" width="76" height="72" rx="14" fill="@accent" transform="rotate(-24 514 514)"/>
<circle cx="400" cy="572" r="18" fill="none" stroke="@accent" stroke-width="10"/>
<circle cx="400" cy="630" r="50" fill="@accent"/><g transform="translate(400 632) scale(.44)">@emblem</g>"#;

/// A harness seen from the front.
pub(super) const HARNESS: &str = r#"<g fill="none" stroke="@main" stroke-width="52" stroke-linejoin="round" stroke-linecap="round"><path d="M400 470L270 250q40-70 130-70t130 70z"/><path d="M400 470v150M240 480q10 140 160 140t160-140"/></g>
<g fill="none" stroke="@light" stroke-width="7" stroke-dasharray="22 18"><path d="M400 470L270 250q40-70 130-70t130 70zM240 480q10 140 160 140t160-140"/></g>
<path d="M270 250q-50 90-30 230M530 250q50 90 30 230" fill="none" stroke="@dark" stroke-width="40" stroke-linecap="round"/>
<circle cx="400" cy="470" r="74" fill="@dark"/><circle cx="400" cy="470" r="56" fill="@cream"/><g transform="translate(400 474) scale(.46)">@emblem</g>
<rect x="222" y="366" width="48" height="60" rx="12" fill="@accent"/><rect x="530" y="366" width="48" height="60" rx="12" fill="@accent"/>"#;

/// A dog's coat from the side.
pub(super) const COAT: &str = r#"<path d="M470 306l48-120q12-26 38-16l50 20q26 10 16 36l-40 120z" fill="@dark"/><path d="M500 240l104 42" stroke="@light" stroke-width="9"/>
<path d="M236 282h246q96 10 112 92 10 66-34 110v86q0 18-18 18h-62q-18 0-18-18v-66H318v66q0 18-18 18h-62q-18 0-18-18V480q-40-40-36-110 6-80 52-88z" fill="@main"/>
<path d="M236 282h246q70 8 100 56-190-30-390 6 16-58 44-62z" fill="@light" opacity=".7"/>
<path d="M270 340q14 80 2 162M356 330q12 90 2 174M442 330q14 90 4 174M520 334q20 70 8 152" stroke="@dark" stroke-width="7" opacity=".45" fill="none"/>
<path d="M186 404q200 30 410-14" stroke="@accent" stroke-width="22" fill="none"/><path d="M214 548h110v30H214zM456 548h110v30H456z" fill="@dark"/>
<circle cx="314" cy="424" r="56" fill="@cream"/><g transform="translate(314 424) scale(.52)">@emblem</g>"#;

/// Four boots, two in front.
pub(super) const BOOTS: &str = r#"<g opacity=".8" fill="@dark"><path d="M262 232h120v190q60 20 60 76H250z"/><path d="M466 232h120v190q60 20 60 76H454z" transform="translate(-24)"/></g>
<path d="M190 300h150v210q80 20 80 110H190z" fill="@main"/><path d="M430 300h150v210q80 20 80 110H430z" fill="@main"/>
<path d="M182 286h166v46H182zM422 286h166v46H422z" fill="@cream"/>
<path d="M182 606h244q10 0 10 16v22q0 16-16 16H190q-16 0-16-16v-22q0-16 8-16zM422 606h244q10 0 10 16v22q0 16-16 16H430q-16 0-16-16v-22q0-16 8-16z" fill="@dark"/>
<path d="M190 420h150v50H190zM430 420h150v50H430z" fill="@accent"/><path d="M300 420h40v50h-40zM540 420h40v50h-40z" fill="@light"/>"#;

/// A knitted jumper.
pub(super) const JUMPER: &str = r#"<path d="M304 220h192l96 60q34 22 26 60l-26 130-84-18v178q0 30-30 30H322q-30 0-30-30V452l-84 18-26-130q-8-38 26-60z" fill="@main"/>
<path d="M318 176h164v62q-20 36-82 36t-82-36z" fill="@dark"/><path d="M340 186v66m30-66v80m30-80v82m30-82v80m30-80v66" stroke="@main" stroke-width="7"/>
<path d="M292 350h216v26H292zM292 520h216v26H292z" fill="@cream"/>
<path d="M292 448l36-46 36 46 36-46 36 46 36-46 36 46" fill="none" stroke="@accent" stroke-width="18" stroke-linejoin="round"/>
<path d="M292 484l36-46 36 46 36-46 36 46 36-46 36 46" fill="none" stroke="@cream" stroke-width="12" stroke-linejoin="round"/>
<path d="M292 614h216v16q0 30-30 30H322q-30 0-30-30zM198 424l94-20v48l-84 18zM602 424l-94-20v48l84 18z" fill="@dark"/>"#;
