#pragma once

#include "runtime/pallets/fast_unstake/fast_unstake.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_fast_unstake {

// Calls

template <class T>
ResultOf<AccountId> Pallet<T>::stash_of(const AccountId& controller) {
    static_assert(StakingInterface<typename T::Staking>);
    ENSURE(storage.ErasToCheckPerBlock.get() != 0, Error::CallNotAllowed);
    auto stash = T::Staking::stash_by_ctrl(controller);
    ENSURE(stash.has_value(), Error::NotController);
    return *stash;
}

template <class T>
DispatchResult Pallet<T>::register_fast_unstake::operator()(Signed who) const {
    const AccountId stash = TRY(stash_of(who));
    ENSURE(!storage.Queue.exists(stash), Error::AlreadyQueued);
    ENSURE(!is_head(stash), Error::AlreadyHead);
    ENSURE(!TRY(T::Staking::is_unbonding(stash)), Error::NotFullyBonded);

    TRY(T::Staking::chill(stash));
    TRY(T::Staking::fully_unbond(stash));
    TRY(T::Currency::reserve(stash, T::kConstants.Deposit));
    storage.Queue.put(stash, T::kConstants.Deposit);
    return {};
}

template <class T>
DispatchResult Pallet<T>::deregister::operator()(Signed who) const {
    const AccountId stash = TRY(stash_of(who));
    ENSURE(storage.Queue.exists(stash), Error::NotQueued);
    ENSURE(!is_head(stash), Error::AlreadyHead);

    const auto deposit = storage.Queue.take(stash);
    if (deposit && T::Currency::unreserve(stash, *deposit) != 0) halt("the deposit is not reserved");
    return {};
}

template <class T>
DispatchResult Pallet<T>::control::operator()(Origin<typename T::ControlOrigin>) const {
    ENSURE(eras_to_check <= T::kMaxErasToCheckPerBlock, Error::CallNotAllowed);
    storage.ErasToCheckPerBlock.put(eras_to_check);
    return {};
}

// Checks

template <class T>
bool Pallet<T>::is_head(const AccountId& stash) {
    const auto head = storage.Head.get();
    return head &&
           std::ranges::any_of(head->stashes.inner(), [&](const auto& checked) { return checked.first == stash; });
}

template <class T>
void Pallet<T>::halt(std::string_view reason) {
    host::log(host::LogLevel::kError, "runtime::fast-unstake", reason);
    storage.ErasToCheckPerBlock.put(0);
    deposit_event(typename Event::InternalError{});
}

template <class T>
Weight Pallet<T>::on_idle(BlockNumber, Weight remaining) {
    const RuntimeDbWeight db = T::kDbWeight;
    if (remaining.any_lt(db.reads(2))) return Weight::zero();
    const uint32_t eras_in_block = storage.ErasToCheckPerBlock.get();
    if (eras_in_block == 0) return db.reads(1);

    // As many exposures as validators are wanted stand for an era.
    const uint32_t validators = T::Staking::desired_validator_count();
    const auto head = storage.Head.get();
    const uint32_t size =
        head ? static_cast<uint32_t>(head->stashes.size()) : std::min(storage.Queue.count(), T::kBatchSize);
    const Weight most = T::kWeights.on_idle_check(validators, size)
                            .max(T::kWeights.on_idle_unstake(size))
                            .saturating_add(head ? Weight::zero() : db.reads(size));
    if (most.any_gt(remaining)) return db.reads(3);
    // Who is in the snapshot of an election may be exposed by it.
    if (T::Staking::election_ongoing()) return db.reads(4);

    Weight weight = Weight::zero();
    auto request = take_head(weight);
    if (!request) return db.reads(4);
    const auto checked_now = static_cast<uint32_t>(request->stashes.size());
    const auto eras = unchecked_eras(*request, eras_in_block);
    if (eras.empty()) {
        free(*request);
        return T::kWeights.on_idle_unstake(checked_now).saturating_add(weight);
    }
    check(*std::move(request), eras);
    return T::kWeights.on_idle_check(validators, checked_now).saturating_add(weight);
}

template <class T>
auto Pallet<T>::take_head(Weight& weight) -> std::optional<Request> {
    if (auto head = storage.Head.take()) return head;
    std::vector<std::pair<AccountId, Balance>> stashes;
    storage.Queue.drain([&](const AccountId& stash, Balance deposit) { stashes.emplace_back(stash, deposit); },
                        T::kBatchSize);
    if (stashes.empty()) return std::nullopt;
    weight = T::kDbWeight.reads_writes(stashes.size(), stashes.size());
    return Request{.stashes = decltype(Request::stashes)::truncate_from(std::move(stashes))};
}

template <class T>
std::vector<EraIndex> Pallet<T>::unchecked_eras(Request& request, uint32_t at_most) {
    const EraIndex current = T::Staking::current_era();
    const EraIndex first = saturating_sub(current, T::Staking::bonding_duration());
    auto checked = std::move(request.checked).into_inner();
    std::erase_if(checked, [&](EraIndex era) { return era < first; });
    std::vector<EraIndex> out;
    for (EraIndex i = 0; i <= current - first && out.size() < at_most; ++i) {
        if (std::ranges::find(checked, current - i) == checked.end()) out.push_back(current - i);
    }
    request.checked = decltype(Request::checked)::truncate_from(std::move(checked));
    return out;
}

template <class T>
bool Pallet<T>::was_exposed(const AccountId& stash, const std::vector<EraIndex>& eras) {
    return std::ranges::any_of(eras, [&](EraIndex era) { return T::Staking::is_exposed_in_era(stash, era); });
}

template <class T>
void Pallet<T>::check(Request request, const std::vector<EraIndex>& eras) {
    auto stashes = std::move(request.stashes).into_inner();
    std::erase_if(stashes, [&](const auto& checked) {
        const auto& [stash, deposit] = checked;
        if (!was_exposed(stash, eras)) return false;
        (void)T::Currency::slash_reserved(stash, deposit);
        deposit_event(typename Event::Slashed{stash, deposit});
        return true;
    });
    auto checked = std::move(request.checked).into_inner();
    checked.insert(checked.end(), eras.begin(), eras.end());
    auto bounded = decltype(Request::checked)::from(std::move(checked));
    if (!bounded) return halt("more eras are checked than there are");
    if (stashes.empty()) {
        deposit_event(typename Event::BatchFinished{0});
        return;
    }
    storage.Head.put({decltype(Request::stashes)::truncate_from(std::move(stashes)), *std::move(bounded)});
    deposit_event(typename Event::BatchChecked{eras});
}

template <class T>
void Pallet<T>::free(const Request& request) {
    for (const auto& [stash, deposit] : request.stashes.inner()) {
        const DispatchResult result = T::Staking::force_unstake(stash);
        if (T::Currency::unreserve(stash, deposit) != 0) {
            halt("the deposit is not reserved");
        } else {
            deposit_event(typename Event::Unstaked{stash, result});
        }
    }
    deposit_event(typename Event::BatchFinished{static_cast<uint32_t>(request.stashes.size())});
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    ENSURE(storage.ErasToCheckPerBlock.get() <= T::kMaxErasToCheckPerBlock,
           std::string("more eras are checked in a block than may be"));
    const auto head = storage.Head.get();
    ENSURE(!head || !head->stashes.inner().empty(), std::string("the head is empty"));
    return {};
}

}  // namespace serinus::pallet_fast_unstake
