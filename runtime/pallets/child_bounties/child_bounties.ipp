/// The bodies of child_bounties.hpp.
#pragma once

#include "runtime/pallets/child_bounties/child_bounties.hpp"

namespace serinus::pallet_child_bounties {

template <class T>
ResultOf<typename Pallet<T>::Active> Pallet<T>::ensure_bounty_active(BountyIndex parent) {
    const auto bounty = TRY(T::Bounties::find(parent));
    const auto* const active = std::get_if<typename T::Bounties::Status::Active>(&bounty.status.v);
    ENSURE(active, Error::ParentBountyNotActive);
    return Active{active->curator, active->update_due};
}

template <class T>
ResultOf<typename Pallet<T>::ChildBounty> Pallet<T>::find(BountyIndex parent, BountyIndex index) {
    auto child = storage.ChildBounties.get(parent, index);
    ENSURE(child, T::Bounties::Error::InvalidIndex);
    return *std::move(child);
}

template <class T>
DispatchResult Pallet<T>::add_child_bounty::operator()(Signed signer) const {
    const auto bounded = Description::from(description);
    ENSURE(bounded, T::Bounties::Error::ReasonTooBig);
    ENSURE(value >= T::kConstants.ChildBountyValueMinimum, T::Bounties::Error::InvalidValue);
    ENSURE(child_bounties_count(parent_bounty_id) <= T::kConstants.MaxActiveChildBountyCount,
           Error::TooManyChildBounties);
    const Active parent = TRY(ensure_bounty_active(parent_bounty_id));
    ENSURE(signer == parent.curator, T::Bounties::Error::RequireCurator);

    const AccountId from = T::Bounties::bounty_account_id(parent_bounty_id);
    const auto left = checked_sub(T::Currency::free_balance(from), value.value);
    ENSURE(left, Error::InsufficientBountyBalance);
    TRY(T::Currency::ensure_can_withdraw(from, value, WithdrawReasons::kTransfer, *left));
    const BountyIndex index = storage.ParentTotalChildBounties.get(parent_bounty_id);
    TRY(T::Currency::transfer(from, child_bounty_account_id(parent_bounty_id, index), value,
                              ExistenceRequirement::KeepAlive));

    storage.ParentChildBounties.mutate(parent_bounty_id, [](uint32_t& count) { count = saturating_add(count, 1u); });
    storage.ParentTotalChildBounties.put(parent_bounty_id, saturating_add(index, 1u));
    storage.ChildBounties.put(parent_bounty_id, index, {parent_bounty_id, value, 0, 0, {typename Status::Added{}}});
    storage.ChildBountyDescriptionsV1.put(parent_bounty_id, index, *bounded);
    deposit_event(typename Event::Added{parent_bounty_id, index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::propose_curator::operator()(Signed signer) const {
    const AccountId who = TRY(T::System::lookup(curator));
    const Active parent = TRY(ensure_bounty_active(parent_bounty_id));
    ENSURE(signer == parent.curator, T::Bounties::Error::RequireCurator);
    ChildBounty child = TRY(find(parent_bounty_id, child_bounty_id));
    ENSURE(std::holds_alternative<typename Status::Added>(child.status.v), T::Bounties::Error::UnexpectedStatus);
    ENSURE(fee < child.value, T::Bounties::Error::InvalidFee);
    storage.ChildrenCuratorFees.mutate(parent_bounty_id, [&](Balance& sum) { sum = saturating_add(sum, fee.value); });
    child.fee = fee;
    child.status.v = typename Status::CuratorProposed{who};
    storage.ChildBounties.put(parent_bounty_id, child_bounty_id, child);
    return {};
}

template <class T>
DispatchResult Pallet<T>::accept_curator::operator()(Signed signer) const {
    const Active parent = TRY(ensure_bounty_active(parent_bounty_id));
    ChildBounty child = TRY(find(parent_bounty_id, child_bounty_id));
    const auto* const proposed = std::get_if<typename Status::CuratorProposed>(&child.status.v);
    ENSURE(proposed, T::Bounties::Error::UnexpectedStatus);
    ENSURE(signer == proposed->curator, T::Bounties::Error::RequireCurator);
    child.curator_deposit = signer == parent.curator ? Balance{0} : T::Bounties::calculate_curator_deposit(child.fee);
    TRY(T::Currency::reserve(signer, child.curator_deposit));
    child.status.v = typename Status::Active{signer};
    storage.ChildBounties.put(parent_bounty_id, child_bounty_id, child);
    return {};
}

template <class T>
DispatchResult Pallet<T>::unassign_curator::operator()(SignedOrReject by) const {
    const AccountId* const sender = std::get_if<0>(&by.success);
    ChildBounty child = TRY(find(parent_bounty_id, child_bounty_id));
    if (const auto* const proposed = std::get_if<typename Status::CuratorProposed>(&child.status.v)) {
        if (sender && *sender != proposed->curator) {
            const auto parent = ensure_bounty_active(parent_bounty_id);
            ENSURE(parent && *sender == parent->curator, kBadOrigin);
        }
    } else if (const auto* const active = std::get_if<typename Status::Active>(&child.status.v)) {
        if (sender && *sender == active->curator) {
            T::Currency::unreserve(active->curator, child.curator_deposit);
            child.curator_deposit = 0;
        } else {
            if (sender) {
                const Active parent = TRY(ensure_bounty_active(parent_bounty_id));
                ENSURE(*sender == parent.curator || parent.update_due < T::System::block_number(),
                       T::Bounties::Error::Premature);
            }
            slash_curator(active->curator, child.curator_deposit);
        }
    } else if (const auto* const pending = std::get_if<typename Status::PendingPayout>(&child.status.v)) {
        const Active parent = TRY(ensure_bounty_active(parent_bounty_id));
        ENSURE(!sender || *sender == parent.curator, kBadOrigin);
        slash_curator(pending->curator, child.curator_deposit);
    } else {
        return DispatchError(T::Bounties::Error::UnexpectedStatus);
    }
    child.status.v = typename Status::Added{};
    storage.ChildBounties.put(parent_bounty_id, child_bounty_id, child);
    return {};
}

template <class T>
DispatchResult Pallet<T>::award_child_bounty::operator()(Signed signer) const {
    const AccountId to = TRY(T::System::lookup(beneficiary));
    const Active parent = TRY(ensure_bounty_active(parent_bounty_id));
    ChildBounty child = TRY(find(parent_bounty_id, child_bounty_id));
    const auto* const active = std::get_if<typename Status::Active>(&child.status.v);
    ENSURE(active, T::Bounties::Error::UnexpectedStatus);
    ENSURE(signer == active->curator || signer == parent.curator, T::Bounties::Error::RequireCurator);
    child.status.v = typename Status::PendingPayout{signer, to, T::System::block_number() + T::kPayoutDelay};
    storage.ChildBounties.put(parent_bounty_id, child_bounty_id, child);
    deposit_event(typename Event::Awarded{parent_bounty_id, child_bounty_id, to});
    return {};
}

template <class T>
DispatchResult Pallet<T>::claim_child_bounty::operator()(Signed) const {
    const ChildBounty child = TRY(find(parent_bounty_id, child_bounty_id));
    const auto* const pending = std::get_if<typename Status::PendingPayout>(&child.status.v);
    ENSURE(pending, T::Bounties::Error::UnexpectedStatus);
    ENSURE(T::System::block_number() >= pending->unlock_at, T::Bounties::Error::Premature);

    const AccountId account = child_bounty_account_id(parent_bounty_id, child_bounty_id);
    const Balance balance = T::Currency::free_balance(account);
    const Balance fee = std::min(child.fee, balance);
    const Balance payout = balance - fee;
    T::Currency::unreserve(pending->curator, child.curator_deposit);
    // Without an effect where money of the account is locked.
    static_cast<void>(T::Currency::transfer(account, pending->curator, fee, ExistenceRequirement::AllowDeath));
    static_cast<void>(T::Currency::transfer(account, pending->beneficiary, payout, ExistenceRequirement::AllowDeath));
    deposit_event(typename Event::Claimed{parent_bounty_id, child_bounty_id, payout, pending->beneficiary});

    storage.ParentChildBounties.mutate(parent_bounty_id, [](uint32_t& count) { count = saturating_sub(count, 1u); });
    storage.ChildBountyDescriptionsV1.remove(parent_bounty_id, child_bounty_id);
    storage.ChildBounties.remove(parent_bounty_id, child_bounty_id);
    return {};
}

template <class T>
DispatchResult Pallet<T>::close_child_bounty::operator()(SignedOrReject by) const {
    const AccountId* const sender = std::get_if<0>(&by.success);
    const Active parent = TRY(ensure_bounty_active(parent_bounty_id));
    ENSURE(!sender || *sender == parent.curator, kBadOrigin);
    const ChildBounty child = TRY(find(parent_bounty_id, child_bounty_id));
    ENSURE(!std::holds_alternative<typename Status::PendingPayout>(child.status.v), T::Bounties::Error::PendingPayout);
    if (const auto* const active = std::get_if<typename Status::Active>(&child.status.v)) {
        T::Currency::unreserve(active->curator, child.curator_deposit);
    }
    storage.ChildrenCuratorFees.mutate(parent_bounty_id, [&](Balance& sum) { sum = saturating_sub(sum, child.fee); });
    storage.ParentChildBounties.mutate(parent_bounty_id, [](uint32_t& count) { count = saturating_sub(count, 1u); });

    const AccountId account = child_bounty_account_id(parent_bounty_id, child_bounty_id);
    static_cast<void>(T::Currency::transfer(account, T::Bounties::bounty_account_id(parent_bounty_id),
                                            T::Currency::free_balance(account), ExistenceRequirement::AllowDeath));
    storage.ChildBountyDescriptionsV1.remove(parent_bounty_id, child_bounty_id);
    storage.ChildBounties.remove(parent_bounty_id, child_bounty_id);
    deposit_event(typename Event::Canceled{parent_bounty_id, child_bounty_id});
    return {};
}

template <class T>
void Pallet<T>::bounty_removed(BountyIndex parent) {
    storage.ParentChildBounties.remove(parent);
    storage.ParentTotalChildBounties.remove(parent);
}

/// Takes the deposit of a curator.
template <class T>
void Pallet<T>::slash_curator(const AccountId& curator, Balance& deposit) {
    give_to(typename T::OnSlash{}, T::Currency::slash_reserved(curator, deposit).first);
    deposit = 0;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::map<BountyIndex, uint32_t> children;
    auto entries = storage.ChildBounties.iter();
    while (const auto entry = entries.next()) {
        const auto& [key, child] = *entry;
        const auto& [parent, index] = key;
        if (index >= storage.ParentTotalChildBounties.get(parent))
            return std::string("a child bounty has an index that was never given");
        if (parent != child.parent_bounty) return std::string("a child bounty stands below another parent");
        if (!storage.ChildBountyDescriptionsV1.exists(parent, index))
            return std::string("a child bounty has no description");
        ++children[parent];
    }
    auto counts = storage.ParentChildBounties.iter();
    while (const auto entry = counts.next()) {
        const auto& [parent, stored] = *entry;
        if (children[parent] != stored) return std::string("ParentChildBounties is not the number of child bounties");
        children.erase(parent);
    }
    if (!children.empty()) return std::string("ParentChildBounties misses a parent");
    return {};
}

}  // namespace serinus::pallet_child_bounties
