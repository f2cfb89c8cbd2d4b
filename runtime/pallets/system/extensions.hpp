/// The transaction extensions that come with System, in the namespaces of their names in the metadata, for both kinds
/// of compositions (sdk/transaction_extension.hpp, sdk/extension_pipeline.hpp). In a pipeline they weigh what
/// `T::kExtensionWeights` says.
/// Pallet: frame-system (extensions). `T` is System's configuration.
#pragma once

#include "runtime/arithmetic/wrapping.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/protocol/era.hpp"
#include "runtime/sdk/extension_pipeline.hpp"

namespace serinus::frame_system::extensions {

using namespace sdk;

namespace check_non_zero_sender {

/// The account of zeros, whose key everybody can find, sends nothing.
template <class T>
struct CheckNonZeroSender {
    using Params = List<Param<"T">>;
    static constexpr std::string_view kIdentifier = "CheckNonZeroSender";

    TransactionValidity validate(const AccountId& who, const RuntimeCall&, const DispatchInfo&, uint32_t) const {
        ENSURE(who != AccountId{}, InvalidTransaction::BadSigner{});
        return ValidTransaction{};
    }

    Weight weight(const RuntimeCall&) const { return T::kExtensionWeights.check_non_zero_sender(); }
    TransactionValidity validate(const TransactionView& view) const {
        ENSURE(view.signer == nullptr || *view.signer != AccountId{}, InvalidTransaction::BadSigner{});
        return ValidTransaction{};
    }
};

}  // namespace check_non_zero_sender

namespace check_spec_version {

/// A transaction is for one version of the runtime.
template <class T>
struct CheckSpecVersion {
    using Params = List<Param<"T">>;
    using Additional = uint32_t;
    static constexpr std::string_view kIdentifier = "CheckSpecVersion";

    Result<uint32_t, TransactionValidityError> additional_signed() const { return T::spec_version(); }
    Weight weight(const RuntimeCall&) const { return T::kExtensionWeights.check_spec_version(); }
};

}  // namespace check_spec_version

namespace check_tx_version {

/// A transaction is for one encoding of calls.
template <class T>
struct CheckTxVersion {
    using Params = List<Param<"T">>;
    using Additional = uint32_t;
    static constexpr std::string_view kIdentifier = "CheckTxVersion";

    Result<uint32_t, TransactionValidityError> additional_signed() const { return T::kTransactionVersion; }
    Weight weight(const RuntimeCall&) const { return T::kExtensionWeights.check_tx_version(); }
};

}  // namespace check_tx_version

namespace check_genesis {

/// A transaction is for one chain.
template <class T>
struct CheckGenesis {
    using Params = List<Param<"T">>;
    using Additional = Hash256;
    static constexpr std::string_view kIdentifier = "CheckGenesis";

    Result<Hash256, TransactionValidityError> additional_signed() const { return Pallet<T>::block_hash(0); }
    /// Every transaction reads the same hash: it is proven once in a block.
    Weight weight(const RuntimeCall&) const { return T::kExtensionWeights.check_genesis().with_proof_size(0); }
};

}  // namespace check_genesis

namespace check_mortality {

/// A transaction is valid for the blocks of its era, on the fork where the era begins.
template <class T>
struct CheckMortality {
    using Params = List<Param<"T">>;
    using Additional = Hash256;
    static constexpr std::string_view kIdentifier = "CheckMortality";

    sp_runtime::generic::era::Era _0;

    Result<Hash256, TransactionValidityError> additional_signed() const {
        const auto birth = static_cast<BlockNumber>(_0.birth(Pallet<T>::block_number()));
        const auto hash = Pallet<T>::storage.BlockHash.find(birth);
        ENSURE(hash.has_value(), InvalidTransaction::AncientBirthBlock{});
        return *hash;
    }
    TransactionValidity validate(const AccountId&, const RuntimeCall&, const DispatchInfo&, uint32_t) const {
        const uint64_t now = Pallet<T>::block_number();
        ValidTransaction valid;
        valid.longevity = saturating_sub(_0.death(now), now);
        return valid;
    }

    /// What does not die reads the hash of the genesis, which is proven once in a block.
    Weight weight(const RuntimeCall&) const {
        const auto& weights = T::kExtensionWeights;
        return _0.is_immortal() ? weights.check_mortality_immortal_transaction().with_proof_size(0)
                                : weights.check_mortality_mortal_transaction();
    }
    TransactionValidity validate(const TransactionView& view) const {
        return validate(AccountId{}, view.call, view.info, view.length);
    }
};

}  // namespace check_mortality

namespace check_nonce {

/// The transactions of an account come in the order of their nonces, each once.
template <class T>
struct CheckNonce {
    using Params = List<Param<"T">>;
    static constexpr std::string_view kIdentifier = "CheckNonce";

    Compact<Nonce> _0;

    TransactionValidity validate(const AccountId& who, const RuntimeCall&, const DispatchInfo&, uint32_t) const {
        const Nonce expected = Pallet<T>::account_nonce(who);
        ENSURE(_0.value >= expected, InvalidTransaction::Stale{});
        ValidTransaction valid;
        valid.provides.push_back(scale::encode(std::pair(who, _0.value)));
        if (_0.value > expected) valid.requires_.push_back(scale::encode(std::pair(who, _0.value - 1)));
        return valid;
    }
    TransactionCheck pre_dispatch(const AccountId& who, const RuntimeCall&, const DispatchInfo&, uint32_t) const {
        auto account = Pallet<T>::account(who);
        ENSURE(_0.value >= account.nonce, InvalidTransaction::Stale{});
        ENSURE(_0.value == account.nonce, InvalidTransaction::Future{});
        account.nonce = wrapping_add<sdk::Nonce>(account.nonce, 1);  // from 2^32 - 1 to 0, as in the reference
        Pallet<T>::put_account(who, account);
        return {};
    }

    Weight weight(const RuntimeCall&) const { return T::kExtensionWeights.check_nonce(); }
    /// Of an account that nobody keeps alive the chain remembers no nonce: Payment.
    TransactionValidity validate(const TransactionView& view) const {
        if (view.signer == nullptr) return ValidTransaction{};
        const auto account = Pallet<T>::account(*view.signer);
        ENSURE(account.providers != 0 || account.sufficients != 0, InvalidTransaction::Payment{});
        return validate(*view.signer, view.call, view.info, view.length);
    }
    TransactionCheck prepare(Unit, const TransactionView& view) const {
        auto account = Pallet<T>::account(*view.signer);
        ENSURE(_0.value <= account.nonce, InvalidTransaction::Future{});
        account.nonce = wrapping_add<sdk::Nonce>(_0.value, 1);
        Pallet<T>::put_account(*view.signer, account);
        return {};
    }
};

}  // namespace check_nonce

namespace check_weight {

/// Reserves in the block what an extrinsic declares, and gives back what it did not use.
template <class T>
struct CheckWeight {
    using Params = List<Param<"T">>;
    static constexpr std::string_view kIdentifier = "CheckWeight";

    TransactionValidity validate(const AccountId&, const RuntimeCall& call, const DispatchInfo& info,
                                 uint32_t length) const {
        return validate_unsigned(call, info, length);
    }
    TransactionCheck pre_dispatch(const AccountId&, const RuntimeCall& call, const DispatchInfo& info,
                                  uint32_t length) const {
        return pre_dispatch_unsigned(call, info, length);
    }
    // Whether the block has room is not for the pool to say.
    static TransactionValidity validate_unsigned(const RuntimeCall&, const DispatchInfo& info, uint32_t length) {
        TRY(next_length(info, length));
        TRY(check_extrinsic_weight(info));
        return ValidTransaction{};
    }
    static TransactionCheck pre_dispatch_unsigned(const RuntimeCall&, const DispatchInfo& info, uint32_t length) {
        const uint32_t all_length = TRY(next_length(info, length));
        const auto all_weight = TRY(next_weight(info));
        TRY(check_extrinsic_weight(info));
        Pallet<T>::storage.AllExtrinsicsLen.put(all_length);
        Pallet<T>::storage.BlockWeight.put(all_weight);
        return {};
    }
    static TransactionCheck post_dispatch(Unit*, const DispatchInfo& info, const PostDispatchInfo& post, uint32_t,
                                          const DispatchResult&) {
        const Weight unspent = post.calc_unspent(info);
        if (unspent.any_gt(Weight::zero())) {
            Pallet<T>::storage.BlockWeight.mutate(
                [&](auto& used) { used.get(info.class_).saturating_reduce(unspent); });
        }
        return {};
    }

    // In a pipeline the bytes of an extrinsic count as proof. Only its length and its own weight are looked at before
    // it is prepared.
    using Val = uint32_t;  // bytes of the block's extrinsics with this one
    Weight weight(const RuntimeCall&) const { return T::kExtensionWeights.check_weight(); }
    Result<std::pair<ValidTransaction, Val>, TransactionValidityError> validate(const TransactionView& view) const {
        const uint32_t all_length = TRY(next_length(view.info, view.length));
        TRY(check_extrinsic_weight(view.info));
        return std::pair(ValidTransaction{}, all_length);
    }
    TransactionCheck prepare(Val all_length, const TransactionView& view) const {
        return take_room(all_length, view.info, view.length);
    }
    static Result<Weight, TransactionValidityError> settle(Unit, const SettledTransaction& settled) {
        Pallet<T>::reclaim_weight(settled.info, settled.post);
        return Weight::zero();
    }
    static TransactionValidity validate_bare(const RuntimeCall& call, const DispatchInfo& info, uint32_t length) {
        return validate_unsigned(call, info, length);
    }
    static TransactionCheck prepare_bare(const RuntimeCall&, const DispatchInfo& info, uint32_t length) {
        const uint32_t all_length = TRY(next_length(info, length));
        TRY(check_extrinsic_weight(info));
        return take_room(all_length, info, length);
    }
    static TransactionCheck settle_bare(const SettledTransaction& settled) {
        Pallet<T>::reclaim_weight(settled.info, settled.post);
        return {};
    }

  private:
    static TransactionCheck take_room(uint32_t all_length, DispatchInfo info, uint32_t length) {
        info.weight.saturating_accrue(Weight::from_parts(0, length));
        const auto all_weight = TRY(next_weight(info));
        Pallet<T>::storage.AllExtrinsicsLen.put(all_length);
        Pallet<T>::storage.BlockWeight.put(all_weight);
        return {};
    }
    static Result<uint32_t, TransactionValidityError> next_length(const DispatchInfo& info, uint32_t length) {
        const uint32_t all = saturating_add(Pallet<T>::storage.AllExtrinsicsLen.get().value_or(0), length);
        ENSURE(all <= T::kBlockLength.max.get(info.class_), InvalidTransaction::ExhaustsResources{});
        return all;
    }
    static TransactionCheck check_extrinsic_weight(const DispatchInfo& info) {
        const auto& most = T::kBlockWeights.get(info.class_).max_extrinsic;
        ENSURE(!most || !info.weight.any_gt(*most), InvalidTransaction::ExhaustsResources{});
        return {};
    }
    static Result<PerDispatchClass<Weight>, TransactionValidityError> next_weight(const DispatchInfo& info) {
        const sdk::WeightsPerClass& limits = T::kBlockWeights.get(info.class_);
        const Weight weight = info.weight.saturating_add(limits.base_extrinsic);
        auto all = Pallet<T>::block_weight();
        Weight& of_class = all.get(info.class_);
        if (!limits.max_total && !limits.reserved) {
            of_class.saturating_accrue(weight);
        } else {
            const auto sum = of_class.checked_add(weight);
            ENSURE(sum.has_value(), InvalidTransaction::ExhaustsResources{});
            of_class = *sum;
        }
        ENSURE(!limits.max_total || !of_class.any_gt(*limits.max_total), InvalidTransaction::ExhaustsResources{});
        // Beyond a full block a class may still use what is reserved for it.
        if (total(all).any_gt(T::kBlockWeights.max_block)) {
            ENSURE(!limits.reserved || !of_class.any_gt(*limits.reserved), InvalidTransaction::ExhaustsResources{});
        }
        return all;
    }
};

}  // namespace check_weight

namespace weight_reclaim {

/// Gives the block back what an extrinsic did not use, as CheckWeight does: of pipelines in which extensions behind
/// that refund weight, its last.
template <class T>
struct WeightReclaim {
    using Params = List<Param<"T">>;
    static constexpr std::string_view kIdentifier = "WeightReclaim";

    Weight weight(const RuntimeCall&) const { return T::kExtensionWeights.weight_reclaim(); }
    static Result<Weight, TransactionValidityError> settle(Unit, const SettledTransaction& settled) {
        Pallet<T>::reclaim_weight(settled.info, settled.post);
        return Weight::zero();
    }
    static TransactionCheck settle_bare(const SettledTransaction& settled) {
        Pallet<T>::reclaim_weight(settled.info, settled.post);
        return {};
    }
};

}  // namespace weight_reclaim

}  // namespace serinus::frame_system::extensions
