/// Weights of VoterList.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_bags_list.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct VoterList {
    static constexpr Weight rebag_non_terminal() noexcept { return measured(56'332'000, 11'506).reads(7).writes(5); }
    static constexpr Weight rebag_terminal() noexcept { return measured(55'159'000, 8877).reads(7).writes(5); }
    static constexpr Weight put_in_front_of() noexcept { return measured(62'365'000, 11'506).reads(10).writes(6); }
};

}  // namespace serinus::polkadot::weights
