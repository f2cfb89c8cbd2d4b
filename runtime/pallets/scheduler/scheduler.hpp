/// Scheduler: makes calls at blocks to come, once or periodically, with the origin that planned them.
///
/// The agenda of a block is worked off when the block begins, by priority, as far as weight allows; what does not fit
/// waits for the next block. A call longer than 128 bytes stands in the preimages.
/// A task that fails can be tried again.
/// Invariant (checked by try_state()): a name in Lookup points to a task of that name.
/// Pallet: scheduler. Observed: pallet-scheduler 43
#pragma once

#include "runtime/pallets/scheduler/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/preimages.hpp"
#include "runtime/sdk/traits/schedule.hpp"

namespace serinus::pallet_scheduler {

/// A planned call.
template <class Name, class Call, class BlockNumber, class PalletsOrigin, class AccountId>
struct Scheduled {
    using Params = sdk::List<sdk::Param<"Name", Name>, sdk::Param<"Call", Call>, sdk::Param<"BlockNumber", BlockNumber>,
                             sdk::Param<"PalletsOrigin", PalletsOrigin>, sdk::Param<"AccountId", AccountId>>;

    std::optional<Name> maybe_id;
    sdk::Priority priority{};
    Call call;
    std::optional<std::tuple<BlockNumber, uint32_t>> maybe_periodic;  ///< how often after this time
    PalletsOrigin origin;
};

/// How often a task is tried again that failed.
template <class Period>
struct RetryConfig {
    using Params = sdk::List<sdk::Param<"Period", Period>>;

    uint8_t total_retries{};
    uint8_t remaining{};
    Period period{};  ///< how many blocks later
    friend bool operator==(const RetryConfig&, const RetryConfig&) = default;
};

struct Constants {
    /// The most weight that scheduled calls may take of a block.
    sdk::Weight MaximumWeight;
    /// The most calls that can be planned for one block.
    uint32_t MaxScheduledPerBlock;
};

using namespace sdk;

using Task = Scheduled<TaskName, Bounded<RuntimeCall>, BlockNumber, OriginCaller, AccountId>;

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::OriginPrivilegeCmp;
    typename T::Preimages;
    typename T::ScheduleOrigin;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(Preimages<typename T::Preimages> && PrivilegeCmp<typename T::OriginPrivilegeCmp>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    /// The metadata names the hash function of a call.
    using ShownTask = Scheduled<TaskName, Bounded<RuntimeCall, sp_runtime::traits::BlakeTwo256>, BlockNumber,
                                OriginCaller, AccountId>;
    using Tasks = ShownAs<BoundedVec<std::optional<Task>, T::kConstants.MaxScheduledPerBlock>,
                          BoundedVec<std::optional<ShownTask>, T::kConstants.MaxScheduledPerBlock>>;

    struct Storage {
        /// The first block whose agenda is not done; absent if all are up to date.
        Value<BlockNumber> IncompleteSince;
        /// The tasks of each block. A gap is a task that was cancelled.
        Map<Twox64Concat<BlockNumber>, Tasks, OrDefault> Agenda;
        /// The tasks that are tried again if they fail.
        Map<Blake2_128Concat<TaskAddress>, RetryConfig<BlockNumber>> Retries;
        /// Where the task of a name stands.
        Map<Twox64Concat<TaskName>, TaskAddress> Lookup;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 4;

    struct Event {
        /// A task was planned.
        struct Scheduled {
            BlockNumber when;
            uint32_t index;
        };
        /// A task was removed.
        struct Canceled {
            BlockNumber when;
            uint32_t index;
        };
        /// A task was carried out, with this result.
        struct Dispatched {
            TaskAddress task;
            std::optional<TaskName> id;
            DispatchResult result;
        };
        /// A task will be tried again if it fails.
        struct RetrySet {
            TaskAddress task;
            std::optional<TaskName> id;
            BlockNumber period;
            uint8_t retries;
        };
        /// A task will not be tried again.
        struct RetryCancelled {
            TaskAddress task;
            std::optional<TaskName> id;
        };
        /// A task that failed found no place to be tried again.
        struct RetryFailed {
            TaskAddress task;
            std::optional<TaskName> id;
        };
        /// Not all agendas could be done: this is the first that is not.
        struct AgendaIncomplete {
            BlockNumber when;
        };
        /// The call of a task could not be found; the task is given up.
        struct CallUnavailable {
            TaskAddress task;
            std::optional<TaskName> id;
        };
        /// A periodic task found no place in its next agenda; it ends here.
        struct PeriodicFailed {
            TaskAddress task;
            std::optional<TaskName> id;
        };
        /// A task weighs more than a whole block allows, so it can never be carried out.
        struct PermanentlyOverweight {
            TaskAddress task;
            std::optional<TaskName> id;
        };
        using list = List<Scheduled, Canceled, Dispatched, RetrySet, RetryCancelled, CallUnavailable, PeriodicFailed,
                          RetryFailed, PermanentlyOverweight, AgendaIncomplete>;
    };

    enum class Error : uint8_t {
        /// There is a task of this name already.
        FailedToSchedule,
        /// There is no such task.
        NotFound,
        /// The block has been already.
        TargetBlockNumberInPast,
        /// The task stands at that block already.
        RescheduleNoChange,
        /// The task has a name and must be called by it.
        Named,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Plans a call for a block to come.
    ///
    /// Origin: ScheduleOrigin, kept for the call. Errors: TargetBlockNumberInPast; Exhausted if the agenda is full.
    struct schedule {
        BlockNumber when{};
        std::optional<Period> maybe_periodic;
        Priority priority{};
        RuntimeCall call;
        Weight weight() const { return T::kWeights.schedule(T::kConstants.MaxScheduledPerBlock); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// Removes a task by its address.
    ///
    /// Origin: ScheduleOrigin, not below the task's own. Errors: NotFound, BadOrigin.
    struct cancel {
        BlockNumber when{};
        uint32_t index{};
        Weight weight() const { return T::kWeights.cancel(T::kConstants.MaxScheduledPerBlock); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// Plans a call under a name.
    ///
    /// Origin: ScheduleOrigin. Errors: FailedToSchedule if the name is taken, and those of `schedule`.
    struct schedule_named {
        TaskName id{};
        BlockNumber when{};
        std::optional<Period> maybe_periodic;
        Priority priority{};
        RuntimeCall call;
        Weight weight() const { return T::kWeights.schedule_named(T::kConstants.MaxScheduledPerBlock); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// Removes a task by its name.
    ///
    /// Origin: ScheduleOrigin, not below the task's own. Errors: NotFound, BadOrigin.
    struct cancel_named {
        TaskName id{};
        Weight weight() const { return T::kWeights.cancel_named(T::kConstants.MaxScheduledPerBlock); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// Plans a call for so many blocks after the next one.
    struct schedule_after {
        BlockNumber after{};
        std::optional<Period> maybe_periodic;
        Priority priority{};
        RuntimeCall call;
        Weight weight() const { return T::kWeights.schedule(T::kConstants.MaxScheduledPerBlock); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// Plans a call under a name for so many blocks after the next one.
    struct schedule_named_after {
        TaskName id{};
        BlockNumber after{};
        std::optional<Period> maybe_periodic;
        Priority priority{};
        RuntimeCall call;
        Weight weight() const { return T::kWeights.schedule_named(T::kConstants.MaxScheduledPerBlock); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };

    /// Has a task tried again if it fails: after so many blocks, so many times or until it succeeds.
    ///
    /// Origin: ScheduleOrigin, not below the task's own. Errors: NotFound, BadOrigin.
    struct set_retry {
        TaskAddress task{};
        uint8_t retries{};
        BlockNumber period{};
        Weight weight() const { return T::kWeights.set_retry(); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// The same for a task with a name.
    struct set_retry_named {
        TaskName id{};
        uint8_t retries{};
        BlockNumber period{};
        Weight weight() const { return T::kWeights.set_retry_named(); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// Has a task tried once. Its retries that are planned already stay planned.
    ///
    /// Origin: ScheduleOrigin, not below the task's own. Errors: NotFound, BadOrigin.
    struct cancel_retry {
        TaskAddress task{};
        Weight weight() const { return T::kWeights.cancel_retry(); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    /// The same for a task with a name.
    struct cancel_retry_named {
        TaskName id{};
        Weight weight() const { return T::kWeights.cancel_retry_named(); }
        DispatchResult operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const;
    };
    using Calls = List<At<0, schedule>, At<1, cancel>, At<2, schedule_named>, At<3, cancel_named>,
                       At<4, schedule_after>, At<5, schedule_named_after>, At<6, set_retry>, At<7, set_retry_named>,
                       At<8, cancel_retry>, At<9, cancel_retry_named>>;

    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    /// For other pallets: tasks without a name. They may remove any task; Unavailable says that there is none.
    struct Anonymous {
        static ResultOf<TaskAddress> schedule(DispatchTime when, std::optional<Period> periodic, Priority priority,
                                              const OriginCaller& origin, Bounded<RuntimeCall> call);
        static DispatchResult cancel(TaskAddress address);
        static ResultOf<TaskAddress> reschedule(TaskAddress address, DispatchTime when);
        static ResultOf<BlockNumber> next_dispatch_time(TaskAddress address);
    };
    /// The same for tasks with a name.
    struct Named {
        static ResultOf<TaskAddress> schedule_named(const TaskName& id, DispatchTime when,
                                                    std::optional<Period> periodic, Priority priority,
                                                    const OriginCaller& origin, Bounded<RuntimeCall> call);
        static DispatchResult cancel_named(const TaskName& id);
        static ResultOf<TaskAddress> reschedule_named(const TaskName& id, DispatchTime when);
        static ResultOf<BlockNumber> next_dispatch_time(const TaskName& id);
    };
    /// The name of a task for a name of any length.
    static TaskName task_name(BytesView name) { return host::blake2_256(name).bytes; }

  private:
    enum class Outcome : uint8_t { kDone, kDropped, kPostponed };

    static ResultOf<BlockNumber> resolve_time(DispatchTime when);
    static std::optional<TaskAddress> place_task(BlockNumber when, const Task& task);
    static void cleanup_agenda(BlockNumber when);
    static DispatchResult ensure_privilege(const OriginCaller* by, const Task& task);

    static ResultOf<TaskAddress> do_schedule(std::optional<TaskName> id, DispatchTime when,
                                             std::optional<Period> periodic, Priority priority,
                                             const OriginCaller& origin, Bounded<RuntimeCall> call);
    static DispatchResult do_cancel(const OriginCaller* by, TaskAddress address);
    static DispatchResult do_cancel_named(const OriginCaller* by, const TaskName& id);
    static ResultOf<TaskAddress> do_reschedule(TaskAddress address, DispatchTime when, bool named);
    static ResultOf<TaskAddress> do_reschedule_named(const TaskName& id, DispatchTime when);
    static DispatchError for_pallets(DispatchError error);

    static Weight service_task_weight(std::optional<uint32_t> lookup_len, const Task& task);
    static void service_agendas(WeightMeter& weight, BlockNumber now);
    static bool service_agenda(WeightMeter& weight, bool& is_first, BlockNumber now, BlockNumber when);
    static Outcome service_task(WeightMeter& weight, BlockNumber now, TaskAddress address, bool is_first, Task& task);
    /// The task stands at that place, and the origin may change it. Errors: NotFound, BadOrigin
    static DispatchResult ensure_may_change(const OriginCaller& by, TaskAddress address);
    static void schedule_retry(WeightMeter& weight, BlockNumber now, TaskAddress address, const Task& task,
                               RetryConfig<BlockNumber> retry);
    static std::optional<DispatchResult> execute_dispatch(WeightMeter& weight, const OriginCaller& origin,
                                                          const RuntimeCall& call);
};

}  // namespace serinus::pallet_scheduler
