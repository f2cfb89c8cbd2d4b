/// The keys that a Polkadot validator acts under, one for each protocol.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs (SessionKeys)
#pragma once

#include "runtime/sdk/keys.hpp"

namespace serinus::polkadot_runtime {

struct SessionKeys {
    sp_consensus_grandpa::app::Public grandpa;
    sp_consensus_babe::app::Public babe;
    pallet_im_online::sr25519::app_sr25519::Public im_online;
    polkadot_primitives::v5::validator_app::Public para_validator;
    polkadot_primitives::v5::assignment_app::Public para_assignment;
    sp_authority_discovery::app::Public authority_discovery;

    static constexpr uint32_t kCount = 6;
    /// The type of each key, in the order of the fields.
    static constexpr std::array<sdk::KeyTypeId, kCount> kKeyTypes = {
        decltype(grandpa)::kKeyType,         decltype(babe)::kKeyType,
        decltype(im_online)::kKeyType,       decltype(para_validator)::kKeyType,
        decltype(para_assignment)::kKeyType, decltype(authority_discovery)::kKeyType,
    };

    /// The bytes of each key, in the same order; valid as long as this object.
    std::array<BytesView, kCount> raw() const {
        return {grandpa._0._0,         babe._0._0,
                im_online._0._0,       para_validator._0._0,
                para_assignment._0._0, authority_discovery._0._0};
    }

    /// Observed: Polkadot 1.0.0 asks for no proof that the keys are the caller's.
    static bool ownership_proof_is_valid(BytesView) { return true; }

    /// Makes new keys in the node's keystore, of `seed` (a secret URI in UTF-8) if there is one. Panics if it is no
    /// text.
    static SessionKeys generate(const std::optional<Bytes>& seed);

    /// The raw keys with their types; nullopt if the bytes are no session keys. Bytes behind them are ignored.
    static std::optional<std::vector<std::pair<Bytes, sdk::KeyTypeId>>> decode_raw(BytesView encoded);

    friend bool operator==(const SessionKeys&, const SessionKeys&) = default;
};

}  // namespace serinus::polkadot_runtime
