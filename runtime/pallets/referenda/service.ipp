/// The life of a referendum: what is to be done with it at a time, and when it must be looked at again.
/// Pallet: referenda
#pragma once

#include "runtime/pallets/referenda/referenda.hpp"
#include "runtime/sdk/sorted.hpp"

namespace serinus::pallet_referenda {

inline constexpr Priority kAlarmPriority = 128;

/// Where a referendum with so many ayes belongs in a queue. Among others with as many it is the place that Rust's
/// binary search finds from 1.82 on. Observed: Kusama 1.7.1
template <class Queue, class Votes>
size_t place_by_ayes(const Queue& queue, const Votes& ayes) {
    const auto votes = [](const auto& entry) -> const Votes& { return std::get<1>(entry); };
    if (queue.empty()) return 0;
    size_t base = 0;
    for (size_t size = queue.size(); size > 1; size -= size / 2) {
        if (votes(queue[base + size / 2]) <= ayes) base += size / 2;
    }
    return votes(queue[base]) < ayes ? base + 1 : base;
}

template <class T>
auto Pallet<T>::track(TrackId id) -> const TrackInfo* {
    for (const auto& [of, info] : T::kConstants.Tracks) {
        if (of == id) return &info;
    }
    return nullptr;
}

/// Takes a referendum one step on. It is stored by the caller; the alarm is set here.
template <class T>
auto Pallet<T>::service(BlockNumber now, ReferendumIndex index, Status status) -> Serviced {
    const TrackInfo* const info = track(status.track);
    if (!info) return {{typename Info::Ongoing{std::move(status)}}, false, Branch::kFail};

    constexpr BlockNumber kNever = max_value<BlockNumber>();
    const BlockNumber timeout = saturating_add(status.submitted, T::kConstants.UndecidingTimeout);
    BlockNumber alarm = kNever;
    bool dirty = false;
    Branch branch;
    if (!status.deciding) {
        if (status.in_queue) {
            branch = requeue(index, status);
        } else if (!status.decision_deposit) {
            alarm = timeout;
            branch = Branch::kNoDeposit;
        } else if (const BlockNumber prepared = saturating_add(status.submitted, info->prepare_period);
                   now < prepared) {
            alarm = prepared;
            branch = Branch::kPreparing;
        } else {
            const auto begun = ready_for_deciding(now, *info, index, status);
            if (begun) alarm = begun->alarm;
            dirty = true;
            branch = begun ? begun->branch : Branch::kQueued;
        }
        if (!status.deciding && now >= timeout && !status.in_queue) {
            ensure_no_alarm(status);
            deposit_event(typename Event::TimedOut{index, status.tally});
            return {{typename Info::TimedOut{now, status.submission_deposit, status.decision_deposit}},
                    true,
                    Branch::kTimedOut};
        }
    } else {
        DecidingStatus& deciding = *status.deciding;
        if (is_passing(status.tally, saturating_sub(now, deciding.since), status.track, *info)) {
            if (deciding.confirming && now >= *deciding.confirming) {
                ensure_no_alarm(status);
                note_one_fewer_deciding(status.track);
                schedule_enactment(index, *info, status);
                deposit_event(typename Event::Confirmed{index, status.tally});
                return {{typename Info::Approved{now, status.submission_deposit, status.decision_deposit}},
                        true,
                        Branch::kApproved};
            }
            branch = Branch::kContinueConfirming;
            if (!deciding.confirming) {
                dirty = true;
                deciding.confirming = saturating_add(now, info->confirm_period);
                deposit_event(typename Event::ConfirmStarted{index});
                branch = Branch::kBeginConfirming;
            }
        } else {
            if (now >= saturating_add(deciding.since, info->decision_period)) {
                ensure_no_alarm(status);
                note_one_fewer_deciding(status.track);
                deposit_event(typename Event::Rejected{index, status.tally});
                return {{typename Info::Rejected{now, status.submission_deposit, status.decision_deposit}},
                        true,
                        Branch::kRejected};
            }
            branch = Branch::kContinueNotConfirming;
            if (deciding.confirming) {
                dirty = true;
                deciding.confirming = std::nullopt;
                deposit_event(typename Event::ConfirmAborted{index});
                branch = Branch::kEndConfirming;
            }
        }
        alarm = decision_time(deciding, status.tally, status.track, *info);
    }
    const bool moved = alarm < kNever ? ensure_alarm_at(status, index, alarm) : ensure_no_alarm(status);
    return {{typename Info::Ongoing{std::move(status)}}, moved || dirty, branch};
}

/// Puts a referendum that waits where its ayes belong.
template <class T>
auto Pallet<T>::requeue(ReferendumIndex index, const Status& status) -> Branch {
    const Votes ayes = status.tally.ayes_of(status.track);
    auto queue = storage.TrackQueue.get(status.track);
    const auto old = std::ranges::find(queue, index, [](const auto& entry) { return std::get<0>(entry); });
    const size_t position = place_by_ayes(queue, ayes);
    Branch branch = Branch::kNotQueued;
    if (old != queue.end()) {
        std::get<1>(*old) = ayes;
        slide(queue, static_cast<size_t>(old - queue.begin()), position);
        branch = Branch::kRequeuedSlide;
    } else if (position > 0) {
        queue.force_insert_keep_right(position, {index, ayes});
        branch = Branch::kRequeuedInsertion;
    }
    storage.TrackQueue.put(status.track, queue);
    return branch;
}

/// Begins the decision if there is room on the track; otherwise the referendum waits, and whoever makes room wakes it.
template <class T>
auto Pallet<T>::ready_for_deciding(BlockNumber now, const TrackInfo& track, ReferendumIndex index, Status& status)
    -> std::optional<Begun> {
    const uint32_t deciding = storage.DecidingCount.get(status.track);
    if (deciding < track.max_deciding) {
        storage.DecidingCount.put(status.track, deciding + 1);
        return begin_deciding(status, index, now, track);
    }
    status.in_queue = true;
    const Votes ayes = status.tally.ayes_of(status.track);
    storage.TrackQueue.mutate(
        status.track, [&](Queue& queue) { queue.force_insert_keep_right(place_by_ayes(queue, ayes), {index, ayes}); });
    return std::nullopt;
}

template <class T>
auto Pallet<T>::begin_deciding(Status& status, ReferendumIndex index, BlockNumber now, const TrackInfo& track)
    -> Begun {
    const bool passing = is_passing(status.tally, 0, status.track, track);
    status.in_queue = false;
    deposit_event(typename Event::DecisionStarted{index, status.track, status.proposal, status.tally});
    DecidingStatus deciding{now, std::nullopt};
    if (passing) {
        deposit_event(typename Event::ConfirmStarted{index});
        deciding.confirming = saturating_add(now, track.confirm_period);
    }
    status.deciding = deciding;
    const BlockNumber alarm =
        std::max(decision_time(deciding, status.tally, status.track, track), saturating_add(now, BlockNumber{1}));
    return {alarm, passing ? Branch::kBeginDecidingPassing : Branch::kBeginDecidingFailing};
}

/// When a referendum with that tally is approved, or passes because the curves have fallen so far, or is rejected.
template <class T>
BlockNumber Pallet<T>::decision_time(const DecidingStatus& deciding, const Tally& tally, TrackId id,
                                     const TrackInfo& track) {
    if (deciding.confirming) return *deciding.confirming;
    const Perbill until_approval = track.min_approval.delay(tally.approval_of(id));
    const Perbill until_support = track.min_support.delay(tally.support_of(id));
    return saturating_add(deciding.since, mul_ceil(std::max(until_approval, until_support), track.decision_period));
}

template <class T>
bool Pallet<T>::is_passing(const Tally& tally, BlockNumber elapsed, TrackId id, const TrackInfo& track) {
    const auto x = Perbill::from_rational(std::min(elapsed, track.decision_period), track.decision_period);
    return track.min_support.passing(x, tally.support_of(id)) && track.min_approval.passing(x, tally.approval_of(id));
}

/// Plans the proposal's call. It may fail, if its agenda is full: then nothing is enacted.
template <class T>
void Pallet<T>::schedule_enactment(ReferendumIndex index, const TrackInfo& track, const Status& status) {
    const BlockNumber now = T::System::block_number();
    const BlockNumber earliest = saturating_add(now, std::max(track.min_enactment_period, BlockNumber{1}));
    scale::Encoder name;
    name.append(as_bytes("assembly"));
    scale::encode_to(name, std::string_view("enactment"));
    scale::encode_to(name, index);
    static_cast<void>(
        T::Scheduler::Named::schedule_named(T::Scheduler::task_name(std::move(name).finish()),
                                            {DispatchTime::At{std::max(status.enactment.evaluate(now), earliest)}},
                                            std::nullopt, kHardDeadline, status.origin, status.proposal));
}

/// Plans a call of this pallet. nullopt if the agenda is full.
template <class T>
std::optional<std::tuple<BlockNumber, TaskAddress>> Pallet<T>::set_alarm(const RuntimeCall& call, BlockNumber when) {
    constexpr BlockNumber kInterval = std::max(T::kConstants.AlarmInterval, BlockNumber{1});
    when = saturating_mul(saturating_add(when, kInterval - 1) / kInterval, kInterval);
    auto bounded = T::Preimages::bound(call);
    if (!bounded) return std::nullopt;
    const auto address = T::Scheduler::Anonymous::schedule({DispatchTime::At{when}}, std::nullopt, kAlarmPriority,
                                                           RuntimeOrigin::root().caller(), *std::move(bounded));
    if (!address) return std::nullopt;
    return std::tuple(when, *address);
}

/// Whether that changed anything.
template <class T>
bool Pallet<T>::ensure_alarm_at(Status& status, ReferendumIndex index, BlockNumber alarm) {
    if (status.alarm && std::get<0>(*status.alarm) == alarm) return false;
    ensure_no_alarm(status);
    status.alarm = set_alarm(nudge_referendum{index}, alarm);
    return true;
}

template <class T>
bool Pallet<T>::ensure_no_alarm(Status& status) {
    if (!status.alarm) return false;
    static_cast<void>(T::Scheduler::Anonymous::cancel(std::get<1>(*status.alarm)));
    status.alarm = std::nullopt;
    return true;
}

/// In the next block somebody else gets the place.
template <class T>
void Pallet<T>::note_one_fewer_deciding(TrackId track) {
    set_alarm(one_fewer_deciding{track}, T::System::block_number() + 1);
}

template <class T>
Weight Pallet<T>::weight_of_nudge(Branch branch) {
    constexpr auto& kW = T::kWeights;
    switch (branch) {
        case Branch::kNoDeposit:
            return kW.nudge_referendum_no_deposit();
        case Branch::kPreparing:
            return kW.nudge_referendum_preparing();
        case Branch::kQueued:
            return kW.nudge_referendum_queued();
        case Branch::kNotQueued:
            return kW.nudge_referendum_not_queued();
        case Branch::kRequeuedInsertion:
            return kW.nudge_referendum_requeued_insertion();
        case Branch::kRequeuedSlide:
            return kW.nudge_referendum_requeued_slide();
        case Branch::kBeginDecidingPassing:
            return kW.nudge_referendum_begin_deciding_passing();
        case Branch::kBeginDecidingFailing:
            return kW.nudge_referendum_begin_deciding_failing();
        case Branch::kBeginConfirming:
            return kW.nudge_referendum_begin_confirming();
        case Branch::kContinueConfirming:
            return kW.nudge_referendum_continue_confirming();
        case Branch::kEndConfirming:
            return kW.nudge_referendum_end_confirming();
        case Branch::kContinueNotConfirming:
            return kW.nudge_referendum_continue_not_confirming();
        case Branch::kApproved:
            return kW.nudge_referendum_approved();
        case Branch::kRejected:
            return kW.nudge_referendum_rejected();
        case Branch::kTimedOut:
        case Branch::kFail:
            return kW.nudge_referendum_timed_out();
    }
    SERINUS_ASSERT(false);
}

template <class T>
Weight Pallet<T>::max_weight_of_nudge() {
    Weight most;
    for (uint8_t branch = 0; branch <= static_cast<uint8_t>(Branch::kTimedOut); ++branch) {
        most = most.max(weight_of_nudge(static_cast<Branch>(branch)));
    }
    return most;
}

/// nullopt, which stands for what was declared, where placing a deposit cannot lead.
template <class T>
std::optional<Weight> Pallet<T>::weight_of_deposit(Branch branch) {
    constexpr auto& kW = T::kWeights;
    switch (branch) {
        case Branch::kPreparing:
            return kW.place_decision_deposit_preparing();
        case Branch::kQueued:
            return kW.place_decision_deposit_queued();
        case Branch::kNotQueued:
            return kW.place_decision_deposit_not_queued();
        case Branch::kBeginDecidingPassing:
            return kW.place_decision_deposit_passing();
        case Branch::kBeginDecidingFailing:
            return kW.place_decision_deposit_failing();
        default:
            return std::nullopt;
    }
}

template <class T>
Weight Pallet<T>::max_weight_of_deposit() {
    Weight most;
    for (uint8_t branch = 0; branch <= static_cast<uint8_t>(Branch::kTimedOut); ++branch) {
        most = most.max(weight_of_deposit(static_cast<Branch>(branch)).value_or(Weight::zero()));
    }
    return most;
}

/// `begun`: how the decision on the next one has begun; nullopt if none waited.
template <class T>
Weight Pallet<T>::weight_of_one_fewer(std::optional<Branch> begun) {
    constexpr auto& kW = T::kWeights;
    if (!begun) return kW.one_fewer_deciding_queue_empty();
    return *begun == Branch::kBeginDecidingPassing ? kW.one_fewer_deciding_passing() : kW.one_fewer_deciding_failing();
}

template <class T>
Weight Pallet<T>::max_weight_of_one_fewer() {
    return weight_of_one_fewer(std::nullopt)
        .max(weight_of_one_fewer(Branch::kBeginDecidingPassing))
        .max(weight_of_one_fewer(Branch::kBeginDecidingFailing));
}

}  // namespace serinus::pallet_referenda
