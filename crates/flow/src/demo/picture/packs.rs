//! Packaging: each has a place for its brand (`@word`) and for an emblem (`@emblem`).

/// A standing bag of food.
pub(super) const BAG: &str = r#"<path d="M252 196h296l-10 34 26 46-14 354q-2 30-32 30H282q-30 0-32-30l-14-354 26-46z" fill="@main"/>
<path d="M252 196h296l-10 34H262z" fill="@dark"/><path d="M262 230h276l26 46H236z" fill="@light"/>
<path d="M496 276h68l-14 354q-2 30-32 30h-44q22-180 22-384z" fill="@dark" opacity=".25"/>
<circle cx="392" cy="478" r="112" fill="@cream"/><g transform="translate(392 478)">@emblem</g>
<text x="392" y="340" font-size="44" letter-spacing="2" fill="@cream">@word</text>
<rect x="322" y="612" width="140" height="14" rx="7" fill="@accent"/>"#;

/// A flat pouch with a torn corner.
pub(super) const POUCH: &str = r#"<path d="M270 216h260q12 0 12 12l24 404q2 28-26 28H260q-28 0-26-28l24-404q0-12 12-12z" fill="@main"/>
<path d="M270 216h260q12 0 12 12l2 36H256l2-36q0-12 12-12z" fill="@dark"/>
<path d="M256 264h288l2 20H254z" fill="@cream" opacity=".5"/><circle cx="400" cy="240" r="11" fill="@halo"/>
<ellipse cx="400" cy="484" rx="118" ry="124" fill="@cream"/><g transform="translate(400 484)">@emblem</g>
<text x="400" y="340" font-size="42" letter-spacing="2" fill="@cream">@word</text>
<path d="M244 560l-4 80q0 20 20 20h280q20 0 20-20l-4-80q-40 66-156 66t-156-66z" fill="@accent" opacity=".85"/>"#;

/// A can.
pub(super) const CAN: &str = r#"<path d="M240 296v312q0 52 160 52t160-52V296z" fill="@main"/>
<path d="M240 330v214q0 46 160 46t160-46V330q0 46-160 46t-160-46z" fill="@cream"/>
<path d="M240 330v44q0 46 160 46t160-46v-44q0 46-160 46t-160-46z" fill="@accent"/>
<ellipse cx="400" cy="292" rx="160" ry="48" fill="@dark"/><ellipse cx="400" cy="286" rx="142" ry="38" fill="@light"/>
<path d="M372 280q0-16 28-16t28 16-28 16-28-16z" fill="none" stroke="@dark" stroke-width="9"/>
<path d="M400 296v22" stroke="@dark" stroke-width="9"/>
<g transform="translate(400 502) scale(.82)">@emblem</g><text x="400" y="405" font-size="34" letter-spacing="2" fill="@dark">@word</text>
<path d="M516 372v272q44-12 44-36V330q0 26-44 42z" fill="@dark" opacity=".22"/>"#;

/// A jar with a screw lid.
pub(super) const JAR: &str = r#"<path d="M266 296h268q30 24 30 60v256q0 48-48 48H284q-48 0-48-48V356q0-36 30-60z" fill="@main"/>
<rect x="262" y="206" width="276" height="90" rx="20" fill="@dark"/>
<path d="M300 222v58m40-58v58m40-58v58m40-58v58m40-58v58m40-58v58" stroke="@main" stroke-width="8" opacity=".55"/>
<rect x="236" y="374" width="328" height="226" fill="@cream"/><rect x="236" y="374" width="328" height="58" fill="@accent"/>
<g transform="translate(400 516) scale(.8)">@emblem</g><text x="400" y="416" font-size="36" letter-spacing="2" fill="@dark">@word</text>
<path d="M520 296h14q30 24 30 60v256q0 48-48 48h-12q16-160 16-364z" fill="@dark" opacity=".2"/>"#;

/// A bottle with a pump.
pub(super) const BOTTLE: &str = r#"<path d="M388 150h-70q-22 0-22 26v10h26v-6h66z" fill="@dark"/><rect x="376" y="150" width="48" height="70" rx="10" fill="@dark"/>
<rect x="346" y="214" width="108" height="52" rx="12" fill="@dark"/>
<path d="M358 266h84q4 26 34 44 44 26 44 84v226q0 40-40 40H320q-40 0-40-40V394q0-58 44-84 30-18 34-44z" fill="@main"/>
<path d="M280 404h240v196H280z" fill="@cream"/><path d="M280 404h240v54H280z" fill="@accent"/>
<g transform="translate(400 528) scale(.68)">@emblem</g><text x="400" y="443" font-size="32" letter-spacing="1" fill="@dark">@word</text>
<path d="M478 312q42 26 42 82v226q0 40-40 40h-16q22-150 14-348z" fill="@dark" opacity=".2"/>"#;

/// A box seen a little from the side.
pub(super) const BOX: &str = r#"<path d="M216 262h292v398H216z" fill="@main"/><path d="M508 262l76-44v388l-76 54z" fill="@dark"/>
<path d="M216 262l84-44h284l-76 44z" fill="@light"/><path d="M216 580h292v80H216z" fill="@accent"/>
<path d="M508 580l76-52v78l-76 54z" fill="@main" opacity=".6"/>
<circle cx="362" cy="466" r="102" fill="@cream"/><g transform="translate(362 466) scale(.94)">@emblem</g>
<text x="362" y="334" font-size="40" letter-spacing="2" fill="@cream">@word</text>"#;

/// A clear tub with air holes.
pub(super) const TUB: &str = r#"<path d="M222 330h356l-34 300q-4 30-34 30H290q-30 0-34-30z" fill="@cream" opacity=".9"/>
<path d="M240 500h320l-16 130q-4 30-34 30H290q-30 0-34-30z" fill="@light"/>
<path d="M256 520q40-30 72 0t72 0 72 0 72 0l-8 60H264z" fill="@accent" opacity=".7"/>
<rect x="204" y="270" width="392" height="66" rx="22" fill="@dark"/><path d="M230 303h340" stroke="@main" stroke-width="14" stroke-linecap="round" stroke-dasharray="1 34"/>
<circle cx="400" cy="470" r="104" fill="@main"/><circle cx="400" cy="470" r="88" fill="@cream"/><g transform="translate(400 470) scale(.8)">@emblem</g>"#;

/// A round flat tin.
pub(super) const TIN: &str = r#"<path d="M214 500v74q0 86 186 86t186-86v-74z" fill="@dark"/><ellipse cx="400" cy="496" rx="186" ry="86" fill="@accent"/>
<g transform="rotate(-14 400 380)"><path d="M208 350v52q0 90 192 90t192-90v-52z" fill="@dark"/><ellipse cx="400" cy="346" rx="192" ry="92" fill="@main"/>
<ellipse cx="400" cy="342" rx="158" ry="72" fill="@cream"/><g transform="translate(400 342) scale(.84 .6)">@emblem</g></g>"#;

/// A tube of paste with a brush beside it.
pub(super) const TUBE: &str = r#"<path d="M258 214h204l-26 376H284z" fill="@main"/><path d="M250 196h220v36H250z" fill="@dark"/><path d="M300 590h120v70H300z" fill="@dark"/>
<path d="M270 390h180l-8 118H278z" fill="@cream"/><g transform="translate(360 448) scale(.56)">@emblem</g>
<text x="360" y="326" font-size="25" fill="@cream">@word</text>
<rect x="520" y="330" width="36" height="330" rx="18" fill="@accent"/><rect x="514" y="216" width="48" height="130" rx="20" fill="@dark"/>
<path d="M562 232h36M562 258h36M562 284h36M562 310h36" stroke="@cream" stroke-width="18"/>"#;
