/// What the header of a parachain's block says of the relay chain.
/// Observed: cumulus-primitives-core 0.27.0, `CumulusDigestItem` and `rpsr_digest`
#pragma once

#include <optional>

#include "codec/scale.hpp"
#include "primitives/header.hpp"

namespace serinus::collator {

inline constexpr primitives::EngineId kCumulusEngine{{'C', 'M', 'L', 'S'}};
/// Of the items by which runtimes name the relay parent as long as they do not know its hash.
inline constexpr primitives::EngineId kRelayStateRootEngine{{'R', 'P', 'S', 'R'}};

/// From the author to the runtime: the core for which the block is made, the (selector modulo number)-th of the para's
/// cores at this offset of the claim queue.
struct CoreInfo {
    uint8_t selector{};
    uint8_t claim_queue_offset{};
    scale::Compact<uint16_t> number_of_cores;
    friend bool operator==(const CoreInfo&, const CoreInfo&) = default;
};

/// From the author to the runtime: the place of the block among those of one PoV.
struct BlockBundleInfo {
    uint8_t index{};
    bool is_last{};
    friend bool operator==(const BlockBundleInfo&, const BlockBundleInfo&) = default;
};

primitives::DigestItem digest_item_of(const CoreInfo& info);
primitives::DigestItem digest_item_of(const BlockBundleInfo& info);

/// The block of the relay chain on which a parachain's block was made: by its hash, or by root and number.
struct RelayParentOfBlock {
    std::optional<Hash256> hash = {};
    Hash256 state_root = {};             ///< without a hash
    primitives::BlockNumber number = 0;  ///< without a hash
    friend bool operator==(const RelayParentOfBlock&, const RelayParentOfBlock&) = default;
};

// The first item that decodes counts, of whatever is no such item nothing is said.
std::optional<CoreInfo> find_core_info(const primitives::Digest& digest);
std::optional<BlockBundleInfo> find_bundle_info(const primitives::Digest& digest);
std::optional<RelayParentOfBlock> find_relay_parent(const primitives::Digest& digest);
/// The runtime wants no other block in the PoV of this one.
bool uses_full_core(const primitives::Digest& digest);
bool changes_runtime(const primitives::Digest& digest);
/// Whether no block follows in the same PoV; only then may a block of another PoV be built on it. nullopt: the block
/// belongs to no bundle.
std::optional<bool> is_last_in_bundle(const primitives::Digest& digest);

}  // namespace serinus::collator
