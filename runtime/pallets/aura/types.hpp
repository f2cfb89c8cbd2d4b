/// What Aura's digests consist of. Its engine signs them with "aura".
/// Pallet: sp-consensus-aura
#pragma once

#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/bounded.hpp"

namespace serinus::sp_consensus_aura {

namespace sr25519::app_sr25519 {

struct Public {
    static constexpr primitives::KeyTypeId kKeyType{{'a', 'u', 'r', 'a'}};
    sp_core::sr25519::Public _0;
    friend auto operator<=>(const Public&, const Public&) = default;
};

}  // namespace sr25519::app_sr25519

using AuthorityId = sr25519::app_sr25519::Public;
using AuthorityIndex = uint32_t;
using sdk::Slot;

/// Milliseconds.
struct SlotDuration {
    uint64_t _0{};
    friend bool operator==(const SlotDuration&, const SlotDuration&) = default;
};

/// What a block announces to the nodes.
struct ConsensusLog {
    /// Others author from the next block on.
    struct AuthoritiesChange {
        std::vector<AuthorityId> _0;
    };
    struct OnDisabled {
        AuthorityIndex _0{};
    };
    scale::Enum<scale::At<1, AuthoritiesChange>, scale::At<2, OnDisabled>> v;
};

}  // namespace serinus::sp_consensus_aura
