//! Which drawing and which sign a product has.

use serde::Deserialize;

use super::{devices, emblems, home, packs, play, walks};

/// The drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    /// A standing bag of food.
    Bag,
    /// A flat pouch with a torn corner.
    Pouch,
    /// A can.
    Can,
    /// A jar with a screw lid.
    Jar,
    /// A bottle with a pump.
    Bottle,
    /// A box seen a little from the side.
    Box,
    /// A clear tub with air holes.
    Tub,
    /// A round flat tin.
    Tin,
    /// A tube of paste with a brush beside it.
    Tube,
    /// A lead, coiled.
    Leash,
    /// A collar with a tag.
    Collar,
    /// A harness seen from the front.
    Harness,
    /// A dog's coat from the side.
    Coat,
    /// Four boots, two in front.
    Boots,
    /// A knitted jumper.
    Jumper,
    /// A ball with a stripe.
    Ball,
    /// A chew ring with nubs.
    Ring,
    /// A rope with two knots.
    Rope,
    /// A bone.
    Bone,
    /// A board with sliding lids.
    Puzzle,
    /// A wand with feathers.
    Wand,
    /// A woollen mouse.
    Mouse,
    /// A round bed.
    Bed,
    /// A folded blanket.
    Blanket,
    /// A covered litter box.
    Litterbox,
    /// A cat tree with a den and two perches.
    Tree,
    /// A scratching post.
    Post,
    /// A wave of cardboard to scratch.
    Board,
    /// A wooden hide.
    Hut,
    /// A bird cage with a bird in it.
    Cage,
    /// A bird feeder on a string.
    Feeder,
    /// A bird swing.
    Swing,
    /// A running wheel with a hamster.
    Wheel,
    /// A cave of stone.
    Cave,
    /// Fat balls and a tit.
    Fatball,
    /// An aquarium.
    Tank,
    /// A filter.
    Filter,
    /// A heater.
    Heater,
    /// A bulb.
    Bulb,
    /// A strip light over plants.
    Striplight,
    /// A brush.
    Brush,
    /// Nail clippers.
    Clippers,
    /// A screen with a call on it.
    Screen,
}

impl Shape {
    /// Its template.
    #[expect(clippy::too_many_lines, reason = "one line for each shape")]
    pub(super) const fn template(self) -> &'static str {
        match self {
            Self::Bag => packs::BAG,
            Self::Pouch => packs::POUCH,
            Self::Can => packs::CAN,
            Self::Jar => packs::JAR,
            Self::Bottle => packs::BOTTLE,
            Self::Box => packs::BOX,
            Self::Tub => packs::TUB,
            Self::Tin => packs::TIN,
            Self::Tube => packs::TUBE,
            Self::Leash => walks::LEASH,
            Self::Collar => walks::COLLAR,
            Self::Harness => walks::HARNESS,
            Self::Coat => walks::COAT,
            Self::Boots => walks::BOOTS,
            Self::Jumper => walks::JUMPER,
            Self::Ball => play::BALL,
            Self::Ring => play::RING,
            Self::Rope => play::ROPE,
            Self::Bone => play::BONE,
            Self::Puzzle => play::PUZZLE,
            Self::Wand => play::WAND,
            Self::Mouse => play::MOUSE,
            Self::Bed => home::BED,
            Self::Blanket => home::BLANKET,
            Self::Litterbox => home::LITTERBOX,
            Self::Tree => home::TREE,
            Self::Post => home::POST,
            Self::Board => home::BOARD,
            Self::Hut => home::HUT,
            Self::Cage => home::CAGE,
            Self::Feeder => home::FEEDER,
            Self::Swing => home::SWING,
            Self::Wheel => home::WHEEL,
            Self::Cave => home::CAVE,
            Self::Fatball => home::FATBALL,
            Self::Tank => devices::TANK,
            Self::Filter => devices::FILTER,
            Self::Heater => devices::HEATER,
            Self::Bulb => devices::BULB,
            Self::Striplight => devices::STRIPLIGHT,
            Self::Brush => devices::BRUSH,
            Self::Clippers => devices::CLIPPERS,
            Self::Screen => devices::SCREEN,
        }
    }
}

/// The sign on a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Emblem {
    /// A paw.
    #[default]
    Paw,
    /// A bone.
    Bone,
    /// A fish.
    Fish,
    /// A drumstick.
    Drumstick,
    /// A leaf.
    Leaf,
    /// A bird.
    Bird,
    /// A carrot.
    Carrot,
    /// An ear of grain.
    Seed,
    /// A heart.
    Heart,
    /// A drop.
    Drop,
    /// A tooth.
    Tooth,
    /// A cricket.
    Cricket,
    /// A worm.
    Worm,
    /// A snowflake.
    Snowflake,
}

impl Emblem {
    /// Its template.
    pub(super) const fn template(self) -> &'static str {
        match self {
            Self::Paw => emblems::PAW,
            Self::Bone => emblems::BONE,
            Self::Fish => emblems::FISH,
            Self::Drumstick => emblems::DRUMSTICK,
            Self::Leaf => emblems::LEAF,
            Self::Bird => emblems::BIRD,
            Self::Carrot => emblems::CARROT,
            Self::Seed => emblems::SEED,
            Self::Heart => emblems::HEART,
            Self::Drop => emblems::DROP,
            Self::Tooth => emblems::TOOTH,
            Self::Cricket => emblems::CRICKET,
            Self::Worm => emblems::WORM,
            Self::Snowflake => emblems::SNOWFLAKE,
        }
    }
}
