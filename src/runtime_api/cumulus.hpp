/// The APIs of parachains' runtimes that those who make their blocks ask.
/// Observed: cumulus-primitives-core 0.27.0, cumulus-primitives-aura 0.22.0
#pragma once

#include "primitives/parachain/candidate.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::cumulus {

using polkadot_primitives::ParaId;

/// An entry that a runtime wants to be proven beside those that all do.
struct RelayStorageKey {
    struct Top {
        Bytes key;
        friend bool operator==(const Top&, const Top&) = default;
    };
    struct Child {
        Bytes storage_key;  ///< of the child trie, without ":child_storage:default:"
        Bytes key;
        friend bool operator==(const Child&, const Child&) = default;
    };
    std::variant<Top, Child> v;
    friend bool operator==(const RelayStorageKey&, const RelayStorageKey&) = default;
};

/// What a block does to the relay chain.
struct CollationInfo {
    std::vector<Bytes> upward_messages;  ///< behind an empty one: signals
    std::vector<polkadot_core_primitives::OutboundHrmpMessage<ParaId>> horizontal_messages;
    std::optional<polkadot_primitives::ValidationCode> new_validation_code;
    uint32_t processed_downward_messages{};
    primitives::BlockNumber hrmp_watermark{};
    polkadot_primitives::HeadData head_data;
};

/// On the state after the block, whose header it is given. Of version 3: the runtime takes block data of versions.
inline constexpr Call<CollationInfo(primitives::Header)> kCollectCollationInfo{
    "CollectCollationInfo_collect_collation_info", {.first = 2}, Reuse::kAtBlock};
inline constexpr uint32_t kFirstWithVersionedBlockData = 3;

/// Whether a block on this one leaves the unincluded segment small enough: of the included block's hash, and the slot
/// of the relay chain (in version 1 of the API: of the parachain).
inline constexpr Call<bool(Hash256, uint64_t)> kCanBuildUpon{
    "AuraUnincludedSegmentApi_can_build_upon", {}, Reuse::kAtBlock};
inline constexpr uint32_t kFirstWithRelaySlot = 2;

/// How many blocks the relay parent has above it where a block is made on it.
inline constexpr Call<uint32_t()> kRelayParentOffset{"RelayParentOffsetApi_relay_parent_offset", {}, Reuse::kAtBlock};
inline constexpr Call<uint8_t()> kMaxClaimQueueOffset{
    "RelayParentOffsetApi_max_claim_queue_offset", {.first = 2}, Reuse::kAtBlock};
/// Blocks in a slot of the relay chain.
inline constexpr Call<uint32_t()> kTargetBlockRate{"TargetBlockRate_target_block_rate", {}, Reuse::kAtBlock};
inline constexpr Call<std::vector<RelayStorageKey>()> kKeysToProve{
    "KeyToIncludeInRelayProof_keys_to_prove", {}, Reuse::kAtBlock};
inline constexpr Call<bool()> kSchedulingV3Enabled{"SchedulingV3EnabledApi_scheduling_v3_enabled", {}, Reuse::kAtBlock};
inline constexpr Call<ParaId()> kParachainId{"GetParachainInfo_parachain_id", {}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::cumulus
