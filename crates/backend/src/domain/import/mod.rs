//! Importing a retailer's feeds.
