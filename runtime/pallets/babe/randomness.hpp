/// The randomness of BABE for other pallets, by how old it is: the older, the less its makers could choose it.
/// Pallet: babe (randomness)
#pragma once

#include "runtime/pallets/babe/babe.hpp"
#include "runtime/sdk/traits/randomness.hpp"

namespace serinus::pallet_babe {

/// Of the epoch before the last one: known since the last epoch began. For what needs finality.
template <class Babe>
struct RandomnessFromTwoEpochsAgo {
    static std::pair<Hash256, BlockNumber> random(BytesView subject) {
        return {random_for(subject, Babe::storage.Randomness.get()), Babe::storage.EpochStart.get().first};
    }
};

/// Of the last epoch: known since this one began. On Kusama auctions end by it.
template <class Babe>
struct RandomnessFromOneEpochAgo {
    static std::pair<Hash256, BlockNumber> random(BytesView subject) {
        return {random_for(subject, Babe::storage.NextRandomness.get()), Babe::storage.EpochStart.get().second};
    }
};

/// What the author of the block before gave, if that was a claim with a VRF. Weak: an author may keep a block back.
template <class Babe>
struct ParentBlockRandomness {
    static std::pair<std::optional<Hash256>, BlockNumber> random(BytesView subject) {
        const auto given = Babe::storage.AuthorVrfRandomness.get();
        return {given ? std::optional(random_for(subject, *given)) : std::nullopt,
                saturating_sub(Babe::Config::System::block_number(), BlockNumber{1})};
    }
};

}  // namespace serinus::pallet_babe
