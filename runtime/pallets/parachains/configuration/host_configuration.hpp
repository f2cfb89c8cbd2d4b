/// All parameters of parachains. Parachains read the first ten
/// fields by proofs of storage, so their places are fixed. Source: polkadot_runtime_parachains::configuration 1.0.0
/// (polkadot-sdk v1.1.0). Observed: polkadot-runtime-parachains 21.0.1 and polkadot-primitives 20.0.0, v8
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {

using namespace sdk;
using SessionIndex = uint32_t;
using polkadot_primitives::v5::executor_params::ExecutorParams;
using polkadot_primitives::vstaging::AsyncBackingParams;

/// Bounds that no configuration may exceed.
inline constexpr uint32_t kMaxUpwardMessageSizeBound = 128 * 1024;
inline constexpr uint32_t kMaxHorizontalMessageNum = 16 * 1024;
inline constexpr uint32_t kMaxUpwardMessageNum = 16 * 1024;
inline constexpr uint32_t kHrmpMaxOutboundChannelsBound = 128;
inline constexpr uint32_t kHrmpMaxInboundChannelsBound = 128;

/// How validators check candidates for approval.
struct ApprovalVotingParams {
    uint32_t max_approval_coalesce_count = 1;  ///< so many candidates one signature approves at most
    friend bool operator==(const ApprovalVotingParams&, const ApprovalVotingParams&) = default;
};

/// How cores are given to paras, and what one of the pool costs.
template <class BlockNumber>
struct SchedulerParams {
    using Params = List<Param<"BlockNumber", BlockNumber>>;

    BlockNumber group_rotation_frequency = 1;   ///< after how long groups of validators change cores
    BlockNumber paras_availability_period = 1;  ///< how long validators may take to say that they have a block
    std::optional<uint32_t> max_validators_per_core;
    uint32_t lookahead = 1;  ///< length of the claim queue, and how many blocks are allowed as relay parents
    uint32_t num_cores{};
    uint32_t max_availability_timeouts{};  ///< not used any more
    uint32_t on_demand_queue_max_size = 10'000;
    Perbill on_demand_target_queue_utilization = Perbill::from_percent(25);
    Perbill on_demand_fee_variability = Perbill::from_percent(3);
    Balance on_demand_base_fee = 10'000'000;
    BlockNumber ttl = 5;  ///< not used any more
    friend bool operator==(const SchedulerParams&, const SchedulerParams&) = default;
};

/// A bit for each feature of nodes that is switched on.
using NodeFeatures = polkadot_primitives::v5::Bits;
/// Receipts of version 2, and of version 3, are taken: the features that the relay chain's own code looks at.
inline constexpr size_t kCandidateReceiptV2 = 3, kCandidateReceiptV3 = 4;

inline constexpr uint32_t kPovSizeHardLimit = 16 * 1024 * 1024;
inline constexpr uint32_t kOnDemandMaxQueueMaxSize = 1'000'000'000;

/// Whether parameters of the machine are each in its limits, there once, and fit together.
inline bool is_consistent(const ExecutorParams& params) {
    using polkadot_primitives::v5::PvfExecTimeoutKind;
    using polkadot_primitives::v5::PvfPrepTimeoutKind;
    using Param = polkadot_primitives::v5::executor_params::ExecutorParam;
    constexpr uint64_t kMiB = 1024 * 1024;
    enum Kind : uint8_t { Memory, Logical, Native, PrecheckMemory, Precheck, Prepare, Backing, Approval, Bulk, Count };
    std::array<std::optional<uint64_t>, Count> seen;
    const auto note = [&](Kind kind, uint64_t value, uint64_t least = 0, uint64_t most = max_value<uint64_t>()) {
        if (seen[kind] || value < least || value > most) return false;
        seen[kind] = value;
        return true;
    };
    for (const Param& param : params._0) {
        const bool is_good = std::visit(
            [&]<class P>(const P& value) {
                if constexpr (std::is_same_v<P, Param::MaxMemoryPages>) return note(Memory, value._0, 1, 65'536);
                if constexpr (std::is_same_v<P, Param::StackLogicalMax>) return note(Logical, value._0, 1'024, 131'072);
                if constexpr (std::is_same_v<P, Param::StackNativeMax>) return note(Native, value._0);
                if constexpr (std::is_same_v<P, Param::PrecheckingMaxMemory>) {
                    return note(PrecheckMemory, value._0, 256 * kMiB, 16 * 1024 * kMiB);
                }
                if constexpr (std::is_same_v<P, Param::PvfPrepTimeout>) {
                    return note(value._0 == PvfPrepTimeoutKind::Precheck ? Precheck : Prepare, value._1);
                }
                if constexpr (std::is_same_v<P, Param::PvfExecTimeout>) {
                    return note(value._0 == PvfExecTimeoutKind::Backing ? Backing : Approval, value._1);
                }
                if constexpr (std::is_same_v<P, Param::WasmExtBulkMemory>) return note(Bulk, 1);
            },
            param.v);
        if (!is_good) return false;
    }
    const uint64_t logical = seen[Logical].value_or(65'536), native = seen[Native].value_or(256 * kMiB);
    return native >= 128 * logical && seen[Precheck].value_or(60'000) < seen[Prepare].value_or(360'000) &&
           seen[Backing].value_or(2'000) < seen[Approval].value_or(12'000);
}

/// Sizes are bytes; delays, periods and frequencies are blocks of the relay chain unless they say sessions. What paras
/// pay for cores and how these are given out stands together.
template <class BlockNumber>
struct HostConfiguration {
    using Params = List<Param<"BlockNumber", BlockNumber>>;

    uint32_t max_code_size = polkadot_primitives::v5::kMaxCodeSize;
    uint32_t max_head_data_size{};
    uint32_t max_upward_queue_count{};  ///< messages that wait in the queue of a parachain to the relay chain
    uint32_t max_upward_queue_size{};   ///< and their sizes together
    uint32_t max_upward_message_size{};
    uint32_t max_upward_message_num_per_candidate{};
    uint32_t hrmp_max_message_num_per_candidate{};  ///< to other parachains
    BlockNumber validation_upgrade_cooldown{};      ///< between two upgrades of a parachain
    BlockNumber validation_upgrade_delay = 2;       ///< from the announcement of an upgrade to its use
    AsyncBackingParams async_backing_params;        ///< for nodes and parachains alone

    uint32_t max_pov_size{};
    uint32_t max_downward_message_size{};
    uint32_t hrmp_max_parachain_outbound_channels{};
    Balance hrmp_sender_deposit{};
    Balance hrmp_recipient_deposit{};
    uint32_t hrmp_channel_max_capacity{};    ///< messages in a channel
    uint32_t hrmp_channel_max_total_size{};  ///< and their sizes together
    uint32_t hrmp_max_parachain_inbound_channels{};
    uint32_t hrmp_channel_max_message_size{};
    ExecutorParams executor_params;

    BlockNumber code_retention_period{};  ///< how long code that is not used any more is kept for disputes
    std::optional<uint32_t> max_validators;
    SessionIndex dispute_period = 6;  ///< sessions back in which a block may be disputed
    BlockNumber dispute_post_conclusion_acceptance_period = 100;
    uint32_t no_show_slots = 1;  ///< slots after which an approval that was promised counts as missing
    uint32_t n_delay_tranches = 1;
    uint32_t zeroth_delay_tranche_width{};
    uint32_t needed_approvals{};
    uint32_t relay_vrf_modulo_samples{};
    SessionIndex pvf_voting_ttl = 2;                   ///< sessions after which a vote on code without a result fails
    BlockNumber minimum_validation_upgrade_delay = 2;  ///< from the end of the vote on code to its use
    uint32_t minimum_backing_votes = 2;
    NodeFeatures node_features;
    ApprovalVotingParams approval_voting_params;
    SchedulerParams<BlockNumber> scheduler_params;

    bool has_feature(size_t feature) const { return feature < node_features.size() && node_features[feature]; }

    /// Whether each field has a value that the others, and the hard limits, allow.
    bool is_consistent() const {
        using namespace polkadot_primitives::v5;
        return scheduler_params.group_rotation_frequency > 0 && scheduler_params.paras_availability_period > 0 &&
               no_show_slots > 0 && max_code_size <= kMaxCodeSize && max_head_data_size <= kMaxHeadDataSize &&
               max_pov_size <= kPovSizeHardLimit &&
               minimum_validation_upgrade_delay > scheduler_params.paras_availability_period &&
               validation_upgrade_delay > 1 && max_upward_message_size <= kMaxUpwardMessageSizeBound &&
               hrmp_max_message_num_per_candidate <= kMaxHorizontalMessageNum &&
               max_upward_message_num_per_candidate <= kMaxUpwardMessageNum &&
               hrmp_max_parachain_outbound_channels <= kHrmpMaxOutboundChannelsBound &&
               hrmp_max_parachain_inbound_channels <= kHrmpMaxInboundChannelsBound && minimum_backing_votes > 0 &&
               configuration::is_consistent(executor_params) && scheduler_params.lookahead > 0 &&
               scheduler_params.on_demand_queue_max_size <= kOnDemandMaxQueueMaxSize && n_delay_tranches > 0;
    }

    friend bool operator==(const HostConfiguration&, const HostConfiguration&) = default;
};

using Host = HostConfiguration<BlockNumber>;

}  // namespace serinus::polkadot_runtime_parachains::configuration

// In JSON features are what serde makes of bitvec's BitVec<u8, Lsb0>; definitions in node_features.cpp.
namespace serinus::sdk::json {
class Reader;
class Writer;
}  // namespace serinus::sdk::json

namespace serinus::sdk::genesis {

template <class T>
bool read(json::Reader& in, T& value);
template <class T>
void write(json::Writer& out, const T& value);
template <>
bool read(json::Reader& in, polkadot_primitives::v5::Bits& value);
template <>
void write(json::Writer& out, const polkadot_primitives::v5::Bits& value);

}  // namespace serinus::sdk::genesis
