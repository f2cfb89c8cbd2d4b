/// Multisig: accounts that several others own together. An account made of signatories and a threshold makes a call
/// once that many of them have approved of it.
/// Pallet: multisig. Observed: pallet-multisig 42
///
/// Invariants (checked by try_state()): the approvals of an operation are in ascending order, at least one and no more
/// than MaxSignatories, the depositor's among them; each depositor has the sum of their deposits in reserve.
#pragma once

#include "runtime/pallets/multisig/types.hpp"
#include "runtime/pallets/multisig/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::pallet_multisig {

struct Constants {
    Balance DepositBase;      ///< Reserved from whoever opens an operation, for its entry in storage.
    Balance DepositFactor;    ///< Reserved on top for each approval that the operation needs.
    uint32_t MaxSignatories;  ///< How many owners an account may have.
};

using CallHash = ByteArray<32>;  ///< BLAKE2b-256 of the encoded call

/// `T`: System, Currency (with reserves), kWeights, kDbWeight.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kDbWeight;
    typename T::Currency;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(sdk::ReservableCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    using Operation = Multisig<BlockNumber, Balance, AccountId, T::kConstants.MaxSignatories>;
    using When = Timepoint<BlockNumber>;

    struct Storage {
        /// The operations that wait for approvals, by account and call.
        DoubleMap<Twox64Concat<AccountId>, Blake2_128Concat<CallHash>, Operation> Multisigs;
    };
    static constexpr uint16_t kStorageVersion = 1;
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// Somebody opened an operation, and approves of it thereby.
        struct NewMultisig {
            AccountId approving;
            AccountId multisig;
            CallHash call_hash;
        };
        /// Another signatory approves of an operation.
        struct MultisigApproval {
            AccountId approving;
            When timepoint;
            AccountId multisig;
            CallHash call_hash;
        };
        /// An operation had all its approvals, and its call was made.
        struct MultisigExecuted {
            AccountId approving;
            When timepoint;
            AccountId multisig;
            CallHash call_hash;
            DispatchResult result;
        };
        /// Whoever opened an operation gave it up.
        struct MultisigCancelled {
            AccountId cancelling;
            When timepoint;
            AccountId multisig;
            CallHash call_hash;
        };
        /// The deposit for an operation is another from now on.
        struct DepositPoked {
            AccountId who;
            CallHash call_hash;
            Balance old_deposit;
            Balance new_deposit;
        };
        using list = List<NewMultisig, MultisigApproval, MultisigExecuted, MultisigCancelled, DepositPoked>;
    };

    enum class Error : uint8_t {
        /// The threshold is below 2.
        MinimumThreshold,
        /// The sender approves of this call already, and that is not enough to make it.
        AlreadyApproved,
        /// No approval is needed any more. Nothing returns this error.
        NoApprovalsNeeded,
        /// Nobody but the sender is named.
        TooFewSignatories,
        /// More signatories are named than an account may have.
        TooManySignatories,
        /// The signatories are not in ascending order, or one is named twice.
        SignatoriesOutOfOrder,
        /// The sender is named among the others.
        SenderInSignatories,
        /// There is no such operation.
        NotFound,
        /// Only who opened the operation can cancel it.
        NotOwner,
        /// The operation is open, so its timepoint must be given.
        NoTimepoint,
        /// The operation was opened at another timepoint.
        WrongTimepoint,
        /// A timepoint was given, but the operation is not open.
        UnexpectedTimepoint,
        /// The call weighs more than the sender allows.
        MaxWeightTooLow,
        /// The call is in storage already. Nothing returns this error.
        AlreadyStored,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Makes a call at once from the account that belongs to the sender and the others with threshold 1.
    /// Origin: signed. Errors: TooFewSignatories, TooManySignatories, SignatoriesOutOfOrder, SenderInSignatories,
    /// those of the call.
    struct as_multi_threshold_1 {
        std::vector<AccountId> other_signatories;
        RuntimeCall call;
        DispatchInfo info() const {
            // The owners' account is read and written.
            return call.info_with(
                T::kWeights.as_multi_threshold_1(call.encoded_size()).saturating_add(T::kDbWeight.reads_writes(1, 1)));
        }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Approves of a call and makes it if that completes the approvals; opens the operation, with a deposit, if nobody
    /// has. Once a call is made, this succeeds whether or not the call does.
    /// Origin: signed. Errors: MinimumThreshold, those of the signatories, NoTimepoint, WrongTimepoint,
    /// UnexpectedTimepoint, MaxWeightTooLow, AlreadyApproved, those of Currency::reserve.
    struct as_multi {
        uint16_t threshold{};
        std::vector<AccountId> other_signatories;
        std::optional<When> maybe_timepoint;
        RuntimeCall call;
        Weight max_weight;
        Weight weight() const {
            const auto others = static_cast<uint32_t>(other_signatories.size());
            const uint32_t size = call.encoded_size();
            return T::kWeights.as_multi_create(others, size)
                .max(T::kWeights.as_multi_approve(others, size))
                .max(T::kWeights.as_multi_complete(others, size))
                .saturating_add(max_weight);
        }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Approves of a call by its hash alone, so it cannot be made yet. Otherwise as as_multi.
    struct approve_as_multi {
        uint16_t threshold{};
        std::vector<AccountId> other_signatories;
        std::optional<When> maybe_timepoint;
        CallHash call_hash{};
        Weight max_weight;
        Weight weight() const {
            const auto others = static_cast<uint32_t>(other_signatories.size());
            return T::kWeights.approve_as_multi_create(others)
                .max(T::kWeights.approve_as_multi_approve(others))
                .saturating_add(max_weight);
        }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Gives up an operation; the deposit goes back. Origin: signed by who opened it.
    /// Errors: MinimumThreshold, those of the signatories, NotFound, WrongTimepoint, NotOwner.
    struct cancel_as_multi {
        uint16_t threshold{};
        std::vector<AccountId> other_signatories;
        When timepoint;
        CallHash call_hash{};
        Weight weight() const { return T::kWeights.cancel_as_multi(static_cast<uint32_t>(other_signatories.size())); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes the deposit for an operation what it is today; free of charge if that changes it.
    /// Origin: signed by who opened it. Errors: MinimumThreshold, those of the signatories, NotFound, NotOwner, those
    /// of Currency::reserve.
    struct poke_deposit {
        uint16_t threshold{};
        std::vector<AccountId> other_signatories;
        CallHash call_hash{};
        Weight weight() const { return T::kWeights.poke_deposit(static_cast<uint32_t>(other_signatories.size())); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    using Calls = List<At<0, as_multi_threshold_1>, At<1, as_multi>, At<2, approve_as_multi>, At<3, cancel_as_multi>,
                       At<4, poke_deposit>>;

    static TryStateResult try_state();

    /// The account of these owners, who must be in ascending order.
    static AccountId multi_account_id(std::span<const AccountId> owners, uint16_t threshold);
    /// The extrinsic that is being executed.
    static When timepoint();

  private:
    static Balance deposit_for(uint16_t threshold) {
        return saturating_add(T::kConstants.DepositBase,
                              saturating_mul(T::kConstants.DepositFactor, Balance{threshold}));
    }
    /// What as_multi and approve_as_multi have in common; `call` is nullptr where only its hash is known.
    struct Approval {
        AccountId who;
        uint16_t threshold;
        const std::vector<AccountId>& other_signatories;
        const std::optional<When>& maybe_timepoint;
        const RuntimeCall* call;
        CallHash call_hash;
        uint32_t call_size;  ///< bytes, 0 if only the hash is known
        Weight max_weight;

        uint32_t others() const { return static_cast<uint32_t>(other_signatories.size()); }
    };
    static DispatchResultWithPostInfo operate(const Approval& approval);
    static DispatchResultWithPostInfo open(const Approval& approval, const AccountId& id);
    static DispatchResultWithPostInfo approve(const Approval& approval, const AccountId& id, Operation operation);
    static DispatchResultWithPostInfo execute(const Approval& approval, const AccountId& id,
                                              const Operation& operation);
    /// All owners in ascending order: the others, who must be so, and `who`, who must not be among them.
    static ResultOf<std::vector<AccountId>> all_signatories(const std::vector<AccountId>& others, const AccountId& who);
};

}  // namespace serinus::pallet_multisig
