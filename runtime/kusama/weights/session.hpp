/// Weights of Session.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_session.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Session {
    static constexpr Weight set_keys() noexcept { return measured(58'447'000, 20'448).reads(9).writes(8); }
    static constexpr Weight purge_keys() noexcept { return measured(40'957'000, 5412).reads(2).writes(8); }
};

}  // namespace serinus::kusama::weights
