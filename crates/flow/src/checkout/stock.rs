//! Taking what an order needs, as the database has it at this moment.

use wufi_domain::cart::{Cart, CartError, Line};
use wufi_domain::order::Order;
use wufi_domain::stock::{Bound, Need, Short, StockError, Taking, allocate};
use wufi_store::stock::{self, Level};
use wufi_store::{Tx, offers};

use crate::FlowError;

/// Takes the stock of every line, in one order of rows for everybody.
///
/// What is sold, and whether its stock is counted, is asked of the database: the shelf
/// may be a moment old.
pub(super) async fn take(tx: &mut Tx, cart: &Cart) -> Result<Vec<Taking>, FlowError> {
    let mut needs = Vec::new();
    for (at, line) in cart.lines.iter().enumerate() {
        needs.extend(of_line(tx, cart, (at, line)).await?);
    }

    let takings = allocate(&needs).map_err(|Short { line, why }| FlowError::Stock { at: line, fault: why })?;
    for taking in &takings {
        stock::take(tx, taking).await?.map_err(|fault| FlowError::Stock { at: taking.line, fault })?;
    }
    Ok(takings)
}

/// Puts down for which lines of the order it was.
pub(super) async fn reserve(tx: &mut Tx, order: &Order, takings: &[Taking]) -> Result<(), FlowError> {
    for taking in takings {
        let Some(line) = order.lines.get(taking.line) else { unreachable!("an order has the lines of its cart") };
        stock::reserve(tx, &line.id, taking).await?;
    }
    Ok(())
}

async fn of_line(tx: &mut Tx, cart: &Cart, (at, line): (usize, &Line)) -> Result<Vec<Need>, FlowError> {
    let sale = offers::sale(tx, &line.goods.variant, &cart.channel).await?;
    let sale = sale.ok_or(FlowError::Item { at, fault: CartError::VariantNotAvailable })?;
    if !sale.manages_inventory {
        return Ok(Vec::new());
    }
    let levels = stock::levels(tx, &line.goods.variant, &cart.channel).await?;
    if levels.is_empty() {
        return Err(FlowError::Stock { at, fault: StockError::Nowhere });
    }
    let bound = if sale.allows_backorder { Bound::Unbounded } else { Bound::ByStock };
    Ok(by_item((at, line), bound, &levels))
}

/// One need for each item that the line is made of.
fn by_item((at, line): (usize, &Line), bound: Bound, levels: &[Level]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for level in levels {
        let here = level.location.clone().map(|location| (location, level.left));
        match needs.iter_mut().find(|need| need.item == level.item) {
            Some(need) => need.levels.extend(here),
            None => needs.push(Need {
                line: at,
                item: level.item.clone(),
                quantity: level.required.saturating_mul(line.goods.quantity.get()),
                bound,
                levels: here.into_iter().collect(),
            }),
        }
    }
    needs
}
