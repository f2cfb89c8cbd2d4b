/// Configuration of parachains. A change comes into force two sessions after the one in which it was made, so that
/// everybody knows a session's parameters one session ahead; changes of one session are one change.
/// Invariant (checked by try_state()): changes wait for different sessions, in ascending order.
///
/// What concerns cores stands together in SchedulerParams, which a call sets at once; older
/// calls set single fields of it.
///
/// Source: polkadot_runtime_parachains::configuration 1.0.0 (polkadot-sdk v1.1.0). Observed:
/// polkadot-runtime-parachains 21.0.1
#pragma once

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/pallets/parachains/configuration/weights.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {

struct GenesisConfig {
    Host config;
};

/// The configurations before and after a change of sessions; the second only if it is another.
struct SessionChangeOutcome {
    Host prev_config;
    std::optional<Host> new_config;
};

/// `T`: Shared (`scheduled_session()`), kDbWeight, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    typename T::Shared;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using Host = configuration::Host;

    struct Storage {
        /// In force in this session.
        Value<Host, OrDefault> ActiveConfig;
        /// Changes with the sessions in which they come into force: the next one, and the one after.
        Value<std::vector<std::pair<SessionIndex, Host>>, OrDefault> PendingConfigs;
        /// Whether configurations may contradict themselves.
        Value<bool, OrDefault> BypassConsistencyCheck;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 12;

    enum class Error : uint8_t {
        /// The configuration would contradict itself.
        InvalidNewValue,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    // Of all calls but two: Origin: root. Errors: InvalidNewValue.

    /// Sets `validation_upgrade_cooldown`.
    struct set_validation_upgrade_cooldown {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber new_{};
        Weight weight() const { return T::kWeights.set_config_with_block_number(); }
        DispatchResult operator()(Root) const { return schedule(&Host::validation_upgrade_cooldown, new_); }
    };
    /// Sets `validation_upgrade_delay`.
    struct set_validation_upgrade_delay {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber new_{};
        Weight weight() const { return T::kWeights.set_config_with_block_number(); }
        DispatchResult operator()(Root) const { return schedule(&Host::validation_upgrade_delay, new_); }
    };
    /// Sets `code_retention_period`.
    struct set_code_retention_period {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber new_{};
        Weight weight() const { return T::kWeights.set_config_with_block_number(); }
        DispatchResult operator()(Root) const { return schedule(&Host::code_retention_period, new_); }
    };
    /// Sets `max_code_size`.
    struct set_max_code_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_code_size, new_); }
    };
    /// Sets `max_pov_size`.
    struct set_max_pov_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_pov_size, new_); }
    };
    /// Sets `max_head_data_size`.
    struct set_max_head_data_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_head_data_size, new_); }
    };
    /// Sets `group_rotation_frequency`.
    struct set_group_rotation_frequency {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber new_{};
        Weight weight() const { return T::kWeights.set_config_with_block_number(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::group_rotation_frequency, new_);
        }
    };
    /// Sets `paras_availability_period`.
    struct set_paras_availability_period {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber new_{};
        Weight weight() const { return T::kWeights.set_config_with_block_number(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::paras_availability_period, new_);
        }
    };
    /// Sets `scheduling_lookahead`.
    struct set_scheduling_lookahead {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::lookahead, new_);
        }
    };
    /// Sets `max_validators_per_core`.
    struct set_max_validators_per_core {
        static constexpr auto kClass = DispatchClass::Operational;
        std::optional<uint32_t> new_;
        Weight weight() const { return T::kWeights.set_config_with_option_u32(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::max_validators_per_core, new_);
        }
    };
    /// Sets `max_validators`.
    struct set_max_validators {
        static constexpr auto kClass = DispatchClass::Operational;
        std::optional<uint32_t> new_;
        Weight weight() const { return T::kWeights.set_config_with_option_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_validators, new_); }
    };
    /// Sets `dispute_period`.
    struct set_dispute_period {
        static constexpr auto kClass = DispatchClass::Operational;
        SessionIndex new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::dispute_period, new_); }
    };
    /// Sets `dispute_post_conclusion_acceptance_period`.
    struct set_dispute_post_conclusion_acceptance_period {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber new_{};
        Weight weight() const { return T::kWeights.set_config_with_block_number(); }
        DispatchResult operator()(Root) const {
            return schedule(&Host::dispute_post_conclusion_acceptance_period, new_);
        }
    };
    /// Sets `no_show_slots`.
    struct set_no_show_slots {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::no_show_slots, new_); }
    };
    /// Sets `n_delay_tranches`.
    struct set_n_delay_tranches {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::n_delay_tranches, new_); }
    };
    /// Sets `zeroth_delay_tranche_width`.
    struct set_zeroth_delay_tranche_width {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::zeroth_delay_tranche_width, new_); }
    };
    /// Sets `needed_approvals`.
    struct set_needed_approvals {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::needed_approvals, new_); }
    };
    /// Sets `relay_vrf_modulo_samples`.
    struct set_relay_vrf_modulo_samples {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::relay_vrf_modulo_samples, new_); }
    };
    /// Sets `max_upward_queue_count`.
    struct set_max_upward_queue_count {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_upward_queue_count, new_); }
    };
    /// Sets `max_upward_queue_size`. Errors: InvalidNewValue above kMaxUpwardMessageSizeBound too, even if consistency
    /// is not checked.
    struct set_max_upward_queue_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const;
    };
    /// Sets `max_downward_message_size`.
    struct set_max_downward_message_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_downward_message_size, new_); }
    };
    /// Sets `max_upward_message_size`.
    struct set_max_upward_message_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_upward_message_size, new_); }
    };
    /// Sets `max_upward_message_num_per_candidate`.
    struct set_max_upward_message_num_per_candidate {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::max_upward_message_num_per_candidate, new_); }
    };
    /// Has no effect any more, and says so. Errors: Other.
    struct set_hrmp_open_request_ttl {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_hrmp_open_request_ttl(); }
        DispatchResult operator()(const RuntimeOrigin&) const { return Err(DispatchError(DispatchError::Other{})); }
    };
    /// Sets `hrmp_sender_deposit`.
    struct set_hrmp_sender_deposit {
        static constexpr auto kClass = DispatchClass::Operational;
        Balance new_{};
        Weight weight() const { return T::kWeights.set_config_with_balance(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_sender_deposit, new_); }
    };
    /// Sets `hrmp_recipient_deposit`.
    struct set_hrmp_recipient_deposit {
        static constexpr auto kClass = DispatchClass::Operational;
        Balance new_{};
        Weight weight() const { return T::kWeights.set_config_with_balance(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_recipient_deposit, new_); }
    };
    /// Sets `hrmp_channel_max_capacity`.
    struct set_hrmp_channel_max_capacity {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_channel_max_capacity, new_); }
    };
    /// Sets `hrmp_channel_max_total_size`.
    struct set_hrmp_channel_max_total_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_channel_max_total_size, new_); }
    };
    /// Sets `hrmp_max_parachain_inbound_channels`.
    struct set_hrmp_max_parachain_inbound_channels {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_max_parachain_inbound_channels, new_); }
    };
    /// Sets `hrmp_channel_max_message_size`.
    struct set_hrmp_channel_max_message_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_channel_max_message_size, new_); }
    };
    /// Sets `hrmp_max_parachain_outbound_channels`.
    struct set_hrmp_max_parachain_outbound_channels {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_max_parachain_outbound_channels, new_); }
    };
    /// Sets `hrmp_max_message_num_per_candidate`.
    struct set_hrmp_max_message_num_per_candidate {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::hrmp_max_message_num_per_candidate, new_); }
    };
    /// Sets `pvf_voting_ttl`.
    struct set_pvf_voting_ttl {
        static constexpr auto kClass = DispatchClass::Operational;
        SessionIndex new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::pvf_voting_ttl, new_); }
    };
    /// Sets `minimum_validation_upgrade_delay`.
    struct set_minimum_validation_upgrade_delay {
        static constexpr auto kClass = DispatchClass::Operational;
        BlockNumber new_{};
        Weight weight() const { return T::kWeights.set_config_with_block_number(); }
        DispatchResult operator()(Root) const { return schedule(&Host::minimum_validation_upgrade_delay, new_); }
    };
    /// Whether later changes may contradict each other: the last resort. Origin: root.
    struct set_bypass_consistency_check {
        static constexpr auto kClass = DispatchClass::Operational;
        bool new_{};
        Weight weight() const { return T::kDbWeight.writes(1); }
        DispatchResult operator()(Root) const;
    };
    /// Sets `async_backing_params`.
    struct set_async_backing_params {
        static constexpr auto kClass = DispatchClass::Operational;
        AsyncBackingParams new_;
        Weight weight() const { return T::kWeights.set_config_with_option_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::async_backing_params, new_); }
    };
    /// Sets `executor_params`.
    struct set_executor_params {
        static constexpr auto kClass = DispatchClass::Operational;
        ExecutorParams new_;
        Weight weight() const { return T::kWeights.set_config_with_executor_params(); }
        DispatchResult operator()(Root) const { return schedule(&Host::executor_params, new_); }
    };
    /// Sets `on_demand_base_fee`.
    struct set_on_demand_base_fee {
        static constexpr auto kClass = DispatchClass::Operational;
        Balance new_{};
        Weight weight() const { return T::kWeights.set_config_with_balance(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::on_demand_base_fee, new_);
        }
    };
    /// Sets `on_demand_fee_variability`.
    struct set_on_demand_fee_variability {
        static constexpr auto kClass = DispatchClass::Operational;
        Perbill new_;
        Weight weight() const { return T::kWeights.set_config_with_perbill(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::on_demand_fee_variability, new_);
        }
    };
    /// Sets `on_demand_queue_max_size`.
    struct set_on_demand_queue_max_size {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_option_u32(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::on_demand_queue_max_size, new_);
        }
    };
    /// Sets `on_demand_target_queue_utilization`.
    struct set_on_demand_target_queue_utilization {
        static constexpr auto kClass = DispatchClass::Operational;
        Perbill new_;
        Weight weight() const { return T::kWeights.set_config_with_perbill(); }
        DispatchResult operator()(Root) const {
            return schedule_of_cores(&SchedulerParams<BlockNumber>::on_demand_target_queue_utilization, new_);
        }
    };
    /// Sets `minimum_backing_votes`.
    struct set_minimum_backing_votes {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return schedule(&Host::minimum_backing_votes, new_); }
    };
    /// Sets how many cores there are.
    struct set_coretime_cores {
        static constexpr auto kClass = DispatchClass::Operational;
        uint32_t new_{};
        Weight weight() const { return T::kWeights.set_config_with_u32(); }
        DispatchResult operator()(Root) const { return set_coretime_cores_unchecked(new_); }
    };
    /// Switches a feature of nodes on or off.
    struct set_node_feature {
        static constexpr auto kClass = DispatchClass::Operational;
        uint8_t index{};
        bool value{};
        Weight weight() const { return T::kWeights.set_node_feature(); }
        DispatchResult operator()(Root) const;
    };
    /// Sets `approval_voting_params`.
    struct set_approval_voting_params {
        static constexpr auto kClass = DispatchClass::Operational;
        ApprovalVotingParams new_;
        Weight weight() const { return T::kWeights.set_config_with_executor_params(); }
        DispatchResult operator()(Root) const { return schedule(&Host::approval_voting_params, new_); }
    };
    /// Sets `scheduler_params`.
    struct set_scheduler_params {
        static constexpr auto kClass = DispatchClass::Operational;
        SchedulerParams<BlockNumber> new_;
        Weight weight() const { return T::kWeights.set_config_with_scheduler_params(); }
        DispatchResult operator()(Root) const { return schedule(&Host::scheduler_params, new_); }
    };

    using Calls = List<
        At<0, set_validation_upgrade_cooldown>, At<1, set_validation_upgrade_delay>, At<2, set_code_retention_period>,
        At<3, set_max_code_size>, At<4, set_max_pov_size>, At<5, set_max_head_data_size>, At<6, set_coretime_cores>,
        At<8, set_group_rotation_frequency>, At<9, set_paras_availability_period>, At<11, set_scheduling_lookahead>,
        At<12, set_max_validators_per_core>, At<13, set_max_validators>, At<14, set_dispute_period>,
        At<15, set_dispute_post_conclusion_acceptance_period>, At<18, set_no_show_slots>, At<19, set_n_delay_tranches>,
        At<20, set_zeroth_delay_tranche_width>, At<21, set_needed_approvals>, At<22, set_relay_vrf_modulo_samples>,
        At<23, set_max_upward_queue_count>, At<24, set_max_upward_queue_size>, At<25, set_max_downward_message_size>,
        At<27, set_max_upward_message_size>, At<28, set_max_upward_message_num_per_candidate>,
        At<29, set_hrmp_open_request_ttl>, At<30, set_hrmp_sender_deposit>, At<31, set_hrmp_recipient_deposit>,
        At<32, set_hrmp_channel_max_capacity>, At<33, set_hrmp_channel_max_total_size>,
        At<34, set_hrmp_max_parachain_inbound_channels>, At<36, set_hrmp_channel_max_message_size>,
        At<37, set_hrmp_max_parachain_outbound_channels>, At<39, set_hrmp_max_message_num_per_candidate>,
        At<42, set_pvf_voting_ttl>, At<43, set_minimum_validation_upgrade_delay>, At<44, set_bypass_consistency_check>,
        At<45, set_async_backing_params>, At<46, set_executor_params>, At<47, set_on_demand_base_fee>,
        At<48, set_on_demand_fee_variability>, At<49, set_on_demand_queue_max_size>,
        At<50, set_on_demand_target_queue_utilization>, At<52, set_minimum_backing_votes>, At<53, set_node_feature>,
        At<54, set_approval_voting_params>, At<55, set_scheduler_params>>;

    static void build(const GenesisConfig& config);
    static void integrity_test();
    static TryStateResult try_state();

    static Host config() { return storage.ActiveConfig.get(); }
    /// Lets what waits for this session come into force.
    static SessionChangeOutcome initializer_on_new_session(SessionIndex session);

    /// Plans another number of cores. Who calls it has checked who wants it.
    static DispatchResult set_coretime_cores_unchecked(uint32_t cores) {
        return schedule_of_cores(&SchedulerParams<BlockNumber>::num_cores, cores);
    }
    /// At once, without a check: when a chain begins, and for root.
    static void force_set_active_config(const Host& config) { storage.ActiveConfig.put(config); }

  private:
    template <class V>
    static DispatchResult schedule(V Host::* field, const V& value) {
        Host next = latest();
        const bool was_consistent = next.is_consistent();
        next.*field = value;
        return schedule(std::move(next), was_consistent);
    }
    template <class V>
    static DispatchResult schedule_of_cores(V SchedulerParams<BlockNumber>::* field, const V& value) {
        auto params = latest().scheduler_params;
        params.*field = value;
        return schedule(&Host::scheduler_params, params);
    }
    /// What the next change builds on: the change that was made last, or what is in force.
    static Host latest();
    static DispatchResult schedule(Host next, bool was_consistent);
};

}  // namespace serinus::polkadot_runtime_parachains::configuration
