//! Where animals live, sleep and scratch.

/// A round bed.
pub(super) const BED: &str = r#"<path d="M130 470q0-110 270-110t270 110v70q0 110-270 110T130 540z" fill="@main"/>
<ellipse cx="400" cy="474" rx="206" ry="78" fill="@dark"/><ellipse cx="400" cy="486" rx="190" ry="66" fill="@cream"/>
<path d="M190 544v50m92-26v62m118-54v66m118-74v62m92-86v50" stroke="@dark" stroke-width="8" opacity=".4" stroke-linecap="round"/><g transform="translate(400 486) scale(.8 .48)">@emblem</g>"#;

/// A folded blanket.
pub(super) const BLANKET: &str = r#"<rect x="186" y="560" width="428" height="100" rx="40" fill="@dark"/><rect x="178" y="464" width="444" height="110" rx="44" fill="@main"/><rect x="190" y="370" width="420" height="108" rx="42" fill="@light"/>
<path d="M206 300q0-40 40-40h308q40 0 40 40v230H206z" fill="@main"/><path d="M206 490h388v40H206z" fill="@dark" opacity=".3"/>
<path d="M214 530v34m32-34v34m32-34v34m32-34v34m32-34v34m32-34v34m32-34v34m32-34v34m32-34v34m32-34v34m32-34v34m20-34v34" stroke="@accent" stroke-width="10" stroke-linecap="round"/>
<circle cx="400" cy="384" r="86" fill="@cream"/><g transform="translate(400 384) scale(.8)">@emblem</g>"#;

/// A covered litter box.
pub(super) const LITTERBOX: &str = r#"<path d="M190 500h420v120q0 40-40 40H230q-40 0-40-40z" fill="@dark"/><path d="M176 470h448v56H176z" fill="@accent"/>
<path d="M190 470V330q0-110 110-110h200q110 0 110 110v140z" fill="@main"/><path d="M290 470V390q0-90 110-90t110 90v80z" fill="@dark"/>
<path d="M306 470v-76q0-78 94-78t94 78v76z" fill="@cream" opacity=".55"/><path d="M360 220v-16q0-24 24-24h32q24 0 24 24v16" fill="none" stroke="@dark" stroke-width="18"/>
<g transform="translate(400 400) scale(.6)">@emblem</g><path d="M230 580h340" stroke="@main" stroke-width="14" stroke-linecap="round"/>"#;

/// A cat tree with a den and two perches.
pub(super) const TREE: &str = r#"<rect x="176" y="618" width="448" height="42" rx="14" fill="@dark"/>
<g fill="@light"><rect x="256" y="330" width="60" height="290"/><rect x="484" y="196" width="60" height="424"/></g>
<path d="M256 360h60m-60 40h60m-60 40h60m168-200h60m-60 40h60m-60 40h60m-60 40h60m-60 40h60" stroke="@accent" stroke-width="12"/>
<rect x="416" y="156" width="196" height="48" rx="24" fill="@main"/><rect x="188" y="296" width="196" height="48" rx="24" fill="@main"/>
<path d="M214 618V500q0-30 30-30h312q30 0 30 30v118z" fill="@main"/><circle cx="330" cy="552" r="60" fill="@dark"/><circle cx="318" cy="548" r="9" fill="@cream"/><circle cx="346" cy="548" r="9" fill="@cream"/>
<path d="M440 204v70" stroke="@dark" stroke-width="5"/><circle cx="440" cy="290" r="20" fill="@accent"/>
<path d="M230 296q-4-66 20-92l26 24h26l26-24q24 30 20 92z" fill="@dark"/><path d="M340 290q60-6 54-70" fill="none" stroke="@dark" stroke-width="18" stroke-linecap="round"/>"#;

/// A scratching post.
pub(super) const POST: &str = r#"<rect x="216" y="604" width="368" height="56" rx="18" fill="@dark"/><rect x="236" y="588" width="328" height="30" rx="15" fill="@main"/>
<rect x="346" y="220" width="108" height="370" fill="@cream"/><path d="M346 250l108 20m-108 20l108 20m-108 20l108 20m-108 20l108 20m-108 20l108 20m-108 20l108 20m-108 20l108 20m-108 20l108 20m-108 20l108 14" stroke="@accent" stroke-width="11"/>
<path d="M424 220h30v370h-30z" fill="@dark" opacity=".18"/><rect x="322" y="168" width="156" height="62" rx="26" fill="@main"/>
<path d="M478 200q70 10 62 110" fill="none" stroke="@dark" stroke-width="6"/><circle cx="540" cy="336" r="32" fill="@main"/><path d="M516 330q24 20 48 0" stroke="@light" stroke-width="8" fill="none"/>"#;

/// A wave of cardboard to scratch.
pub(super) const BOARD: &str = r#"<path d="M130 520q70-190 200-110t170 40 170-60v170q-60 100-170 80t-180-30-190 40z" fill="@dark"/>
<path d="M130 480q70-190 200-110t170 40 170-60v120q-60 100-170 80t-180-30-190 60z" fill="@main"/>
<path d="M150 500q80-150 180-80t170 40 156-50M150 540q80-130 180-70t170 40 156-50M150 580q80-110 180-60t170 40 150-46" fill="none" stroke="@light" stroke-width="12" stroke-dasharray="16 10"/>
<path d="M520 380l-30-70m60 60l-20-74m60 54l-10-70" stroke="@accent" stroke-width="12" stroke-linecap="round"/>"#;

/// A wooden hide.
pub(super) const HUT: &str = r#"<path d="M220 400h360v260H220z" fill="@light"/><path d="M220 460h360m-360 66h360m-360 66h360" stroke="@main" stroke-width="8"/>
<path d="M160 416l240-190 240 190-32 36-208-164-208 164z" fill="@main"/><path d="M192 452l208-164 208 164" fill="none" stroke="@dark" stroke-width="12"/>
<path d="M320 660V560q0-84 80-84t80 84v100z" fill="@dark"/><circle cx="400" cy="392" r="34" fill="@dark"/>
<path d="M342 660q4-60 58-60t58 60z" fill="@accent"/><circle cx="380" cy="630" r="8" fill="@dark"/><circle cx="420" cy="630" r="8" fill="@dark"/><circle cx="366" cy="604" r="16" fill="@accent"/><circle cx="434" cy="604" r="16" fill="@accent"/>"#;

/// A bird cage with a bird in it.
pub(super) const CAGE: &str = r#"<path d="M192 600V340q0-130 208-130t208 130v260z" fill="@cream" opacity=".6"/>
<path d="M250 470h300" stroke="@accent" stroke-width="16" stroke-linecap="round"/>
<path d="M340 462q-10-120 80-120 70 0 66 66-6 60-80 62l-66 80q-20-30 0-88z" fill="@main"/><circle cx="446" cy="388" r="10" fill="@dark"/><path d="M482 392l40 12-38 18z" fill="@accent"/><path d="M360 440q50 10 70-40-60-6-70 40z" fill="@dark" opacity=".5"/>
<path d="M192 600V340q0-130 208-130t208 130v260M262 600V256m68 344V222m70 378V210m68 390V222m70 378V256" fill="none" stroke="@dark" stroke-width="9"/>
<path d="M180 596h440v34q0 30-30 30H210q-30 0-30-30z" fill="@dark"/><circle cx="400" cy="184" r="24" fill="none" stroke="@dark" stroke-width="12"/>"#;

/// A bird feeder on a string.
pub(super) const FEEDER: &str = r#"<path d="M400 130v90" stroke="@dark" stroke-width="9"/><path d="M260 360h280v200H260z" fill="@cream" opacity=".85"/>
<path d="M260 440q70-30 140 0t140 0v120H260z" fill="@accent"/><path d="M260 350h26v220h-26zm254 0h26v220h-26z" fill="@light"/>
<path d="M170 376l230-180 230 180z" fill="@main"/><path d="M170 376l230-180 230 180h-70L400 252 240 376z" fill="@dark" opacity=".5"/>
<path d="M190 560h420v40q0 20-20 20H210q-20 0-20-20z" fill="@main"/>
<path d="M560 556q-16-84 44-92 46-4 52 40l30 10-30 16q-10 36-54 36l-52 34z" fill="@dark"/><circle cx="628" cy="494" r="8" fill="@cream"/><path d="M580 530q30 16 54-6-26-24-54 6z" fill="@light"/>"#;

/// A bird swing.
pub(super) const SWING: &str = r#"<path d="M400 140q-20 0-20 20t20 20 20 20" fill="none" stroke="@dark" stroke-width="12" stroke-linecap="round"/><path d="M400 196L230 560M400 196l170 364" stroke="@dark" stroke-width="12"/>
<rect x="176" y="546" width="448" height="42" rx="21" fill="@light"/><path d="M220 566h60m60-8h70m60 10h70" stroke="@accent" stroke-width="9" stroke-linecap="round"/>
<g fill="@accent"><circle cx="352" cy="300" r="22"/><circle cx="448" cy="300" r="22"/></g><g fill="@main"><circle cx="330" cy="346" r="22"/><circle cx="470" cy="346" r="22"/></g>
<path d="M346 548q-18-150 72-152 76 0 70 70-6 60-62 82l-90 82q-18-40 10-82z" fill="@main"/><path d="M366 520q60 10 80-50-76-4-80 50z" fill="@dark" opacity=".55"/><circle cx="444" cy="440" r="11" fill="@dark"/><path d="M484 446l44 14-44 20z" fill="@accent"/>"#;

/// A running wheel with a hamster.
pub(super) const WHEEL: &str = r#"<path d="M400 420L270 660M400 420l130 240" stroke="@dark" stroke-width="26" stroke-linecap="round"/><path d="M220 648h360" stroke="@dark" stroke-width="26" stroke-linecap="round"/>
<circle cx="400" cy="390" r="214" fill="@cream"/><circle cx="400" cy="390" r="196" fill="none" stroke="@main" stroke-width="44"/><circle cx="400" cy="390" r="196" fill="none" stroke="@light" stroke-width="10" stroke-dasharray="14 27"/>
<path d="M290 520q-30-130 90-140 40-70 110-30 60 40 26 100-8 90-110 90-76 6-116-20z" fill="@accent"/><circle cx="444" cy="340" r="26" fill="@accent"/><circle cx="444" cy="340" r="14" fill="@main"/>
<circle cx="480" cy="390" r="10" fill="@dark"/><circle cx="524" cy="412" r="10" fill="@dark"/><path d="M320 540l-10 22m100-20l14 20" stroke="@dark" stroke-width="16" stroke-linecap="round"/><path d="M350 500q60 40 120-10-20 50-66 50-40 0-54-40z" fill="@cream"/>"#;

/// A cave of stone.
pub(super) const CAVE: &str = r#"<path d="M136 660q0-150 80-210t130-160q80-90 180 0t90 190q50 60 48 180z" fill="@main"/><path d="M136 660q0-150 80-210t130-160q24-28 54-40-50 150-110 220t-54 190z" fill="@light"/>
<path d="M270 660q0-186 136-186t136 186z" fill="@dark"/><path d="M330 640q30-60 90-60 70 0 70 44 0 20-40 24z" fill="@accent"/><circle cx="446" cy="606" r="10" fill="@dark"/>
<path d="M450 310l40 44 8 40m70 30l34 40-6 50M366 360l-30 40" fill="none" stroke="@dark" stroke-width="9" stroke-linecap="round" stroke-linejoin="round" opacity=".45"/>
<path d="M186 660q0-70-40-90m60 90q10-60 50-80" fill="none" stroke="@accent" stroke-width="14" stroke-linecap="round"/>"#;

/// Fat balls and a tit.
pub(super) const FATBALL: &str = r#"<path d="M330 150v100" stroke="@dark" stroke-width="9"/><rect x="250" y="240" width="160" height="420" rx="76" fill="none" stroke="@dark" stroke-width="12"/>
<g fill="@light"><circle cx="330" cy="322" r="66"/><circle cx="330" cy="452" r="66"/><circle cx="330" cy="582" r="66"/></g>
<path d="M300 300l20 16m30-22l10 20m-40 30l20-6m-34 90l24 14m24-26l14 20m-44 34l22-4m-40 96l22 14m26-24l12 22m-40 24l20-2" stroke="@accent" stroke-width="13" stroke-linecap="round"/>
<path d="M256 390h148M256 516h148" stroke="@dark" stroke-width="9"/>
<path d="M424 470q-6-110 84-116 70-2 72 58l44 16-46 18q-12 62-84 66l-20 98-40-6q-16-70-10-134z" fill="@main"/><path d="M440 376q26-60 90-46 50 14 50 70-90-40-140-24z" fill="@dark"/><circle cx="540" cy="404" r="10" fill="@cream"/><path d="M444 480q54 20 86-34-72-14-86 34z" fill="@accent"/>"#;
