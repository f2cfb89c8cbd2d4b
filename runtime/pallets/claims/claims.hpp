/// Claims: money that belongs to Ethereum addresses since the sale, and comes to an account by a signature of theirs.
///
/// A claim is made without a fee: an unsigned extrinsic carries the signature of a message that names the account, and
/// the terms if the claim has some. Money may come under a vesting schedule. Invariant (checked by try_state()): Total
/// is at least the sum of all claims: one that is minted or moved onto another one takes its place.
///
/// Source: polkadot-runtime-common 2.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/claims/types.hpp"
#include "runtime/pallets/claims/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::polkadot_runtime_common::claims {

using namespace sdk;

struct Constants {
    /// What the signed message begins with.
    BytesView Prefix;
};

/// Locked, per block, starting block.
using Schedule = std::tuple<Balance, Balance, BlockNumber>;

/// `T` has: Currency, Vesting (adds schedules), MoveClaimOrigin, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::MoveClaimOrigin;
    typename T::Vesting;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(BasicCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;

    struct Storage {
        /// What an address can claim.
        Map<Identity<EthereumAddress>, Balance> Claims;
        /// The sum of all claims.
        Value<Balance, OrDefault> Total;
        /// Under which schedule an address gets its money.
        Map<Identity<EthereumAddress>, Schedule> Vesting;
        /// The terms that an address must agree to.
        Map<Identity<EthereumAddress>, StatementKind> Signing;
        /// Accounts that may claim for an address without its signature.
        Map<Identity<AccountId>, EthereumAddress> Preclaims;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// Somebody has claimed.
        struct Claimed {
            AccountId who;
            EthereumAddress ethereum_address;
            Balance amount;
        };
        using list = List<Claimed>;
    };

    enum class Error : uint8_t {
        /// The signature is none of any address.
        InvalidEthereumSignature,
        /// The address has nothing to claim.
        SignerHasNoClaim,
        /// The sender has nothing to claim.
        SenderHasNoClaim,
        /// More than all claims together.
        PotUnderflow,
        /// The terms were not agreed to.
        InvalidStatement,
        /// The account has a vesting schedule already.
        VestedBalanceExists,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Claims for `dest` by the signature of an address without terms.
    ///
    /// Origin: none. Errors: InvalidEthereumSignature, InvalidStatement, SignerHasNoClaim, PotUnderflow,
    /// VestedBalanceExists.
    struct claim {
        AccountId dest;
        EcdsaSignature ethereum_signature;
        Weight weight() const { return T::kWeights.claim(); }
        DispatchResult operator()(None) const;
    };
    /// Makes a claim for an address.
    ///
    /// Origin: root.
    struct mint_claim {
        EthereumAddress who;
        Balance value{};
        std::optional<Schedule> vesting_schedule;
        std::optional<StatementKind> statement;
        Weight weight() const { return T::kWeights.mint_claim(); }
        DispatchResult operator()(Root) const;
    };
    /// Claims for `dest` by a signature that includes the terms.
    ///
    /// Origin: none. Errors: as of claim.
    struct claim_attest {
        AccountId dest;
        EcdsaSignature ethereum_signature;
        Bytes statement;
        Weight weight() const { return T::kWeights.claim_attest(); }
        DispatchResult operator()(None) const;
    };
    /// Claims by the account that the claim was promised to, which agrees to the terms. Without a fee if it succeeds,
    /// and if it fails.
    ///
    /// Origin: signed. Errors: SenderHasNoClaim, InvalidStatement, SignerHasNoClaim, PotUnderflow, VestedBalanceExists.
    struct attest {
        static constexpr auto kPays = Pays::No;
        Bytes statement;
        Weight weight() const { return T::kWeights.attest(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Gives a claim to another address, also for the account that it was promised to.
    ///
    /// Origin: MoveClaimOrigin or root.
    struct move_claim {
        EthereumAddress old;
        EthereumAddress new_;
        std::optional<AccountId> maybe_preclaim;
        Weight weight() const { return T::kWeights.move_claim(); }
        DispatchResultWithPostInfo operator()(Origin<EitherOfDiverse<typename T::MoveClaimOrigin, EnsureRoot>>) const;
    };
    using Calls = List<At<0, claim>, At<1, mint_claim>, At<2, claim_attest>, At<3, attest>, At<4, move_claim>>;

    /// Custom codes: ValidityError.
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);
    static TransactionCheck pre_dispatch(const RuntimeCall& call);
    static TryStateResult try_state();

    /// Claims, each with the account that it is promised to and its terms; and schedules by address.
    struct GenesisConfig {
        std::vector<std::tuple<EthereumAddress, Balance, std::optional<AccountId>, std::optional<StatementKind>>>
            claims;
        std::vector<std::pair<EthereumAddress, Schedule>> vesting;
    };
    static void build(const GenesisConfig& config);

    /// What an address signs so that `dest` gets its money: the text that wallets put before a message, its length, the
    /// prefix, the account in hex, and the terms.
    static Bytes signable_message(const AccountId& dest, BytesView statement);

  private:
    /// Who signed; nullopt if it is no signature.
    static std::optional<EthereumAddress> recover(const EcdsaSignature& signature, const AccountId& dest,
                                                  BytesView statement);
    static DispatchResult process_claim(const EthereumAddress& signer, const AccountId& dest);
};

}  // namespace serinus::polkadot_runtime_common::claims
