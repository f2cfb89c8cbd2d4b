/// The bodies of bounties.hpp.
#pragma once

#include "runtime/pallets/bounties/bounties.hpp"

namespace serinus::pallet_bounties {

template <class T>
ResultOf<typename Pallet<T>::Bounty> Pallet<T>::find(BountyIndex index) {
    auto bounty = storage.Bounties.get(index);
    ENSURE(bounty, Error::InvalidIndex);
    return *std::move(bounty);
}

template <class T>
DispatchResult Pallet<T>::propose_bounty::operator()(Signed proposer) const {
    const auto bounded = Description::from(description);
    ENSURE(bounded, Error::ReasonTooBig);
    ENSURE(value >= T::kConstants.BountyValueMinimum, Error::InvalidValue);
    const Balance bond = calculate_bond(description.size());
    ENSURE(T::Currency::reserve(proposer, bond), Error::InsufficientProposersBalance);

    const BountyIndex index = storage.BountyCount.get();
    storage.BountyCount.put(index + 1);
    storage.Bounties.put(index, {proposer, value, 0, 0, bond, {typename Status::Proposed{}}});
    storage.BountyDescriptions.put(index, *bounded);
    deposit_event(typename Event::BountyProposed{index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::approve_bounty::operator()(Origin<typename T::SpendOrigin> by) const {
    Bounty bounty = TRY(find(bounty_id));
    ENSURE(bounty.value <= by.success, T::Treasury::Error::InsufficientPermission);
    ENSURE(std::holds_alternative<typename Status::Proposed>(bounty.status.v), Error::UnexpectedStatus);
    ENSURE(storage.BountyApprovals.try_append(bounty_id.value), Error::TooManyQueued);
    bounty.status.v = typename Status::Approved{};
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::BountyApproved{bounty_id});
    return {};
}

template <class T>
DispatchResult Pallet<T>::propose_curator::operator()(Origin<typename T::SpendOrigin> by) const {
    const AccountId who = TRY(T::System::lookup(curator));
    Bounty bounty = TRY(find(bounty_id));
    ENSURE(bounty.value <= by.success, T::Treasury::Error::InsufficientPermission);
    ENSURE(std::holds_alternative<typename Status::Funded>(bounty.status.v), Error::UnexpectedStatus);
    ENSURE(fee < bounty.value, Error::InvalidFee);
    bounty.status.v = typename Status::CuratorProposed{who};
    bounty.fee = fee;
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::CuratorProposed{bounty_id, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::unassign_curator::operator()(
    Origin<EitherOfDiverse<EnsureSigned, typename T::RejectOrigin>> by) const {
    const AccountId* const sender = std::get_if<0>(&by.success);
    Bounty bounty = TRY(find(bounty_id));
    if (const auto* const waits = std::get_if<typename Status::ApprovedWithCurator>(&bounty.status.v)) {
        ENSURE(!sender || *sender == waits->curator, kBadOrigin);
        bounty.status.v = typename Status::Approved{};
        storage.Bounties.put(bounty_id, bounty);
        deposit_event(typename Event::CuratorUnassigned{bounty_id});
        return {};
    }
    if (const auto* const proposed = std::get_if<typename Status::CuratorProposed>(&bounty.status.v)) {
        ENSURE(!sender || *sender == proposed->curator, kBadOrigin);
    } else if (const auto* const active = std::get_if<typename Status::Active>(&bounty.status.v)) {
        if (sender && *sender == active->curator) {
            T::Currency::unreserve(active->curator, bounty.curator_deposit);
            bounty.curator_deposit = 0;
        } else {
            ENSURE(!sender || active->update_due < T::System::block_number(), Error::Premature);
            slash_curator(active->curator, bounty.curator_deposit);
        }
    } else if (const auto* const pending = std::get_if<typename Status::PendingPayout>(&bounty.status.v)) {
        ENSURE(!sender, kBadOrigin);
        slash_curator(pending->curator, bounty.curator_deposit);
    } else {
        return DispatchError(Error::UnexpectedStatus);
    }
    bounty.status.v = typename Status::Funded{};
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::CuratorUnassigned{bounty_id});
    return {};
}

template <class T>
DispatchResult Pallet<T>::accept_curator::operator()(Signed signer) const {
    Bounty bounty = TRY(find(bounty_id));
    const auto* const proposed = std::get_if<typename Status::CuratorProposed>(&bounty.status.v);
    ENSURE(proposed, Error::UnexpectedStatus);
    ENSURE(signer == proposed->curator, Error::RequireCurator);
    bounty.curator_deposit = calculate_curator_deposit(bounty.fee);
    TRY(T::Currency::reserve(signer, bounty.curator_deposit));
    bounty.status.v = typename Status::Active{signer, update_due(T::System::block_number())};
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::CuratorAccepted{bounty_id, signer});
    return {};
}

template <class T>
DispatchResult Pallet<T>::award_bounty::operator()(Signed signer) const {
    const AccountId to = TRY(T::System::lookup(beneficiary));
    Bounty bounty = TRY(find(bounty_id));
    ENSURE(T::ChildBounties::child_bounties_count(bounty_id) == 0, Error::HasActiveChildBounty);
    const auto* const active = std::get_if<typename Status::Active>(&bounty.status.v);
    ENSURE(active, Error::UnexpectedStatus);
    ENSURE(signer == active->curator, Error::RequireCurator);
    bounty.status.v =
        typename Status::PendingPayout{signer, to, T::System::block_number() + T::kConstants.BountyDepositPayoutDelay};
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::BountyAwarded{bounty_id, to});
    return {};
}

template <class T>
DispatchResult Pallet<T>::claim_bounty::operator()(Signed) const {
    const Bounty bounty = TRY(find(bounty_id));
    const auto* const pending = std::get_if<typename Status::PendingPayout>(&bounty.status.v);
    ENSURE(pending, Error::UnexpectedStatus);
    ENSURE(T::System::block_number() >= pending->unlock_at, Error::Premature);

    const AccountId account = bounty_account_id(bounty_id);
    const Balance balance = T::Currency::free_balance(account);
    const Balance fee = std::min(bounty.fee, balance);
    const Balance payout = balance - fee;
    T::Currency::unreserve(pending->curator, bounty.curator_deposit);
    const Balance own_fee = saturating_sub(fee, T::ChildBounties::take_children_curator_fees(bounty_id));
    // Without an effect where money of the account is locked.
    static_cast<void>(T::Currency::transfer(account, pending->curator, own_fee, ExistenceRequirement::AllowDeath));
    static_cast<void>(T::Currency::transfer(account, pending->beneficiary, payout, ExistenceRequirement::AllowDeath));

    storage.Bounties.remove(bounty_id);
    storage.BountyDescriptions.remove(bounty_id);
    T::ChildBounties::bounty_removed(bounty_id);
    deposit_event(typename Event::BountyClaimed{bounty_id, payout, pending->beneficiary});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::close_bounty::operator()(Origin<typename T::RejectOrigin>) const {
    const Bounty bounty = TRY(find(bounty_id));
    ENSURE(T::ChildBounties::child_bounties_count(bounty_id) == 0, Error::HasActiveChildBounty);
    ENSURE(!is_approved(bounty.status), Error::UnexpectedStatus);
    ENSURE(!std::holds_alternative<typename Status::PendingPayout>(bounty.status.v), Error::PendingPayout);
    storage.Bounties.remove(bounty_id);
    storage.BountyDescriptions.remove(bounty_id);

    if (std::holds_alternative<typename Status::Proposed>(bounty.status.v)) {
        give_to(typename T::OnSlash{}, T::Currency::slash_reserved(bounty.proposer, bounty.bond).first);
        deposit_event(typename Event::BountyRejected{bounty_id, bounty.bond});
        return PostDispatchInfo{T::kWeights.close_bounty_proposed()};
    }
    if (const auto* const active = std::get_if<typename Status::Active>(&bounty.status.v)) {
        T::Currency::unreserve(active->curator, bounty.curator_deposit);
    }
    const AccountId account = bounty_account_id(bounty_id);
    static_cast<void>(T::Currency::transfer(account, T::Treasury::account_id(), T::Currency::free_balance(account),
                                            ExistenceRequirement::AllowDeath));
    T::ChildBounties::bounty_removed(bounty_id);
    deposit_event(typename Event::BountyCanceled{bounty_id});
    return PostDispatchInfo{T::kWeights.close_bounty_active()};
}

template <class T>
DispatchResult Pallet<T>::extend_bounty_expiry::operator()(Signed signer) const {
    Bounty bounty = TRY(find(bounty_id));
    auto* const active = std::get_if<typename Status::Active>(&bounty.status.v);
    ENSURE(active, Error::UnexpectedStatus);
    ENSURE(active->curator == signer, Error::RequireCurator);
    active->update_due = std::max(update_due(T::System::block_number()), active->update_due);
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::BountyExtended{bounty_id});
    return {};
}

template <class T>
DispatchResult Pallet<T>::approve_bounty_with_curator::operator()(Origin<typename T::SpendOrigin> by) const {
    const AccountId who = TRY(T::System::lookup(curator));
    Bounty bounty = TRY(find(bounty_id));
    ENSURE(bounty.value <= by.success, T::Treasury::Error::InsufficientPermission);
    ENSURE(std::holds_alternative<typename Status::Proposed>(bounty.status.v), Error::UnexpectedStatus);
    ENSURE(fee < bounty.value, Error::InvalidFee);
    ENSURE(storage.BountyApprovals.try_append(bounty_id.value), Error::TooManyQueued);
    bounty.status.v = typename Status::ApprovedWithCurator{who};
    bounty.fee = fee;
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::BountyApproved{bounty_id});
    deposit_event(typename Event::CuratorProposed{bounty_id, who});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::poke_deposit::operator()(Signed) const {
    Bounty bounty = TRY(find(bounty_id));
    const auto description = storage.BountyDescriptions.get(bounty_id);
    ENSURE(description, Error::InvalidIndex);
    ENSURE(std::holds_alternative<typename Status::Proposed>(bounty.status.v), Error::UnexpectedStatus);
    const Balance old = std::exchange(bounty.bond, calculate_bond(description->size()));
    if (bounty.bond == old) return PostDispatchInfo{};
    TRY(change_reserve<typename T::Currency>(bounty.proposer, old, bounty.bond));
    storage.Bounties.put(bounty_id, bounty);
    deposit_event(typename Event::DepositPoked{bounty_id, bounty.proposer, old, bounty.bond});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
Balance Pallet<T>::calculate_bond(size_t description_size) {
    return T::kConstants.BountyDepositBase + T::kConstants.DataDepositPerByte * Balance{description_size};
}

template <class T>
BlockNumber Pallet<T>::update_due(BlockNumber now) {
    return saturating_add(now, T::kConstants.BountyUpdatePeriod);
}

/// Whether it waits for its money.
template <class T>
bool Pallet<T>::is_approved(const Status& status) {
    if (std::holds_alternative<typename Status::ApprovedWithCurator>(status.v)) return true;
    return std::holds_alternative<typename Status::Approved>(status.v);
}

/// Takes the deposit of a curator.
template <class T>
void Pallet<T>::slash_curator(const AccountId& curator, Balance& deposit) {
    give_to(typename T::OnSlash{}, T::Currency::slash_reserved(curator, deposit).first);
    deposit = 0;
}

template <class T>
Balance Pallet<T>::calculate_curator_deposit(Balance fee) {
    const Balance share = T::kConstants.CuratorDepositMultiplier * fee;
    return std::max(std::min(share, T::kConstants.CuratorDepositMax.value_or(share)),
                    T::kConstants.CuratorDepositMin.value_or(0));
}

/// What becomes of a bounty that gets its money.
template <class T>
auto Pallet<T>::funded(const Status& status) -> Status {
    if (const auto* const with = std::get_if<typename Status::ApprovedWithCurator>(&status.v)) {
        return {typename Status::CuratorProposed{with->curator}};
    }
    return {typename Status::Funded{}};
}

template <class T>
void Pallet<T>::spend_funds(pallet_treasury::SpendBudget<typename T::Currency>& budget) {
    auto approvals = storage.BountyApprovals.get();
    budget.weight = budget.weight.saturating_add(T::kWeights.spend_funds(static_cast<uint32_t>(approvals.size())));
    approvals.retain([&](BountyIndex index) {
        return storage.Bounties.mutate(index, [&](auto& bounty) {
            if (!bounty) return false;
            if (bounty->value > budget.remaining) {
                budget.missed_any = true;
                return true;
            }
            budget.remaining -= bounty->value;
            bounty->status = funded(bounty->status);
            T::Currency::unreserve(bounty->proposer, bounty->bond);
            budget.spent.subsume(T::Currency::deposit_creating(bounty_account_id(index), bounty->value));
            deposit_event(typename Event::BountyBecameActive{index});
            return false;
        });
    });
    storage.BountyApprovals.put(approvals);
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const BountyIndex count = storage.BountyCount.get();
    std::map<AccountId, Balance> reserved;
    const auto add = [&](const AccountId& who, Balance amount) {
        reserved[who] = saturating_add(reserved[who], amount);
    };
    auto bounties = storage.Bounties.iter();
    while (const auto entry = bounties.next()) {
        const auto& [index, bounty] = *entry;
        if (index >= count) return std::string("a bounty has an index that was never given");
        if (!storage.BountyDescriptions.exists(index)) return std::string("a bounty has no description");
        const auto& status = bounty.status.v;
        if (status.index() == 0 || is_approved(bounty.status)) add(bounty.proposer, bounty.bond);
        if (const auto* const active = std::get_if<typename Status::Active>(&status)) {
            add(active->curator, bounty.curator_deposit);
        }
        if (const auto* const pending = std::get_if<typename Status::PendingPayout>(&status)) {
            add(pending->curator, bounty.curator_deposit);
        }
    }
    for (const auto& [who, amount] : reserved) {
        if (T::Currency::reserved_balance(who) < amount) return std::string("a bond or deposit is not reserved");
    }
    for (const BountyIndex index : storage.BountyApprovals.get()) {
        const auto bounty = storage.Bounties.get(index);
        if (!bounty || !is_approved(bounty->status)) {
            return std::string("a bounty waits for money that is not approved");
        }
    }
    return {};
}

}  // namespace serinus::pallet_bounties
