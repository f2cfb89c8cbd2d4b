/// ChildBounties: parts of a bounty, which its curator makes with its money.
///
/// A child bounty lives as its parent does, but needs no approval: the parent's curator adds it, names its curator and
/// may close it. All of it needs the parent to be active. What curators of child bounties earn comes off the fee of the
/// parent's. The children of each parent are counted for themselves. Invariants (checked by try_state()): every index
/// is below ParentTotalChildBounties; each child bounty has a description, and stands below the parent that it names;
/// ParentChildBounties counts them.
///
/// Source: pallet_child_bounties 22.0.0 (polkadot-sdk v1.1.0). Observed: pallet-child-bounties 41
#pragma once

#include "runtime/pallets/child_bounties/types.hpp"
#include "runtime/pallets/child_bounties/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"

namespace serinus::pallet_child_bounties {

using namespace sdk;

struct Constants {
    /// How many child bounties a bounty can have. Another one may be added while there are that many.
    uint32_t MaxActiveChildBountyCount;
    /// The least value of a child bounty.
    Balance ChildBountyValueMinimum;
};

/// `T` has: System, Currency, Bounties, kPalletId (of Treasury), kMaximumReasonLength and kPayoutDelay (of Bounties),
/// RejectOrigin, OnSlash, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kMaximumReasonLength } -> std::convertible_to<uint32_t>;
    { T::kPalletId } -> std::convertible_to<PalletId>;
    { T::kPayoutDelay } -> std::convertible_to<BlockNumber>;
    typename T::Bounties;
    typename T::Currency;
    typename T::OnSlash;
    typename T::RejectOrigin;
    typename T::System;
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
    using ChildBounty = pallet_child_bounties::ChildBounty<AccountId, Balance, BlockNumber>;
    using Status = ChildBountyStatus<AccountId, BlockNumber>;
    using Description = BoundedVec<uint8_t, T::kMaximumReasonLength>;

    static constexpr uint16_t kStorageVersion = 1;

    struct Storage {
        /// How many child bounties there have been in all parents. Nobody counts them together any more.
        Value<BountyIndex, OrDefault> ChildBountyCount;
        /// How many child bounties of a bounty are not over.
        Map<Twox64Concat<BountyIndex>, uint32_t, OrDefault> ParentChildBounties;
        /// How many child bounties a bounty has had.
        Map<Twox64Concat<BountyIndex>, uint32_t, OrDefault> ParentTotalChildBounties;
        /// Child bounties that are not over, by parent.
        DoubleMap<Twox64Concat<BountyIndex>, Twox64Concat<BountyIndex>, ChildBounty> ChildBounties;
        /// What each of them is about, by parent.
        DoubleMap<Twox64Concat<BountyIndex>, Twox64Concat<BountyIndex>, Description> ChildBountyDescriptionsV1;
        /// Parent and index of a child bounty that was counted among all.
        Map<Twox64Concat<BountyIndex>, std::pair<BountyIndex, BountyIndex>> V0ToV1ChildBountyIds;
        /// What the curators of a bounty's child bounties earn together.
        Map<Twox64Concat<BountyIndex>, Balance, OrDefault> ChildrenCuratorFees;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// There is a new child bounty.
        struct Added {
            BountyIndex index;
            BountyIndex child_index;
        };
        /// Somebody has earned a child bounty.
        struct Awarded {
            BountyIndex index;
            BountyIndex child_index;
            AccountId beneficiary;
        };
        /// A child bounty was paid out.
        struct Claimed {
            BountyIndex index;
            BountyIndex child_index;
            Balance payout;
            AccountId beneficiary;
        };
        /// A child bounty was given up, and its money is with the parent again.
        struct Canceled {
            BountyIndex index;
            BountyIndex child_index;
        };
        using list = List<Added, Awarded, Claimed, Canceled>;
    };

    enum class Error : uint8_t {
        /// The parent has no active curator.
        ParentBountyNotActive,
        /// The parent has not that much money.
        InsufficientBountyBalance,
        /// The parent has too many child bounties.
        TooManyChildBounties,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    using SignedOrReject = Origin<EitherOfDiverse<EnsureSigned, typename T::RejectOrigin>>;

    /// Makes a child bounty with money of the parent.
    ///
    /// Origin: the parent's curator. Errors: TooManyChildBounties, InsufficientBountyBalance, those of transfers, of
    /// Bounties ReasonTooBig, InvalidValue and, as for all that follows, InvalidIndex, ParentBountyNotActive and
    /// Bounties' RequireCurator.
    struct add_child_bounty {
        Compact<BountyIndex> parent_bounty_id;
        Compact<Balance> value;
        Bytes description;
        Weight weight() const { return T::kWeights.add_child_bounty(static_cast<uint32_t>(description.size())); }
        DispatchResult operator()(Signed signer) const;
    };
    /// Names a curator of the child bounty, and the curator's part of it.
    ///
    /// Origin: the parent's curator. Errors: CannotLookup, of Bounties UnexpectedStatus and InvalidFee.
    struct propose_curator {
        Compact<BountyIndex> parent_bounty_id;
        Compact<BountyIndex> child_bounty_id;
        LookupSource curator;
        Compact<Balance> fee;
        Weight weight() const { return T::kWeights.propose_curator(); }
        DispatchResult operator()(Signed signer) const;
    };
    /// Becomes the curator and reserves the deposit; the parent's curator needs none.
    ///
    /// Origin: signed. Errors: Bounties' UnexpectedStatus, those of Currency::reserve.
    struct accept_curator {
        Compact<BountyIndex> parent_bounty_id;
        Compact<BountyIndex> child_bounty_id;
        Weight weight() const { return T::kWeights.accept_curator(); }
        DispatchResult operator()(Signed signer) const;
    };
    /// Takes the child bounty from its curator, as with bounties; the parent's curator may do it at any time.
    ///
    /// Origin: signed or RejectOrigin. Errors: BadOrigin, of Bounties UnexpectedStatus and Premature.
    struct unassign_curator {
        Compact<BountyIndex> parent_bounty_id;
        Compact<BountyIndex> child_bounty_id;
        Weight weight() const { return T::kWeights.unassign_curator(); }
        DispatchResult operator()(SignedOrReject by) const;
    };
    /// Says who has earned the child bounty. Who does counts as its curator from then on.
    ///
    /// Origin: its curator or the parent's. Errors: CannotLookup, Bounties' UnexpectedStatus.
    struct award_child_bounty {
        Compact<BountyIndex> parent_bounty_id;
        Compact<BountyIndex> child_bounty_id;
        LookupSource beneficiary;
        Weight weight() const { return T::kWeights.award_child_bounty(); }
        DispatchResult operator()(Signed signer) const;
    };
    /// Pays out a child bounty that was awarded long enough ago.
    ///
    /// Origin: signed. Errors: of Bounties InvalidIndex, UnexpectedStatus and Premature.
    struct claim_child_bounty {
        Compact<BountyIndex> parent_bounty_id;
        Compact<BountyIndex> child_bounty_id;
        Weight weight() const { return T::kWeights.claim_child_bounty(); }
        DispatchResult operator()(Signed) const;
    };
    /// Gives up a child bounty and returns its money to the parent.
    ///
    /// Origin: the parent's curator or RejectOrigin. Errors: BadOrigin, Bounties' PendingPayout.
    struct close_child_bounty {
        Compact<BountyIndex> parent_bounty_id;
        Compact<BountyIndex> child_bounty_id;
        Weight weight() const {
            return T::kWeights.close_child_bounty_added().max(T::kWeights.close_child_bounty_active());
        }
        DispatchResult operator()(SignedOrReject by) const;
    };
    using Calls = List<At<0, add_child_bounty>, At<1, propose_curator>, At<2, accept_curator>, At<3, unassign_curator>,
                       At<4, award_child_bounty>, At<5, claim_child_bounty>, At<6, close_child_bounty>>;

    static TryStateResult try_state();

    // For Bounties.

    static uint32_t child_bounties_count(BountyIndex parent) { return storage.ParentChildBounties.get(parent); }
    /// What the curators of child bounties earn together; 0 from then on.
    static Balance take_children_curator_fees(BountyIndex parent) { return storage.ChildrenCuratorFees.take(parent); }
    /// Forgets a bounty that is over.
    static void bounty_removed(BountyIndex parent);
    /// Where the money of a child bounty is.
    static AccountId child_bounty_account_id(BountyIndex parent, BountyIndex index) {
        return sub_account_of(T::kPalletId, scale::encode(std::tuple(std::string_view("cb"), parent, index)));
    }

  private:
    struct Active {
        AccountId curator;
        BlockNumber update_due;
    };
    /// The parent's curator; InvalidIndex, ParentBountyNotActive.
    static ResultOf<Active> ensure_bounty_active(BountyIndex parent);
    /// The child bounty; InvalidIndex.
    static ResultOf<ChildBounty> find(BountyIndex parent, BountyIndex index);
    static void slash_curator(const AccountId& curator, Balance& deposit);
};

}  // namespace serinus::pallet_child_bounties
