//! A piece that may come back, of a purchase or of a gift receipt.

use contract::{
    money::Money,
    picture::Picture,
    purchase::{GiftLine, PurchaseLine},
};

#[derive(Clone)]
pub struct Piece {
    /// The line's.
    pub id: String,
    pub sku: Option<String>,
    /// While the shop still sells it: what it can be exchanged for.
    pub product_slug: Option<String>,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    /// Negative: brought back at the till.
    pub quantity: i64,
    pub returned: u32,
    pub returnable: u32,
    /// For all units; a gift receipt shows no price.
    pub paid: Option<Money>,
}

impl From<PurchaseLine> for Piece {
    fn from(line: PurchaseLine) -> Self {
        Self {
            id: line.id,
            sku: line.sku,
            product_slug: line.product_slug,
            name: line.name,
            colour: line.colour,
            size: line.size,
            picture: line.picture,
            quantity: line.quantity,
            returned: line.returned,
            returnable: line.returnable,
            paid: Some(line.total),
        }
    }
}

impl From<GiftLine> for Piece {
    fn from(line: GiftLine) -> Self {
        Self {
            id: line.line_id,
            sku: None,
            product_slug: None,
            name: line.name,
            colour: line.colour,
            size: line.size,
            picture: line.picture,
            quantity: i64::from(line.quantity),
            // What else came back of it is the buyer's affair.
            returned: 0,
            returnable: line.returnable,
            paid: None,
        }
    }
}
