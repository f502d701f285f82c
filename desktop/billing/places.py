"""The pages that others lead to, by their ids."""

USAGE_PAGE, PLANS_PAGE, ACCOUNT_PAGE = "usage", "plans", "account"
