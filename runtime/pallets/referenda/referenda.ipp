/// The bodies of referenda.hpp: its calls and what other pallets use. The life of a referendum: service.ipp.
#pragma once

#include "runtime/pallets/referenda/referenda.hpp"
#include "runtime/pallets/referenda/service.ipp"

namespace serinus::pallet_referenda {

template <class T>
DispatchResult Pallet<T>::submit::operator()(const RuntimeOrigin& origin) const {
    const AccountId who = TRY(ensure_origin<typename T::SubmitOrigin>(origin, proposal_origin));
    if (const auto hash = proposal.lookup_hash()) {
        const auto length = T::Preimages::len(*hash);
        ENSURE(!length || length == proposal.lookup_len(), Error::PreimageStoredWithDifferentLength);
    }
    const auto track = T::track_for(proposal_origin);
    ENSURE(track, Error::NoTrack);
    const Deposit deposit = TRY(take_deposit(who, T::kConstants.SubmissionDeposit));

    const ReferendumIndex index = storage.ReferendumCount.get();
    storage.ReferendumCount.put(index + 1);
    const BlockNumber now = T::System::block_number();
    Status status{.track = *track,
                  .origin = proposal_origin,
                  .proposal = proposal,
                  .enactment = enactment_moment,
                  .submitted = now,
                  .submission_deposit = deposit,
                  .decision_deposit = {},
                  .deciding = {},
                  .tally = Tally::of_class(*track),
                  .in_queue = false,
                  .alarm = set_alarm(nudge_referendum{index}, saturating_add(now, T::kConstants.UndecidingTimeout))};
    storage.ReferendumInfoFor.put(index, {typename Info::Ongoing{std::move(status)}});
    deposit_event(typename Event::Submitted{index, *track, proposal});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::place_decision_deposit::operator()(Signed who) const {
    Status status = TRY(ensure_ongoing(index));
    ENSURE(!status.decision_deposit, Error::HasDeposit);
    const TrackInfo* const info = track(status.track);
    ENSURE(info, Error::NoTrack);
    status.decision_deposit = TRY(take_deposit(who, info->decision_deposit));

    const auto serviced = service(T::System::block_number(), index, std::move(status));
    storage.ReferendumInfoFor.put(index, serviced.info);
    deposit_event(typename Event::DecisionDepositPlaced{index, who, info->decision_deposit});
    return PostDispatchInfo{weight_of_deposit(serviced.branch)};
}

template <class T>
DispatchResult Pallet<T>::refund_decision_deposit::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_signed_or_root(origin));
    auto info = storage.ReferendumInfoFor.get(index);
    ENSURE(info, Error::BadReferendum);
    std::optional<Deposit> deposit;
    if (const auto* const ongoing = std::get_if<typename Info::Ongoing>(&info->v)) {
        ENSURE(!ongoing->_0.decision_deposit, Error::Unfinished);
    }
    std::visit(
        [&](auto& end) {
            if constexpr (requires { end._2; }) deposit = std::exchange(end._2, std::nullopt);
        },
        info->v);
    ENSURE(deposit, Error::NoDeposit);
    T::Currency::unreserve(deposit->who, deposit->amount);
    storage.ReferendumInfoFor.put(index, *info);
    deposit_event(typename Event::DecisionDepositRefunded{index, deposit->who, deposit->amount});
    return {};
}

template <class T>
DispatchResult Pallet<T>::refund_submission_deposit::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_signed_or_root(origin));
    auto info = storage.ReferendumInfoFor.get(index);
    ENSURE(info, Error::BadReferendum);
    std::optional<Deposit> deposit;
    if (auto* const approved = std::get_if<typename Info::Approved>(&info->v)) {
        deposit = std::exchange(approved->_1, std::nullopt);
    } else if (auto* const cancelled = std::get_if<typename Info::Cancelled>(&info->v)) {
        deposit = std::exchange(cancelled->_1, std::nullopt);
    } else {
        return DispatchError(Error::BadStatus);
    }
    ENSURE(deposit, Error::NoDeposit);
    T::Currency::unreserve(deposit->who, deposit->amount);
    storage.ReferendumInfoFor.put(index, *info);
    deposit_event(typename Event::SubmissionDepositRefunded{index, deposit->who, deposit->amount});
    return {};
}

template <class T>
DispatchResult Pallet<T>::cancel::operator()(Origin<typename T::CancelOrigin>) const {
    Status status = TRY(ensure_ongoing(index));
    ensure_no_alarm(status);
    note_one_fewer_deciding(status.track);
    deposit_event(typename Event::Cancelled{index, status.tally});
    storage.ReferendumInfoFor.put(index, {typename Info::Cancelled{T::System::block_number(), status.submission_deposit,
                                                                   status.decision_deposit}});
    return {};
}

template <class T>
DispatchResult Pallet<T>::kill::operator()(Origin<typename T::KillOrigin>) const {
    Status status = TRY(ensure_ongoing(index));
    ensure_no_alarm(status);
    note_one_fewer_deciding(status.track);
    deposit_event(typename Event::Killed{index, status.tally});
    slash_deposit(status.submission_deposit);
    if (status.decision_deposit) slash_deposit(*status.decision_deposit);
    clear_metadata(index);
    storage.ReferendumInfoFor.put(index, {typename Info::Killed{T::System::block_number()}});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::nudge_referendum::operator()(Root) const {
    Status status = TRY(ensure_ongoing(index));
    status.alarm = std::nullopt;  // it is this one
    const auto serviced = service(T::System::block_number(), index, std::move(status));
    if (serviced.dirty) storage.ReferendumInfoFor.put(index, serviced.info);
    return PostDispatchInfo{weight_of_nudge(serviced.branch)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::one_fewer_deciding::operator()(Root) const {
    const auto tracks = T::kConstants.Tracks;
    const auto at = std::ranges::find(tracks, track, [](const auto& one) { return std::get<0>(one); });
    ENSURE(at != tracks.end(), Error::BadTrack);

    auto queue = storage.TrackQueue.get(track);
    while (!queue.empty()) {
        const ReferendumIndex index = std::get<0>(queue.back());
        queue.pop_back();
        auto status = ensure_ongoing(index);
        if (!status) continue;  // it ended while it waited
        const Begun begun = begin_deciding(*status, index, T::System::block_number(), std::get<1>(*at));
        ensure_alarm_at(*status, index, begun.alarm);
        storage.ReferendumInfoFor.put(index, {typename Info::Ongoing{*std::move(status)}});
        storage.TrackQueue.put(track, queue);
        return PostDispatchInfo{weight_of_one_fewer(begun.branch)};
    }
    // What was passed over stays in the stored queue.
    storage.DecidingCount.put(track, saturating_sub(storage.DecidingCount.get(track), 1u));
    return PostDispatchInfo{weight_of_one_fewer(std::nullopt)};
}

template <class T>
DispatchResult Pallet<T>::set_metadata::operator()(Signed who) const {
    const auto status = ensure_ongoing(index);
    if (!maybe_hash) {
        ENSURE(!status || status->submission_deposit.who == who, Error::NoPermission);
        clear_metadata(index);
        return {};
    }
    if (!status) return status.error();
    ENSURE(status->submission_deposit.who == who, Error::NoPermission);
    ENSURE(T::Preimages::len(*maybe_hash), Error::PreimageNotExist);
    storage.MetadataOf.put(index, *maybe_hash);
    deposit_event(typename Event::MetadataSet{index, *maybe_hash});
    return {};
}

template <class T>
void Pallet<T>::clear_metadata(ReferendumIndex index) {
    if (const auto hash = storage.MetadataOf.take(index)) deposit_event(typename Event::MetadataCleared{index, *hash});
}

template <class T>
ResultOf<Deposit> Pallet<T>::take_deposit(const AccountId& who, Balance amount) {
    TRY(T::Currency::reserve(who, amount));
    return Deposit{who, amount};
}

template <class T>
void Pallet<T>::slash_deposit(const Deposit& deposit) {
    give_to(typename T::Slash{}, T::Currency::slash_reserved(deposit.who, deposit.amount).first);
    deposit_event(typename Event::DepositSlashed{deposit.who, deposit.amount});
}

template <class T>
auto Pallet<T>::ensure_ongoing(ReferendumIndex index) -> ResultOf<Status> {
    auto info = storage.ReferendumInfoFor.get(index);
    auto* const ongoing = info ? std::get_if<typename Info::Ongoing>(&info->v) : nullptr;
    ENSURE(ongoing, Error::NotOngoing);
    return std::move(ongoing->_0);
}

template <class T>
ResultOf<bool> Pallet<T>::is_referendum_passing(ReferendumIndex index) {
    ENSURE(storage.ReferendumInfoFor.exists(index), Error::BadReferendum);
    const Status status = TRY(ensure_ongoing(index));
    const TrackInfo* const info = track(status.track);
    ENSURE(info, Error::NoTrack);
    const BlockNumber elapsed =
        status.deciding ? saturating_sub(T::System::block_number(), status.deciding->since) : BlockNumber{0};
    return is_passing(status.tally, elapsed, status.track, *info);
}

template <class T>
std::vector<TrackId> Pallet<T>::classes() {
    std::vector<TrackId> out;
    for (const auto& [id, info] : T::kConstants.Tracks) out.push_back(id);
    return out;
}

template <class T>
auto Pallet<T>::as_ongoing(ReferendumIndex index) -> std::optional<std::pair<Tally, TrackId>> {
    const auto status = ensure_ongoing(index);
    return status ? std::optional(std::pair(status->tally, status->track)) : std::nullopt;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    ReferendumIndex count = 0;
    auto all = storage.ReferendumInfoFor.iter();
    while (const auto entry = all.next()) {
        ++count;
        const auto* const ongoing = std::get_if<typename Info::Ongoing>(&entry->second.v);
        if (!ongoing) continue;
        if (!track(ongoing->_0.track)) return std::string("an ongoing referendum has no track");
        const auto& deciding = ongoing->_0.deciding;
        if (deciding && deciding->confirming && deciding->since >= *deciding->confirming) {
            return std::string("a referendum is confirmed before its decision begins");
        }
    }
    if (count != storage.ReferendumCount.get()) return std::string("the number of referenda is not ReferendumCount");
    auto described = storage.MetadataOf.iter_keys();
    while (const auto index = described.next()) {
        if (!storage.ReferendumInfoFor.exists(*index)) return std::string("a description is of no referendum");
    }
    for (const auto& [id, info] : T::kConstants.Tracks) {
        for (const auto& [index, votes] : storage.TrackQueue.get(id)) {
            if (!storage.ReferendumInfoFor.exists(index)) return std::string("a queue names no referendum");
        }
    }
    return {};
}

}  // namespace serinus::pallet_referenda
