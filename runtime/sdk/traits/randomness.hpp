/// Randomness as a service, for configurations: `using Randomness = RandomnessFromOneEpochAgo<Babe>;`.
/// Source: frame_support::traits::Randomness of July 2023
#pragma once

#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// `random(subject)`: a hash that nobody could know before the block, nor choose, and that is another for another
/// subject; and the block since which it is known. What was committed to later than that block must not be decided by
/// it. The hash is optional where there may be none.
template <class R>
concept Randomness = requires(BytesView subject) {
    { R::random(subject).first } -> std::convertible_to<std::optional<Hash256>>;
    { R::random(subject).second } -> std::convertible_to<BlockNumber>;
};

/// How sources bind their randomness to a subject.
inline Hash256 random_for(BytesView subject, BytesView randomness) {
    return host::blake2_256(concat(subject, randomness));
}

}  // namespace serinus::sdk
