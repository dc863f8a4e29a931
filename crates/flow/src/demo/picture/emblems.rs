//! Small signs on packaging, drawn around the origin, about 150 wide.

/// A paw.
pub(super) const PAW: &str = r#"<g fill="@dark"><ellipse cx="-56" cy="-10" rx="20" ry="27" transform="rotate(-24 -56 -10)"/><ellipse cx="-20" cy="-48" rx="21" ry="29"/><ellipse cx="24" cy="-48" rx="21" ry="29"/><ellipse cx="60" cy="-10" rx="20" ry="27" transform="rotate(24 60 -10)"/><path d="M2-8c30 0 54 36 54 56 0 30-34 22-54 22s-54 8-54-22c0-20 24-56 54-56z"/></g>"#;
/// A bone.
pub(super) const BONE: &str = r#"<g transform="rotate(-34)" fill="@dark"><rect x="-52" y="-17" width="104" height="34"/><circle cx="-56" cy="-19" r="23"/><circle cx="-56" cy="19" r="23"/><circle cx="56" cy="-19" r="23"/><circle cx="56" cy="19" r="23"/></g>"#;
/// A fish.
pub(super) const FISH: &str = r#"<path d="M-76 0q44-56 104-14l46-30q-8 44 0 88l-46-30q-60 42-104-14z" fill="@dark"/><circle cx="-40" cy="-8" r="8" fill="@cream"/><path d="M-14-18q14 18 0 36m24-30q12 12 0 24" fill="none" stroke="@cream" stroke-width="7" stroke-linecap="round"/>"#;
/// A drumstick.
pub(super) const DRUMSTICK: &str = r#"<path d="M-14 26l-36 36" stroke="@accent" stroke-width="18" stroke-linecap="round"/><circle cx="-58" cy="52" r="15" fill="@accent"/><circle cx="-44" cy="66" r="15" fill="@accent"/><path d="M-26 14q-14-62 34-78 48-12 62 30 8 48-36 66-30 12-46 4-16-8-14-22z" fill="@dark"/><path d="M14-40q24-10 34 10" fill="none" stroke="@cream" stroke-width="8" stroke-linecap="round"/>"#;
/// A leaf.
pub(super) const LEAF: &str = r#"<path d="M-58 54Q-80-50 64-64 74 76-40 46z" fill="@dark"/><path d="M-62 68Q-20 10 36-34M-16 18l-4-32m4 32l36 0m-10-26l-2-28m2 28l30-2" fill="none" stroke="@cream" stroke-width="8" stroke-linecap="round"/>"#;
/// A bird.
pub(super) const BIRD: &str = r#"<path d="M-78-6q20 10 44 6 30-6 34-36 6-36 40-36 36 2 36 40l-2 12q6 76-66 76-66 0-86-62z" fill="@dark"/><path d="M74-40l26 14-26 8z" fill="@accent"/><circle cx="48" cy="-40" r="8" fill="@cream"/><path d="M-24 16q30 28 56 0" fill="none" stroke="@cream" stroke-width="8" stroke-linecap="round"/><path d="M-8 54v24m26-24v24" stroke="@accent" stroke-width="8" stroke-linecap="round"/>"#;
/// A carrot.
pub(super) const CARROT: &str = r#"<path d="M-60 68q-16-10 8-62 24-44 58-20 36 30-6 58-40 32-60 24z" fill="@dark"/><path d="M18-20q-8-50 14-54 10 20 2 40 24-30 44-14-6 30-44 34z" fill="@accent"/><path d="M-20-4l16 16m-34 12l16 14" stroke="@cream" stroke-width="8" stroke-linecap="round"/>"#;
/// An ear of grain.
pub(super) const SEED: &str = r#"<path d="M0 76V-20" stroke="@dark" stroke-width="9" stroke-linecap="round"/><g fill="@dark"><path d="M0-24q-22-26 0-54 22 28 0 54z"/><path d="M-6 8q-42-4-40-44 38 6 40 44zM6 8q42-4 40-44-38 6-40 44zM-6 48q-42-4-40-44 38 6 40 44zM6 48q42-4 40-44-38 6-40 44z"/></g>"#;
/// A heart.
pub(super) const HEART: &str = r#"<path d="M0 64q-74-50-70-92 6-42 42-38 20 4 28 26 8-22 28-26 36-4 42 38 4 42-70 92z" fill="@dark"/><path d="M-46-20q2-22 20-22" fill="none" stroke="@cream" stroke-width="8" stroke-linecap="round"/>"#;
/// A drop.
pub(super) const DROP: &str = r#"<path d="M0-76q54 64 54 98 0 50-54 50t-54-50q0-34 54-98z" fill="@dark"/><path d="M-28 26q2 22 22 24" fill="none" stroke="@cream" stroke-width="9" stroke-linecap="round"/>"#;
/// A tooth.
pub(super) const TOOTH: &str = r#"<path d="M-54-34q6-36 54-18 48-18 54 18 2 38-14 62-4 48-20 44-14-6-20-48-6 42-20 48-16 4-20-44-16-24-14-62z" fill="@dark"/><path d="M-30-34q2-8 14-8" fill="none" stroke="@cream" stroke-width="9" stroke-linecap="round"/>"#;
/// A cricket.
pub(super) const CRICKET: &str = r#"<path d="M-74 6q10-30 60-26l70 6q20 12 4 30l-84 14q-44 4-50-24z" fill="@dark"/><circle cx="-52" cy="2" r="7" fill="@cream"/><path d="M10 20l34-70 26 106M-20 26l-14 34m44-36l10 36M-62-14q-4-40-34-46m44 40q6-36-10-56" fill="none" stroke="@dark" stroke-width="9" stroke-linecap="round" stroke-linejoin="round"/>"#;
/// A worm.
pub(super) const WORM: &str = r#"<path d="M-64 34q14-66 44-40t34 12 50-46" fill="none" stroke="@dark" stroke-width="38" stroke-linecap="round"/><path d="M-54 4l24 8m-6-28l16 22m12-20l-4 26m26-26l8 24m8-46l22 16" stroke="@cream" stroke-width="6" stroke-linecap="round"/><circle cx="62" cy="-44" r="6" fill="@cream"/>"#;
/// A snowflake.
pub(super) const SNOWFLAKE: &str = r#"<path d="M0-74V74M-64-37L64 37M-64 37L64-37M-20-64L0-44l20-20m-40 128L0 44l20 20M-66-8l28-14-6-28m108 58l-28 14 6 28M66-8L38-22l6-28M-66 8l28 14-6 28" fill="none" stroke="@dark" stroke-width="12" stroke-linecap="round" stroke-linejoin="round"/>"#;
