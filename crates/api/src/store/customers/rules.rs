//! Which fields of customers and of their addresses can be picked.

use crate::extract::FieldRules;

/// Medusa's default selection of a customer.
pub(super) static CUSTOMER: FieldRules = FieldRules::new(
    &[
        "id",
        "email",
        "company_name",
        "first_name",
        "last_name",
        "phone",
        "metadata",
        "has_account",
        "deleted_at",
        "created_at",
        "updated_at",
        "addresses.*",
    ],
    &[
        "addresses.id",
        "addresses.address_name",
        "addresses.first_name",
        "addresses.last_name",
        "addresses.company",
        "addresses.address_1",
        "addresses.address_2",
        "addresses.city",
        "addresses.country_code",
        "addresses.province",
        "addresses.postal_code",
        "addresses.phone",
        "addresses.is_default_shipping",
        "addresses.is_default_billing",
    ],
    3,
);

/// Medusa's default selection of an address.
pub(super) static ADDRESS: FieldRules = FieldRules::new(
    &[
        "id",
        "address_name",
        "company",
        "customer_id",
        "first_name",
        "last_name",
        "address_1",
        "address_2",
        "city",
        "province",
        "postal_code",
        "country_code",
        "phone",
        "metadata",
        "is_default_shipping",
        "is_default_billing",
        "created_at",
        "updated_at",
    ],
    &["deleted_at"],
    3,
);
