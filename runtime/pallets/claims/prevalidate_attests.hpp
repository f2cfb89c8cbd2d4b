/// The extension of transactions by which a promised claim costs no fee: `attest` is free, so those that would fail are
/// refused before they are in a block.
///
/// Source: polkadot-runtime-common 2.0.0 (polkadot-sdk v1.1.0), claims.rs; Polkadot has it, Kusama does not
#pragma once

#include "runtime/pallets/claims/claims.hpp"
#include "runtime/sdk/transaction_extension.hpp"

namespace serinus::polkadot_runtime_common::claims {

/// `T`: the configuration of Claims.
template <class T>
struct PrevalidateAttests {
    using Params = sdk::List<sdk::Param<"T">>;
    static constexpr std::string_view kIdentifier = "PrevalidateAttests";

    /// Refuses an `attest` of an account to which nothing was promised (1), or to other terms (3).
    TransactionValidity validate(const AccountId& who, const RuntimeCall& call, const DispatchInfo&, uint32_t) const {
        using Claims = Pallet<T>;
        const auto* const attesting = call.get_if<typename Claims::attest>();
        if (!attesting) return ValidTransaction{};
        const auto invalid = [](ValidityError error) {
            return TransactionValidityError(InvalidTransaction::Custom{static_cast<uint8_t>(error)});
        };
        const auto address = Claims::storage.Preclaims.get(who);
        if (!address) return invalid(ValidityError::SignerHasNoClaim);
        const auto kind = Claims::storage.Signing.get(*address);
        if (kind && !std::ranges::equal(as_bytes(text_of(*kind)), attesting->statement)) {
            return invalid(ValidityError::InvalidStatement);
        }
        return ValidTransaction{};
    }
};

}  // namespace serinus::polkadot_runtime_common::claims
