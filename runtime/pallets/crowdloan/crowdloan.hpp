/// Crowdloan: many people lend money so that a para can win an auction. A fund of the para holds what they contribute
/// and bids with it while an auction ends. When the lease is over, or was not won, everybody gets the money back.
///
/// Invariant: as long as no lease or bid uses the money, the fund's account has what its contributions sum up to.
///
/// Source: polkadot_runtime_common::crowdloan 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/crowdloan/types.hpp"
#include "runtime/pallets/crowdloan/weights.hpp"
#include "runtime/pallets/parachains/leasing.hpp"
#include "runtime/sdk/extrinsic.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::polkadot_runtime_common::crowdloan {

struct Constants {
    frame_support::PalletId PalletId;  ///< the accounts of crowdloans derive from it
    Balance MinContribution;           ///< the least that a contribution can be
    uint32_t RemoveKeysLimit;          ///< contributions that one call gives back
};

/// `T`: Auctioneer (Auctions), Currency, Registrar (`manager_of`, `is_registered`), System, kConstants,
/// kSubmissionDeposit, kMaxMemoLength, kDbWeight, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Auctioneer;
    typename T::Currency;
    typename T::Registrar;
    typename T::System;
    T::kWeights;
    { T::kConstants } -> std::convertible_to<Constants>;
    { T::kSubmissionDeposit } -> std::convertible_to<Balance>;
    { T::kMaxMemoLength } -> std::convertible_to<uint32_t>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(crowdloan::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(sdk::ReservableCurrency<typename T::Currency>);
        static_assert(ParaRegistrar<typename T::Registrar> && ParaAuctioneer<typename T::Auctioneer>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Auctioneer = typename T::Auctioneer;
    using Currency = typename T::Currency;
    using Fund = FundInfo<AccountId, Balance, BlockNumber, LeasePeriod>;
    using Last = LastContribution<BlockNumber>;

    struct Storage {
        /// The fund of each para.
        Map<Twox64Concat<ParaId>, Fund> Funds;
        /// Paras whose funds have got money since they bid last.
        Value<std::vector<ParaId>, OrDefault> NewRaise;
        /// How many auctions have begun to end.
        Value<uint32_t, OrDefault> EndingsCount;
        /// The number of the next fund.
        Value<uint32_t, OrDefault> NextFundIndex;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 2;

    struct Event {
        /// A para has a fund.
        struct Created {
            ParaId para_id;
        };
        /// Somebody has contributed to the fund of a para.
        struct Contributed {
            AccountId who;
            ParaId fund_index;
            Balance amount{};
        };
        /// Somebody has got the contribution back.
        struct Withdrew {
            AccountId who;
            ParaId fund_index;
            Balance amount{};
        };
        /// Some contributions were given back, others are left.
        struct PartiallyRefunded {
            ParaId para_id;
        };
        /// All contributions were given back.
        struct AllRefunded {
            ParaId para_id;
        };
        /// A para has no fund any more.
        struct Dissolved {
            ParaId para_id;
        };
        /// A fund has bid.
        struct HandleBidResult {
            ParaId para_id;
            DispatchResult result;
        };
        /// Root has changed a fund.
        struct Edited {
            ParaId para_id;
        };
        /// Somebody has put words to a contribution.
        struct MemoUpdated {
            AccountId who;
            ParaId para_id;
            Bytes memo;
        };
        /// A fund will bid although it has not got money.
        struct AddedToNewRaise {
            ParaId para_id;
        };
        using list = List<Created, Contributed, Withdrew, PartiallyRefunded, AllRefunded, Dissolved, HandleBidResult,
                          Edited, MemoUpdated, AddedToNewRaise>;
    };

    enum class Error : uint8_t {
        /// The first lease period is over.
        FirstPeriodInPast,
        /// There is no such lease period.
        FirstPeriodTooFarInFuture,
        /// The last period is before the first.
        LastPeriodBeforeFirstPeriod,
        /// An auction has not got that many periods.
        LastPeriodTooFarInFuture,
        /// The end is not in the future.
        CannotEndInPast,
        /// The end is after the time in which the first period could be won.
        EndTooFarInFuture,
        /// A number became too large.
        Overflow,
        /// The contribution is less than the least one.
        ContributionTooSmall,
        /// The para has no fund, or nobody has registered it.
        InvalidParaId,
        /// The fund would have more than it may.
        CapExceeded,
        /// Nobody can contribute any more.
        ContributionPeriodOver,
        /// The caller does not manage the para.
        InvalidOrigin,
        /// The fund belongs to no parachain.
        NotParachain,
        /// The lease has not ended.
        LeaseActive,
        /// A bid or a lease uses the money.
        BidOrLeaseActive,
        /// The fund has not ended, or there is one.
        FundNotEnded,
        /// There is no contribution.
        NoContributions,
        /// The fund has money, or has not ended.
        NotReadyToDissolve,
        /// The contribution is not signed by the verifier.
        InvalidSignature,
        /// The words are too many.
        MemoTooLarge,
        /// The fund will bid as it is.
        AlreadyInNewRaise,
        /// The auction waits for its randomness.
        VrfDelayInProgress,
        /// No lease period has begun.
        NoLeasePeriod,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Creates the fund of a para for some lease periods, against a deposit. Origin: the para's manager.
    /// Errors: LastPeriodBeforeFirstPeriod, FirstPeriodTooFarInFuture, LastPeriodTooFarInFuture, CannotEndInPast,
    /// NoLeasePeriod, EndTooFarInFuture, FirstPeriodInPast, FundNotEnded, InvalidParaId, InvalidOrigin, Overflow.
    struct create {
        Compact<ParaId> index;
        Compact<Balance> cap;
        Compact<LeasePeriod> first_period;
        Compact<LeasePeriod> last_period;
        Compact<BlockNumber> end;
        std::optional<MultiSigner> verifier;
        Weight weight() const { return T::kWeights.create(); }
        DispatchResult operator()(Signed depositor) const;
    };
    /// Lends money to a fund. `signature`: the verifier's, over para, contributor, what they have given so far, and the
    /// contribution. Origin: signed. Errors: ContributionTooSmall, InvalidParaId, Overflow, CapExceeded,
    /// ContributionPeriodOver, NoLeasePeriod, BidOrLeaseActive, VrfDelayInProgress, InvalidSignature.
    struct contribute {
        Compact<ParaId> index;
        Compact<Balance> value;
        std::optional<MultiSignature> signature;
        Weight weight() const { return T::kWeights.contribute(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Gives a contribution back after the end. Origin: signed, by anybody.
    /// Errors: InvalidParaId, NoLeasePeriod, FundNotEnded, BidOrLeaseActive, NoContributions.
    struct withdraw {
        AccountId who;
        Compact<ParaId> index;
        Weight weight() const { return T::kWeights.withdraw(); }
        DispatchResult operator()(Signed) const;
    };
    /// Gives back as many contributions as one call may. Origin: signed. Errors: as withdraw.
    struct refund {
        Compact<ParaId> index;
        Weight weight() const { return T::kWeights.refund(Constants(T::kConstants).RemoveKeysLimit); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Ends a fund without money; the deposit goes back. Origin: its creator, after the end anybody.
    /// Errors: InvalidParaId, NotReadyToDissolve.
    struct dissolve {
        Compact<ParaId> index;
        Weight weight() const { return T::kWeights.dissolve(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Changes a fund without checks. Origin: root. Errors: InvalidParaId.
    struct edit {
        Compact<ParaId> index;
        Compact<Balance> cap;
        Compact<LeasePeriod> first_period;
        Compact<LeasePeriod> last_period;
        Compact<BlockNumber> end;
        std::optional<MultiSigner> verifier;
        Weight weight() const { return T::kWeights.edit(); }
        DispatchResult operator()(Root) const;
    };
    /// Puts words to one's contribution. Origin: signed. Errors: MemoTooLarge, InvalidParaId, NoContributions.
    struct add_memo {
        ParaId index;
        Bytes memo;
        Weight weight() const { return T::kWeights.add_memo(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Lets a fund with money bid once more. Origin: signed. Errors: InvalidParaId, NoContributions, AlreadyInNewRaise.
    struct poke {
        ParaId index;
        Weight weight() const { return T::kWeights.poke(); }
        DispatchResult operator()(Signed) const;
    };
    /// Lends all that the account has; the account may end. Origin: signed. Errors: as contribute.
    struct contribute_all {
        Compact<ParaId> index;
        std::optional<MultiSignature> signature;
        Weight weight() const { return T::kWeights.contribute(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, create>, At<1, contribute>, At<2, withdraw>, At<3, refund>, At<4, dissolve>, At<5, edit>,
                       At<6, add_memo>, At<7, poke>, At<8, contribute_all>>;

    static Weight on_initialize(BlockNumber now);

    /// The account that has the money of a fund.
    static AccountId fund_account_id(FundIndex index) {
        return sub_account_of(Constants(T::kConstants).PalletId, scale::encode(index));
    }
    /// Of Registrar: two paras change places.
    static void on_swap(ParaId one, ParaId other);

  private:
    static DispatchResult ensure_crowdloan_ended(const Fund& fund);
    static DispatchResult do_contribute(const AccountId& who, ParaId index, Balance value,
                                        const std::optional<MultiSignature>& signature, ExistenceRequirement existence);
    static void note_new_raise(ParaId index, Fund& fund, BlockNumber now);
    static DispatchResult give_back(Fund& fund, const AccountId& who, Balance amount);
};

}  // namespace serinus::polkadot_runtime_common::crowdloan
