/// The configuration of parachains as versions 9 to 11 of the pallet's storage have it.
/// Source: polkadot_runtime_parachains::configuration::migration 8.0.1
#pragma once

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"

namespace serinus::polkadot_runtime_parachains::configuration::old {

/// No bytes.
struct Absent {};

/// Version 10 has features besides, version 11 parameters of approvals; there `on_demand_cores` is called
/// coretime_cores and counts all of them.
template <uint16_t kVersion>
struct Before12 {
    static_assert(9 <= kVersion && kVersion <= 11);

    uint32_t max_code_size{};
    uint32_t max_head_data_size{};
    uint32_t max_upward_queue_count{};
    uint32_t max_upward_queue_size{};
    uint32_t max_upward_message_size{};
    uint32_t max_upward_message_num_per_candidate{};
    uint32_t hrmp_max_message_num_per_candidate{};
    BlockNumber validation_upgrade_cooldown{};
    BlockNumber validation_upgrade_delay = 2;
    AsyncBackingParams async_backing_params;
    uint32_t max_pov_size{};
    uint32_t max_downward_message_size{};
    uint32_t hrmp_max_parachain_outbound_channels{};
    Balance hrmp_sender_deposit{};
    Balance hrmp_recipient_deposit{};
    uint32_t hrmp_channel_max_capacity{};
    uint32_t hrmp_channel_max_total_size{};
    uint32_t hrmp_max_parachain_inbound_channels{};
    uint32_t hrmp_channel_max_message_size{};
    ExecutorParams executor_params;
    BlockNumber code_retention_period{};
    uint32_t on_demand_cores{};
    uint32_t on_demand_retries{};
    uint32_t on_demand_queue_max_size = 10'000;
    Perbill on_demand_target_queue_utilization = Perbill::from_percent(25);
    Perbill on_demand_fee_variability = Perbill::from_percent(3);
    Balance on_demand_base_fee = 10'000'000;
    BlockNumber on_demand_ttl = 5;
    BlockNumber group_rotation_frequency = 1;
    BlockNumber paras_availability_period = 1;
    uint32_t scheduling_lookahead = 1;
    std::optional<uint32_t> max_validators_per_core;
    std::optional<uint32_t> max_validators;
    SessionIndex dispute_period = 6;
    BlockNumber dispute_post_conclusion_acceptance_period = 100;
    uint32_t no_show_slots = 1;
    uint32_t n_delay_tranches{};
    uint32_t zeroth_delay_tranche_width{};
    uint32_t needed_approvals{};
    uint32_t relay_vrf_modulo_samples{};
    SessionIndex pvf_voting_ttl = 2;
    BlockNumber minimum_validation_upgrade_delay = 2;
    uint32_t minimum_backing_votes = 2;
    std::conditional_t<(kVersion > 9), NodeFeatures, Absent> node_features{};
    std::conditional_t<(kVersion > 10), ApprovalVotingParams, Absent> approval_voting_params{};
};

}  // namespace serinus::polkadot_runtime_parachains::configuration::old
