/// Where the fees go on Kusama.
#pragma once

#include "runtime/runtimes/common/relay/deal_with_fees.hpp"
#include "runtime/runtimes/kusama/pallets.hpp"

namespace serinus::kusama {

using relay::DealWithFees;

using OnChargeTransaction =
    pallet_transaction_payment::CurrencyAdapter<Currency, DealWithFees<Currency, Treasury, Authorship>>;

}  // namespace serinus::kusama
