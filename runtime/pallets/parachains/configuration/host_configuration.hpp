/// All parameters of parachains. Parachains read the first ten fields by proofs of storage, so their places are fixed.
/// Source: polkadot_runtime_parachains::configuration 1.0.0 (polkadot-sdk v1.1.0)
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

/// Sizes are bytes; delays, periods and frequencies are blocks of the relay chain unless they say sessions.
template <class BlockNumber>
struct HostConfiguration {
    using Params = List<Param<"BlockNumber", BlockNumber>>;

    uint32_t max_code_size{};
    uint32_t max_head_data_size{};
    uint32_t max_upward_queue_count{};  ///< messages that wait in the queue of a parachain to the relay chain
    uint32_t max_upward_queue_size{};   ///< and their sizes together
    uint32_t max_upward_message_size{};
    uint32_t max_upward_message_num_per_candidate{};
    uint32_t hrmp_max_message_num_per_candidate{};  ///< to other parachains
    BlockNumber validation_upgrade_cooldown{};      ///< between two upgrades of a parachain
    BlockNumber validation_upgrade_delay = 2;       ///< from the announcement of an upgrade to its use
    AsyncBackingParams async_backing_params;

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
    uint32_t on_demand_cores{};
    uint32_t on_demand_retries{};
    uint32_t on_demand_queue_max_size = 10'000;
    Perbill on_demand_target_queue_utilization = Perbill::from_percent(25);
    Perbill on_demand_fee_variability = Perbill::from_percent(3);
    Balance on_demand_base_fee = 10'000'000;
    BlockNumber on_demand_ttl = 5;              ///< how long a claim waits for its core
    BlockNumber group_rotation_frequency = 1;   ///< after how long groups of validators change cores
    BlockNumber paras_availability_period = 1;  ///< how long validators may take to say that they have a block
    uint32_t scheduling_lookahead = 1;
    std::optional<uint32_t> max_validators_per_core;
    std::optional<uint32_t> max_validators;
    SessionIndex dispute_period = 6;  ///< sessions back in which a block may be disputed
    BlockNumber dispute_post_conclusion_acceptance_period = 100;
    uint32_t no_show_slots = 1;  ///< slots after which an approval that was promised counts as missing
    uint32_t n_delay_tranches{};
    uint32_t zeroth_delay_tranche_width{};
    uint32_t needed_approvals{};
    uint32_t relay_vrf_modulo_samples{};
    SessionIndex pvf_voting_ttl = 2;                   ///< sessions after which a vote on code without a result fails
    BlockNumber minimum_validation_upgrade_delay = 2;  ///< from the end of the vote on code to its use
    uint32_t minimum_backing_votes = 2;

    /// Whether each field has a value that the others, and the hard limits, allow.
    bool is_consistent() const {
        using namespace polkadot_primitives::v5;
        return group_rotation_frequency > 0 && paras_availability_period > 0 && no_show_slots > 0 &&
               max_code_size <= kMaxCodeSize && max_head_data_size <= kMaxHeadDataSize && max_pov_size <= kMaxPovSize &&
               minimum_validation_upgrade_delay > paras_availability_period && validation_upgrade_delay > 1 &&
               max_upward_message_size <= kMaxUpwardMessageSizeBound &&
               hrmp_max_message_num_per_candidate <= kMaxHorizontalMessageNum &&
               max_upward_message_num_per_candidate <= kMaxUpwardMessageNum &&
               hrmp_max_parachain_outbound_channels <= kHrmpMaxOutboundChannelsBound &&
               hrmp_max_parachain_inbound_channels <= kHrmpMaxInboundChannelsBound && minimum_backing_votes > 0;
    }

    friend bool operator==(const HostConfiguration&, const HostConfiguration&) = default;
};

}  // namespace serinus::polkadot_runtime_parachains::configuration
