/// The API AuraApi. Observed: sp-consensus-aura, polkadot v1.0.0; the specification has no Aura.
#pragma once

#include "runtime_api/call.hpp"

namespace serinus::runtime_api::aura {

/// Of sr25519 or ed25519; the API does not say which.
using AuthorityKey = ByteArray<32>;

inline constexpr Call<uint64_t()> kSlotDuration{"AuraApi_slot_duration", {}, Reuse::kAtBlock};  ///< milliseconds
inline constexpr Call<std::vector<AuthorityKey>()> kAuthorities{"AuraApi_authorities", {}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::aura
