//! wufi
fn main() {
    print!("{}", wufi::config::reference())
}
