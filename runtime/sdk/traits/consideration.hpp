/// What somebody pays for a place in storage as long as it is occupied, as a ticket.
/// Source: frame_support::traits::{Consideration, tokens::fungible::HoldConsideration} of July 2025
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/traits/fungible.hpp"

namespace serinus::frame_support::traits::tokens::fungible {

/// So much is on hold for it.
struct HoldConsideration {
    using Params = sdk::List<sdk::Param<"A">, sdk::Param<"F">, sdk::Param<"R">, sdk::Param<"D">, sdk::Param<"Fp">>;

    sdk::Balance _0{};
    friend bool operator==(const HoldConsideration&, const HoldConsideration&) = default;
};

}  // namespace serinus::frame_support::traits::tokens::fungible

namespace serinus::sdk {

using frame_support::traits::tokens::fungible::HoldConsideration;

}  // namespace serinus::sdk
