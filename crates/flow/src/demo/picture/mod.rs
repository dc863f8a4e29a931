//! The pictures of the demo shop: one flat drawing for each product, in its own colours.
//!
//! A drawing is a template of SVG in which `@main`, `@dark` and so on stand for
//! colours, `@emblem` for the sign on a label and `@word` for the brand.

mod devices;
mod emblems;
mod home;
mod packs;
mod palette;
mod play;
mod shape;
mod walks;

use serde::Deserialize;

use self::palette::Palette;
use self::shape::{Emblem, Shape};
use super::catalog::Product;
use super::data::Shop;

/// What a product looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Picture {
    /// Its shape.
    shape: Shape,
    /// The sign on it, where the shape has room for one.
    #[serde(default)]
    emblem: Emblem,
    /// Its colours.
    palette: Palette,
}

/// Draws the product of a handle: 800 × 800, the same at every call; `None` when there is no such product.
#[must_use]
pub fn picture(handle: &str) -> Option<String> {
    Shop::load().ok()?.product(handle).map(draw)
}

fn draw(product: &Product) -> String {
    let Picture { shape, emblem, palette } = product.picture;
    let title = escape(&product.title.et);
    let brand = escape(&product.title.et.split(' ').next().unwrap_or_default().to_uppercase());
    let backdrop = backdrop(product);
    let drawing = shape.template().replace("@emblem", emblem.template());
    // Colours first, the brand last: no name of a product can be taken for a colour.
    let painted = palette.paint(&format!("{backdrop}{drawing}")).replace("@word", &brand);

    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 800\" width=\"800\" height=\"800\" role=\"img\" \
         fill=\"none\" font-family=\"Verdana,'DejaVu Sans',sans-serif\" font-weight=\"700\" text-anchor=\"middle\">\
         <title>{title}</title>{painted}</svg>"
    )
}

/// What is behind the thing: neighbours in a list get different ones, so that a page of products is not a wall of dots.
fn backdrop(product: &Product) -> String {
    let sum: usize = product.handle.as_str().bytes().map(usize::from).sum();
    let halo = match sum % 3 {
        0 => r#"<circle cx="400" cy="410" r="310" fill="@halo"/>"#,
        1 => r#"<path d="M110 664V390q0-290 290-290t290 290v274z" fill="@halo"/>"#,
        _ => r#"<rect x="112" y="122" width="576" height="576" rx="190" transform="rotate(18 400 410)" fill="@halo"/>"#,
    };
    format!(
        r#"<rect width="800" height="800" fill="@back"/>{halo}<ellipse cx="400" cy="664" rx="270" ry="30" fill="@dark" opacity=".16"/>"#
    )
}

/// Makes a text safe inside an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pictures() -> Vec<(&'static str, String)> {
        let shop = Shop::load().unwrap();
        shop.products.iter().map(|product| (product.handle.as_str(), picture(product.handle.as_str()).unwrap())).collect()
    }

    #[test]
    fn only_products_have_a_picture() {
        for unknown in ["", "koerad", "../shop.toml", "sookapp-kuivtoit-kanalihaga.svg"] {
            assert_eq!(picture(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_picture_is_small_and_different() {
        let pictures = pictures();
        for (handle, svg) in &pictures {
            assert!(svg.len() < 4096, "{handle} takes {} bytes", svg.len());
            assert_eq!(pictures.iter().filter(|(_, other)| other == svg).count(), 1, "{handle}");
        }
    }

    #[test]
    fn no_placeholder_is_left_and_nothing_is_fetched_or_run() {
        for (handle, svg) in pictures() {
            for wrong in ["@", "<script", "href", "url(", "<style", "<foreignObject", " on"] {
                assert!(!svg.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "").contains(wrong), "{wrong} in {handle}");
            }
        }
    }

    #[test]
    fn every_tag_is_closed_in_order_and_every_quote_too() {
        for (handle, svg) in pictures() {
            let mut open = Vec::new();
            for part in svg.split('<').skip(1) {
                let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("{handle}: <{part}"));
                assert_eq!(tag.matches('"').count() % 2, 0, "{handle}: <{tag}>");
                let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
                if tag.starts_with('/') {
                    assert_eq!(open.pop(), Some(name), "{handle}: <{tag}>");
                } else if !tag.ends_with('/') {
                    open.push(name);
                }
            }
            assert!(open.is_empty(), "{handle}: {open:?}");
        }
    }

    #[test]
    fn a_title_cannot_break_out_of_its_picture() {
        let mut product = Shop::load().unwrap().product("sookapp-kuivtoit-kanalihaga").unwrap().clone();
        product.title.et = "A&B</text><script>@main \"koer\"".into();

        let svg = draw(&product);

        assert!(svg.contains("<title>A&amp;B&lt;/text&gt;&lt;script&gt;@main \"koer\"</title>"), "{svg}");
        assert!(!svg.contains("<script"));
    }
}
