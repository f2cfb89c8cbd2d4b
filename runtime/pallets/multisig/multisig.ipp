#pragma once

#include <map>

#include "runtime/pallets/multisig/multisig.hpp"
#include "runtime/sdk/derived_account.hpp"

namespace serinus::pallet_multisig {

template <class T>
AccountId Pallet<T>::multi_account_id(std::span<const AccountId> owners, uint16_t threshold) {
    return derived_account("modlpy/utilisuba", owners, threshold);
}

template <class T>
auto Pallet<T>::timepoint() -> When {
    return {T::System::block_number(), T::System::extrinsic_index().value_or(0)};
}

template <class T>
ResultOf<std::vector<AccountId>> Pallet<T>::all_signatories(const std::vector<AccountId>& others,
                                                            const AccountId& who) {
    ENSURE(!others.empty(), Error::TooFewSignatories);
    ENSURE(others.size() < T::kConstants.MaxSignatories, Error::TooManySignatories);
    // Both faults are looked for in one pass: the one that comes first is reported.
    const AccountId* last = nullptr;
    for (const AccountId& other : others) {
        ENSURE(last == nullptr || *last < other, Error::SignatoriesOutOfOrder);
        ENSURE(other != who, Error::SenderInSignatories);
        last = &other;
    }
    std::vector<AccountId> all = others;
    all.insert(std::upper_bound(all.begin(), all.end(), who), who);
    return all;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::as_multi_threshold_1::operator()(Signed who) const {
    const AccountId id = multi_account_id(TRY(all_signatories(other_signatories, who)), 1);

    // The owners' account is an origin of its own: the sender's filters do not bind it.
    auto result = call.dispatch(RuntimeOrigin::signed_by(id));
    deposit_event(typename Event::MultisigExecuted{who, timepoint(), id, host::blake2_256(scale::encode(call)).bytes,
                                                   without_post_info(result)});
    const std::optional<Weight> used = post_info_of(result).actual_weight;
    if (!used) return result ? PostDispatchInfo{} : std::move(result);
    const PostDispatchInfo info{T::kWeights.as_multi_threshold_1(call.encoded_size()).saturating_add(*used)};
    if (!result) return DispatchErrorWithPostInfo(info, result.error().error);
    return info;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::as_multi::operator()(Signed who) const {
    const Bytes encoded = scale::encode(call);
    return operate({who, threshold, other_signatories, maybe_timepoint, &call, host::blake2_256(encoded).bytes,
                    static_cast<uint32_t>(encoded.size()), max_weight});
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::approve_as_multi::operator()(Signed who) const {
    return operate({who, threshold, other_signatories, maybe_timepoint, nullptr, call_hash, 0, max_weight});
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::operate(const Approval& approval) {
    ENSURE(approval.threshold >= 2, DispatchError(Error::MinimumThreshold));
    const auto owners = TRY(all_signatories(approval.other_signatories, approval.who));
    const AccountId id = multi_account_id(owners, approval.threshold);

    auto operation = storage.Multisigs.get(id, approval.call_hash);
    if (!operation) return open(approval, id);

    ENSURE(approval.maybe_timepoint.has_value(), DispatchError(Error::NoTimepoint));
    ENSURE(operation->when == *approval.maybe_timepoint, DispatchError(Error::WrongTimepoint));
    // The sender's approval counts if it is new and still needed; an operation may have all it needs and wait only for
    // somebody who knows the call.
    const auto& approvals = operation->approvals;
    const bool is_new = !std::binary_search(approvals.begin(), approvals.end(), approval.who);
    const bool counts = is_new && approvals.size() < approval.threshold;
    if (approval.call != nullptr && approvals.size() + (counts ? 1 : 0) >= approval.threshold) {
        return execute(approval, id, *operation);
    }
    ENSURE(counts, DispatchError(Error::AlreadyApproved));
    return approve(approval, id, *std::move(operation));
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::open(const Approval& approval, const AccountId& id) {
    ENSURE(!approval.maybe_timepoint.has_value(), DispatchError(Error::UnexpectedTimepoint));
    const Balance deposit_amount = deposit_for(approval.threshold);
    TRY(T::Currency::reserve(approval.who, deposit_amount));

    storage.Multisigs.put(id, approval.call_hash,
                          Operation{timepoint(), deposit_amount, approval.who,
                                    decltype(Operation::approvals)::truncate_from({approval.who})});
    deposit_event(typename Event::NewMultisig{approval.who, id, approval.call_hash});
    return PostDispatchInfo{T::kWeights.as_multi_create(approval.others(), approval.call_size)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::approve(const Approval& approval, const AccountId& id, Operation operation) {
    auto& approvals = operation.approvals;
    const auto place = std::upper_bound(approvals.begin(), approvals.end(), approval.who) - approvals.begin();
    ENSURE(approvals.try_insert(static_cast<size_t>(place), approval.who), DispatchError(Error::TooManySignatories));
    storage.Multisigs.put(id, approval.call_hash, operation);
    deposit_event(typename Event::MultisigApproval{approval.who, operation.when, id, approval.call_hash});
    return PostDispatchInfo{T::kWeights.as_multi_approve(approval.others(), approval.call_size)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::execute(const Approval& approval, const AccountId& id,
                                              const Operation& operation) {
    ENSURE(approval.call->info().weight.all_lte(approval.max_weight), DispatchError(Error::MaxWeightTooLow));

    // Closed before the call is made, so that the call cannot come upon it.
    storage.Multisigs.remove(id, approval.call_hash);
    T::Currency::unreserve(operation.depositor, operation.deposit);
    const auto result = approval.call->dispatch(RuntimeOrigin::signed_by(id));
    deposit_event(typename Event::MultisigExecuted{approval.who, operation.when, id, approval.call_hash,
                                                   without_post_info(result)});
    PostDispatchInfo info;
    if (const auto& used = post_info_of(result).actual_weight) {
        info.actual_weight = T::kWeights.as_multi_complete(approval.others(), approval.call_size).saturating_add(*used);
    }
    return info;
}

template <class T>
DispatchResult Pallet<T>::cancel_as_multi::operator()(Signed who) const {
    ENSURE(threshold >= 2, Error::MinimumThreshold);
    const auto owners = TRY(all_signatories(other_signatories, who));
    const AccountId id = multi_account_id(owners, threshold);

    const auto operation = storage.Multisigs.get(id, call_hash);
    ENSURE(operation.has_value(), Error::NotFound);
    ENSURE(operation->when == timepoint, Error::WrongTimepoint);
    ENSURE(operation->depositor == who, Error::NotOwner);

    T::Currency::unreserve(operation->depositor, operation->deposit);
    storage.Multisigs.remove(id, call_hash);
    deposit_event(typename Event::MultisigCancelled{who, timepoint, id, call_hash});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::poke_deposit::operator()(Signed who) const {
    ENSURE(threshold >= 2, DispatchError(Error::MinimumThreshold));
    const AccountId id = multi_account_id(TRY(all_signatories(other_signatories, who)), threshold);
    auto operation = storage.Multisigs.get(id, call_hash);
    ENSURE(operation.has_value(), DispatchError(Error::NotFound));
    ENSURE(operation->depositor == who, DispatchError(Error::NotOwner));

    const Balance old = operation->deposit;
    const Balance now = deposit_for(threshold);
    if (now == old) return PostDispatchInfo{};
    TRY(sdk::change_reserve<typename T::Currency>(who, old, now));
    operation->deposit = now;
    storage.Multisigs.put(id, call_hash, *operation);
    deposit_event(typename Event::DepositPoked{who, call_hash, old, now});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::map<AccountId, Balance> deposits;
    auto entries = storage.Multisigs.iter();
    while (const auto entry = entries.next()) {
        const Operation& operation = entry->second;
        const auto& approvals = operation.approvals;
        ENSURE(!approvals.empty(), std::string("an operation without approvals"));
        ENSURE(std::adjacent_find(approvals.begin(), approvals.end(), std::greater_equal<>{}) == approvals.end(),
               std::string("approvals are not in ascending order"));
        ENSURE(std::binary_search(approvals.begin(), approvals.end(), operation.depositor),
               std::string("the depositor does not approve of the operation"));
        deposits[operation.depositor] = saturating_add(deposits[operation.depositor], operation.deposit);
    }
    for (const auto& [depositor, sum] : deposits) {
        ENSURE(T::Currency::reserved_balance(depositor) >= sum, std::string("a deposit is not reserved"));
    }
    return {};
}

}  // namespace serinus::pallet_multisig
