/// Bounties: money of the treasury for work that is described but not done yet.
///
/// Who proposes a bounty reserves a bond. An origin that may spend that much approves the bounty, and at the end of the
/// spend period the money comes into an account of the bounty. A curator, who reserves a deposit, says who has earned
/// it; after a delay anybody may have it paid out. A curator must prolong the bounty from time to time; one who does
/// not, or who acts badly, loses the deposit. Invariants (checked by try_state()): every index is below BountyCount;
/// each bounty has a description; bonds and deposits are reserved.
///
/// Source: pallet_bounties 22.0.0 (polkadot-sdk v1.1.0). Observed: pallet-bounties 41
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/bounties/types.hpp"
#include "runtime/pallets/bounties/weights.hpp"
#include "runtime/pallets/treasury/treasury.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"

namespace serinus::pallet_bounties {

using namespace sdk;

struct Constants {
    /// What a proposer reserves, besides what the description costs.
    Balance BountyDepositBase;
    /// How many blocks after the award the money can be claimed.
    BlockNumber BountyDepositPayoutDelay;
    /// For how many blocks a curator counts as active after the last sign of life.
    BlockNumber BountyUpdatePeriod;
    /// The share of the fee that a curator reserves, between the bounds that follow.
    Permill CuratorDepositMultiplier;
    /// The most that a curator reserves.
    std::optional<Balance> CuratorDepositMax;
    /// The least that a curator reserves.
    std::optional<Balance> CuratorDepositMin;
    /// The least value of a bounty.
    Balance BountyValueMinimum;
    /// What a byte of the description costs as bond.
    Balance DataDepositPerByte;
    /// The most bytes of a description.
    uint32_t MaximumReasonLength;
};

/// `T` has: System, Currency, Treasury, kPalletId (of Treasury), kMaxApprovals, SpendOrigin (success: the most that may
/// be spent at once), RejectOrigin, OnSlash, ChildBounties, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kMaxApprovals } -> std::convertible_to<uint32_t>;
    { T::kPalletId } -> std::convertible_to<PalletId>;
    typename T::ChildBounties;
    typename T::Currency;
    typename T::OnSlash;
    typename T::RejectOrigin;
    typename T::SpendOrigin;
    typename T::System;
    typename T::Treasury;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(OnUnbalanced<typename T::OnSlash, typename T::Currency::NegativeImbalance>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Bounty = pallet_bounties::Bounty<AccountId, Balance, BlockNumber>;
    using Status = BountyStatus<AccountId, BlockNumber>;
    using Description = BoundedVec<uint8_t, T::kConstants.MaximumReasonLength>;

    static constexpr uint16_t kStorageVersion = 4;

    struct Storage {
        /// How many bounties there have been.
        Value<BountyIndex, OrDefault> BountyCount;
        /// Bounties that are not over.
        Map<Twox64Concat<BountyIndex>, Bounty> Bounties;
        /// What each of them is about.
        Map<Twox64Concat<BountyIndex>, Description> BountyDescriptions;
        /// Approved bounties that wait for their money.
        Value<BoundedVec<BountyIndex, T::kMaxApprovals>, OrDefault> BountyApprovals;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// There is a new bounty.
        struct BountyProposed {
            BountyIndex index;
        };
        /// A proposed bounty was rejected and its bond taken.
        struct BountyRejected {
            BountyIndex index;
            Balance bond;
        };
        /// A bounty has its money.
        struct BountyBecameActive {
            BountyIndex index;
        };
        /// Somebody has earned a bounty.
        struct BountyAwarded {
            BountyIndex index;
            AccountId beneficiary;
        };
        /// A bounty was paid out.
        struct BountyClaimed {
            BountyIndex index;
            Balance payout;
            AccountId beneficiary;
        };
        /// A bounty was given up, and its money is back.
        struct BountyCanceled {
            BountyIndex index;
        };
        /// The curator has prolonged a bounty.
        struct BountyExtended {
            BountyIndex index;
        };
        /// A bounty waits for its money.
        struct BountyApproved {
            BountyIndex index;
        };
        /// Somebody may become the curator of a bounty.
        struct CuratorProposed {
            BountyIndex bounty_id;
            AccountId curator;
        };
        /// A bounty has no curator any more.
        struct CuratorUnassigned {
            BountyIndex bounty_id;
        };
        /// A bounty has a curator.
        struct CuratorAccepted {
            BountyIndex bounty_id;
            AccountId curator;
        };
        /// The bond of a bounty is another from now on.
        struct DepositPoked {
            BountyIndex bounty_id;
            AccountId proposer;
            Balance old_deposit;
            Balance new_deposit;
        };
        using list =
            List<BountyProposed, BountyRejected, BountyBecameActive, BountyAwarded, BountyClaimed, BountyCanceled,
                 BountyExtended, BountyApproved, CuratorProposed, CuratorUnassigned, CuratorAccepted, DepositPoked>;
    };

    enum class Error : uint8_t {
        /// The proposer cannot pay the bond.
        InsufficientProposersBalance,
        /// There is no bounty of this index.
        InvalidIndex,
        /// The description is too long.
        ReasonTooBig,
        /// The bounty has not come so far, or is further.
        UnexpectedStatus,
        /// Only the curator may do that.
        RequireCurator,
        /// The value is too small.
        InvalidValue,
        /// The fee is not less than the value.
        InvalidFee,
        /// The bounty has been awarded; the award must be taken back first.
        PendingPayout,
        /// It is too early: the award is still blocked, or the curator still counts as active.
        Premature,
        /// The bounty has child bounties.
        HasActiveChildBounty,
        /// Too many bounties wait for their money.
        TooManyQueued,
        /// Only the proposer may do that. Nobody gets it.
        NotProposer,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Proposes a bounty and reserves the bond.
    ///
    /// Origin: signed. Errors: ReasonTooBig, InvalidValue, InsufficientProposersBalance.
    struct propose_bounty {
        Compact<Balance> value;
        Bytes description;
        Weight weight() const { return T::kWeights.propose_bounty(static_cast<uint32_t>(description.size())); }
        DispatchResult operator()(Signed proposer) const;
    };
    /// Lets a bounty wait for its money.
    ///
    /// Origin: SpendOrigin. Errors: InvalidIndex, Treasury's InsufficientPermission, UnexpectedStatus, TooManyQueued.
    struct approve_bounty {
        Compact<BountyIndex> bounty_id;
        Weight weight() const { return T::kWeights.approve_bounty(); }
        DispatchResult operator()(Origin<typename T::SpendOrigin> by) const;
    };
    /// Names a curator of a bounty that has its money, and the curator's part of it.
    ///
    /// Origin: SpendOrigin. Errors: CannotLookup, InvalidIndex, Treasury's InsufficientPermission, UnexpectedStatus,
    /// InvalidFee.
    struct propose_curator {
        Compact<BountyIndex> bounty_id;
        LookupSource curator;
        Compact<Balance> fee;
        Weight weight() const { return T::kWeights.propose_curator(); }
        DispatchResult operator()(Origin<typename T::SpendOrigin> by) const;
    };
    /// Takes the bounty from its curator. Who does not do so of themselves loses the deposit; anybody may do it to one
    /// who is inactive.
    ///
    /// Origin: signed or RejectOrigin. Errors: InvalidIndex, UnexpectedStatus, Premature, BadOrigin.
    struct unassign_curator {
        Compact<BountyIndex> bounty_id;
        Weight weight() const { return T::kWeights.unassign_curator(); }
        DispatchResult operator()(Origin<EitherOfDiverse<EnsureSigned, typename T::RejectOrigin>> by) const;
    };
    /// Becomes the curator and reserves the deposit.
    ///
    /// Origin: signed. Errors: InvalidIndex, UnexpectedStatus, RequireCurator, those of Currency::reserve.
    struct accept_curator {
        Compact<BountyIndex> bounty_id;
        Weight weight() const { return T::kWeights.accept_curator(); }
        DispatchResult operator()(Signed signer) const;
    };
    /// Says who has earned the bounty.
    ///
    /// Origin: signed. Errors: CannotLookup, InvalidIndex, HasActiveChildBounty, RequireCurator, UnexpectedStatus.
    struct award_bounty {
        Compact<BountyIndex> bounty_id;
        LookupSource beneficiary;
        Weight weight() const { return T::kWeights.award_bounty(); }
        DispatchResult operator()(Signed signer) const;
    };
    /// Pays out a bounty that was awarded long enough ago. What curators of child bounties got comes off the fee.
    ///
    /// Origin: signed. Errors: InvalidIndex, Premature, UnexpectedStatus.
    struct claim_bounty {
        Compact<BountyIndex> bounty_id;
        Weight weight() const { return T::kWeights.claim_bounty(); }
        DispatchResult operator()(Signed) const;
    };
    /// Rejects a proposed bounty and takes its bond, or gives up a later one and takes back its money.
    ///
    /// Origin: RejectOrigin. Errors: InvalidIndex, HasActiveChildBounty, UnexpectedStatus, PendingPayout.
    struct close_bounty {
        Compact<BountyIndex> bounty_id;
        Weight weight() const { return T::kWeights.close_bounty_proposed().max(T::kWeights.close_bounty_active()); }
        DispatchResultWithPostInfo operator()(Origin<typename T::RejectOrigin>) const;
    };
    /// Prolongs the bounty, by a sign of life of the curator.
    ///
    /// Origin: signed. Errors: InvalidIndex, RequireCurator, UnexpectedStatus.
    struct extend_bounty_expiry {
        Compact<BountyIndex> bounty_id;
        Bytes remark;
        Weight weight() const { return T::kWeights.extend_bounty_expiry(); }
        DispatchResult operator()(Signed signer) const;
    };
    /// Lets a bounty wait for its money, and names the curator.
    ///
    /// Origin: SpendOrigin. Errors: CannotLookup, InvalidIndex, Treasury's InsufficientPermission, UnexpectedStatus,
    /// InvalidFee, TooManyQueued.
    struct approve_bounty_with_curator {
        Compact<BountyIndex> bounty_id;
        LookupSource curator;
        Compact<Balance> fee;
        Weight weight() const { return T::kWeights.approve_bounty_with_curator(); }
        DispatchResult operator()(Origin<typename T::SpendOrigin> by) const;
    };
    /// Makes the bond of a proposed bounty what it would be today; free of charge if that is another one.
    ///
    /// Origin: signed. Errors: InvalidIndex, UnexpectedStatus, those of Currency::reserve.
    struct poke_deposit {
        Compact<BountyIndex> bounty_id;
        Weight weight() const { return T::kWeights.poke_deposit(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    using Calls = List<At<0, propose_bounty>, At<1, approve_bounty>, At<2, propose_curator>, At<3, unassign_curator>,
                       At<4, accept_curator>, At<5, award_bounty>, At<6, claim_bounty>, At<7, close_bounty>,
                       At<8, extend_bounty_expiry>, At<9, approve_bounty_with_curator>, At<10, poke_deposit>>;

    static TryStateResult try_state();

    // For other pallets.

    /// Where the money of a bounty is.
    static AccountId bounty_account_id(BountyIndex index) { return sub_account_of(T::kPalletId, "bt", index); }
    static Balance calculate_curator_deposit(Balance fee);
    /// The bounty, or InvalidIndex.
    static ResultOf<Bounty> find(BountyIndex index);
    /// Gives approved bounties their money as far as the budget reaches; the others wait on.
    static void spend_funds(pallet_treasury::SpendBudget<typename T::Currency>& budget);

  private:
    static Balance calculate_bond(size_t description_size);
    /// Until when a curator who shows signs of life now counts as active.
    static BlockNumber update_due(BlockNumber now);
    static bool is_approved(const Status& status);
    static Status funded(const Status& status);
    static void slash_curator(const AccountId& curator, Balance& deposit);
};

}  // namespace serinus::pallet_bounties
