/// Identity: what accounts say of themselves, and what registrars say of that.
///
/// An account sets its identity against a deposit, may name sub-accounts, and pays registrars for judgements. A change
/// of the identity removes the judgements, except those that are sticky: asked for and paid, or Erroneous.
/// Invariants (checked by try_state()): deposits are reserved; SuperOf and SubsOf mirror each other; judgements are
/// ordered by registrar.
/// Pallet: identity
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/identity/types.hpp"
#include "runtime/pallets/identity/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"

namespace serinus::pallet_identity {

using namespace sdk;
using types::Data;
using types::IdentityFields;
using types::RegistrarIndex;
using Judgement = types::Judgement<Balance>;

struct Constants {
    /// The deposit for an identity.
    Balance BasicDeposit;
    /// The deposit for each additional field of an identity.
    Balance FieldDeposit;
    /// The deposit for each sub-account: one more entry in SuperOf, and an account in SubsOf.
    Balance SubAccountDeposit;
    /// The most sub-accounts of one identity.
    uint32_t MaxSubAccounts;
    /// The most additional fields of one identity.
    uint32_t MaxAdditionalFields;
    /// The most registrars, and so the most judgements of one identity.
    uint32_t MaxRegistrars;
};

/// `T` has: System, Currency (reservable), Slashed (takes imbalances), ForceOrigin, RegistrarOrigin, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::ForceOrigin;
    typename T::RegistrarOrigin;
    typename T::Slashed;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(OnUnbalanced<typename T::Slashed, typename T::Currency::NegativeImbalance>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Info = types::IdentityInfo<T::kConstants.MaxAdditionalFields>;
    using Registration = types::Registration<Balance, T::kConstants.MaxRegistrars, T::kConstants.MaxAdditionalFields>;
    using Registrar = types::RegistrarInfo<Balance, AccountId>;
    using SubAccounts = BoundedVec<AccountId, T::kConstants.MaxSubAccounts>;
    using RegistrarList = BoundedVec<std::optional<Registrar>, T::kConstants.MaxRegistrars>;

    struct Storage {
        /// The identity of an account.
        Map<Twox64Concat<AccountId>, Registration> IdentityOf;
        /// The account that a sub-account belongs to, and the sub-account's name there.
        Map<Blake2_128Concat<AccountId>, std::tuple<AccountId, Data>> SuperOf;
        /// The sub-accounts of an account, with the deposit for them.
        Map<Twox64Concat<AccountId>, std::tuple<Balance, SubAccounts>, OrDefault> SubsOf;
        /// Those who may judge; a place is never given to another.
        Value<RegistrarList, OrDefault> Registrars;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An identity was set; judgements that are not sticky are gone.
        struct IdentitySet {
            AccountId who;
        };
        /// An identity was removed and the deposit returned.
        struct IdentityCleared {
            AccountId who;
            Balance deposit;
        };
        /// An identity was removed and the deposit taken.
        struct IdentityKilled {
            AccountId who;
            Balance deposit;
        };
        /// A registrar was asked for a judgement.
        struct JudgementRequested {
            AccountId who;
            RegistrarIndex registrar_index;
        };
        /// A registrar is not asked any more.
        struct JudgementUnrequested {
            AccountId who;
            RegistrarIndex registrar_index;
        };
        /// A registrar has judged.
        struct JudgementGiven {
            AccountId target;
            RegistrarIndex registrar_index;
        };
        /// There is a new registrar.
        struct RegistrarAdded {
            RegistrarIndex registrar_index;
        };
        /// A sub-account was added and its deposit paid.
        struct SubIdentityAdded {
            AccountId sub;
            AccountId main;
            Balance deposit;
        };
        /// A sub-account was removed and its deposit returned.
        struct SubIdentityRemoved {
            AccountId sub;
            AccountId main;
            Balance deposit;
        };
        /// A sub-account left by itself, and got the deposit of the main account for it.
        struct SubIdentityRevoked {
            AccountId sub;
            AccountId main;
            Balance deposit;
        };
        using list = List<IdentitySet, IdentityCleared, IdentityKilled, JudgementRequested, JudgementUnrequested,
                          JudgementGiven, RegistrarAdded, SubIdentityAdded, SubIdentityRemoved, SubIdentityRevoked>;
    };

    enum class Error : uint8_t {
        /// There would be more sub-accounts than one identity may have.
        TooManySubAccounts,
        /// The account has no identity, or no such judgement.
        NotFound,
        /// The account has no identity.
        NotNamed,
        /// There is no registrar at this index.
        EmptyIndex,
        /// The registrar asks for more than the given limit.
        FeeChanged,
        /// The account has no identity.
        NoIdentity,
        /// The judgement of this registrar cannot be replaced.
        StickyJudgement,
        /// The registrar has judged already.
        JudgementGiven,
        /// A registrar cannot give a judgement that stands for a payment.
        InvalidJudgement,
        /// The caller is not the registrar of this index.
        InvalidIndex,
        /// The account that is judged has no identity.
        InvalidTarget,
        /// There are more additional fields than an identity may have.
        TooManyFields,
        /// There is no room for another registrar.
        TooManyRegistrars,
        /// The account is a sub-account already.
        AlreadyClaimed,
        /// The account is not a sub-account.
        NotSub,
        /// The account is a sub-account of somebody else.
        NotOwned,
        /// The identity is not the one that was judged.
        JudgementForDifferentIdentity,
        /// The fee for the judgement cannot be paid out.
        JudgementPaymentFailed,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Adds a registrar.
    ///
    /// Origin: RegistrarOrigin. Errors: TooManyRegistrars.
    struct add_registrar {
        LookupSource account;
        Weight weight() const { return T::kWeights.add_registrar(T::kConstants.MaxRegistrars); }
        DispatchResultWithPostInfo operator()(Origin<typename T::RegistrarOrigin>) const;
    };
    /// Sets or changes the caller's identity; the deposit follows the number of additional fields.
    ///
    /// Origin: signed. Errors: TooManyFields, those of Currency::reserve.
    struct set_identity {
        scale::Boxed<Info> info;
        Weight weight() const {
            return T::kWeights.set_identity(T::kConstants.MaxRegistrars, T::kConstants.MaxAdditionalFields);
        }
        DispatchResultWithPostInfo operator()(Signed sender) const;
    };
    /// Replaces the caller's sub-accounts; the deposit follows their number.
    ///
    /// Origin: signed. Errors: NotFound, TooManySubAccounts, AlreadyClaimed, those of Currency::reserve.
    struct set_subs {
        std::vector<std::tuple<AccountId, Data>> subs;
        Weight weight() const {
            return T::kWeights.set_subs_old(T::kConstants.MaxSubAccounts)
                .saturating_add(T::kWeights.set_subs_new(static_cast<uint32_t>(subs.size())));
        }
        DispatchResultWithPostInfo operator()(Signed sender) const;
    };
    /// Removes the caller's identity and sub-accounts and returns all deposits.
    ///
    /// Origin: signed. Errors: NotNamed.
    struct clear_identity {
        Weight weight() const {
            return T::kWeights.clear_identity(T::kConstants.MaxRegistrars, T::kConstants.MaxSubAccounts,
                                              T::kConstants.MaxAdditionalFields);
        }
        DispatchResultWithPostInfo operator()(Signed sender) const;
    };
    /// Asks a registrar for a judgement and reserves the fee, if it is at most `max_fee`.
    ///
    /// Origin: signed. Errors: EmptyIndex, FeeChanged, NoIdentity, StickyJudgement, TooManyRegistrars, those of
    /// Currency::reserve.
    struct request_judgement {
        Compact<RegistrarIndex> reg_index;
        Compact<Balance> max_fee;
        Weight weight() const {
            return T::kWeights.request_judgement(T::kConstants.MaxRegistrars, T::kConstants.MaxAdditionalFields);
        }
        DispatchResultWithPostInfo operator()(Signed sender) const;
    };
    /// Takes such a request back and gets the fee back.
    ///
    /// Origin: signed. Errors: NoIdentity, NotFound, JudgementGiven.
    struct cancel_request {
        RegistrarIndex reg_index{};
        Weight weight() const {
            return T::kWeights.cancel_request(T::kConstants.MaxRegistrars, T::kConstants.MaxAdditionalFields);
        }
        DispatchResultWithPostInfo operator()(Signed sender) const;
    };
    /// Sets the caller's fee.
    ///
    /// Origin: the registrar. Errors: InvalidIndex.
    struct set_fee {
        Compact<RegistrarIndex> index;
        Compact<Balance> fee;
        Weight weight() const { return T::kWeights.set_fee(T::kConstants.MaxRegistrars); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Hands the caller's place as a registrar to another account.
    ///
    /// Origin: the registrar. Errors: InvalidIndex.
    struct set_account_id {
        Compact<RegistrarIndex> index;
        LookupSource new_;
        Weight weight() const { return T::kWeights.set_account_id(T::kConstants.MaxRegistrars); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Says which fields the caller looks at.
    ///
    /// Origin: the registrar. Errors: InvalidIndex.
    struct set_fields {
        Compact<RegistrarIndex> index;
        IdentityFields fields;
        Weight weight() const { return T::kWeights.set_fields(T::kConstants.MaxRegistrars); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Judges the identity of `target`, whose hash is `identity`, and gets the fee if it was asked for.
    ///
    /// Origin: the registrar. Errors: InvalidJudgement, InvalidIndex, InvalidTarget, JudgementForDifferentIdentity,
    /// JudgementPaymentFailed, TooManyRegistrars.
    struct provide_judgement {
        Compact<RegistrarIndex> reg_index;
        LookupSource target;
        Judgement judgement;
        Hash256 identity;
        Weight weight() const {
            return T::kWeights.provide_judgement(T::kConstants.MaxRegistrars, T::kConstants.MaxAdditionalFields);
        }
        DispatchResultWithPostInfo operator()(Signed sender) const;
    };
    /// Removes an identity with its sub-accounts and takes the deposits.
    ///
    /// Origin: ForceOrigin. Errors: NotNamed.
    struct kill_identity {
        LookupSource target;
        Weight weight() const {
            return T::kWeights.kill_identity(T::kConstants.MaxRegistrars, T::kConstants.MaxSubAccounts,
                                             T::kConstants.MaxAdditionalFields);
        }
        DispatchResultWithPostInfo operator()(Origin<typename T::ForceOrigin>) const;
    };
    /// Adds a sub-account.
    ///
    /// Origin: signed. Errors: NoIdentity, AlreadyClaimed, TooManySubAccounts, those of Currency::reserve.
    struct add_sub {
        LookupSource sub;
        Data data;
        Weight weight() const { return T::kWeights.add_sub(T::kConstants.MaxSubAccounts); }
        DispatchResult operator()(Signed sender) const;
    };
    /// Gives a sub-account another name.
    ///
    /// Origin: signed. Errors: NoIdentity, NotOwned.
    struct rename_sub {
        LookupSource sub;
        Data data;
        Weight weight() const { return T::kWeights.rename_sub(T::kConstants.MaxSubAccounts); }
        DispatchResult operator()(Signed sender) const;
    };
    /// Removes a sub-account and returns its deposit to the caller.
    ///
    /// Origin: signed. Errors: NoIdentity, NotSub, NotOwned.
    struct remove_sub {
        LookupSource sub;
        Weight weight() const { return T::kWeights.remove_sub(T::kConstants.MaxSubAccounts); }
        DispatchResult operator()(Signed sender) const;
    };
    /// Removes the caller from the sub-accounts of another account; the caller gets the deposit. It protects from being
    /// claimed against one's will.
    ///
    /// Origin: the sub-account. Errors: NotSub.
    struct quit_sub {
        Weight weight() const { return T::kWeights.quit_sub(T::kConstants.MaxSubAccounts); }
        DispatchResult operator()(Signed sender) const;
    };
    using Calls = List<At<0, add_registrar>, At<1, set_identity>, At<2, set_subs>, At<3, clear_identity>,
                       At<4, request_judgement>, At<5, cancel_request>, At<6, set_fee>, At<7, set_account_id>,
                       At<8, set_fields>, At<9, provide_judgement>, At<10, kill_identity>, At<11, add_sub>,
                       At<12, rename_sub>, At<13, remove_sub>, At<14, quit_sub>>;

    static TryStateResult try_state();

    // For other pallets.

    /// Whether the account has an identity with all of these fields.
    static bool has_identity(const AccountId& who, IdentityFields fields);
    /// The sub-accounts of an account with their names.
    static std::vector<std::pair<AccountId, Data>> subs(const AccountId& who);

  private:
    struct Removed {
        Balance deposit;
        uint32_t judgements;
        uint32_t subs;
        uint32_t fields;
    };
    struct Place {
        size_t position;
        bool found;
    };
    static ResultOf<Removed> remove_identity(const AccountId& who);
    static DispatchResult adjust_deposit(const AccountId& who, Balance from, Balance to);
    static Place find_judgement(const Registration& id, RegistrarIndex registrar);
    template <class F>
    static Balance leave(const AccountId& main, const AccountId& sub, F&& refund);
    template <class F>
    static ResultOf<uint32_t> change_registrar(RegistrarIndex index, const AccountId& who, F&& change);
};

}  // namespace serinus::pallet_identity
