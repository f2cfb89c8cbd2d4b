/// Weights of Sudo, which the real runtime does not have; the calls that it makes come on top.
/// Observed: TransactionPaymentCallApi_query_call_info of Kusama 1.0.0 as kusama-local carries it, with Sudo added
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Sudo {
    static constexpr Weight set_key() noexcept { return measured(13'403'000, 1517).reads(1).writes(1); }
    static constexpr Weight sudo() noexcept { return measured(13'001'000, 1517).reads(1); }
    static constexpr Weight sudo_as() noexcept { return measured(12'994'000, 1517).reads(1); }
};

}  // namespace serinus::kusama::weights
