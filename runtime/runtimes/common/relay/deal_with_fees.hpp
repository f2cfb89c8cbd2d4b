/// Where the fees go on the relay chains: four fifths to the treasury, one fifth and all tips to the block's author.
/// Source: polkadot-runtime-common 2.0.0, src/impls.rs
#pragma once

#include "runtime/pallets/transaction_payment/currency_adapter.hpp"

namespace serinus::relay {

/// What nobody gets, because the block has no known author, is destroyed.
template <class Currency, class Treasury, class Authorship>
struct DealWithFees {
    using NegativeImbalance = typename Currency::NegativeImbalance;

    static void on_unbalanceds(NegativeImbalance fees, NegativeImbalance tips) {
        auto [to_treasury, to_author] = std::move(fees).ration(80, 20);
        to_author.subsume(std::move(tips));
        Treasury::on_unbalanced(std::move(to_treasury));
        if (to_author.peek() == 0) return;
        if (const auto author = Authorship::author()) Currency::resolve_creating(*author, std::move(to_author));
    }
};

}  // namespace serinus::relay
