/// A public key of any of the kinds that accounts can have.
/// Source: sp_runtime of August 2023
#pragma once

#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/keys.hpp"

namespace serinus::sp_runtime {

struct MultiSigner {
    struct Ed25519 {
        sp_core::ed25519::Public _0;
        friend bool operator==(const Ed25519&, const Ed25519&) = default;
    };
    struct Sr25519 {
        sp_core::sr25519::Public _0;
        friend bool operator==(const Sr25519&, const Sr25519&) = default;
    };
    struct Ecdsa {
        sp_core::ecdsa::Public _0;
        friend bool operator==(const Ecdsa&, const Ecdsa&) = default;
    };
    std::variant<Ed25519, Sr25519, Ecdsa> v;
    friend bool operator==(const MultiSigner&, const MultiSigner&) = default;

    /// The account that the key controls: the key itself, or of an ECDSA key, which is longer, its hash.
    sdk::AccountId into_account() const {
        if (const auto* const key = std::get_if<Ed25519>(&v)) return {key->_0._0};
        if (const auto* const key = std::get_if<Sr25519>(&v)) return {key->_0._0};
        return {sdk::host::blake2_256(std::get<Ecdsa>(v)._0._0).bytes};
    }
};

}  // namespace serinus::sp_runtime

namespace serinus::sdk {

using sp_runtime::MultiSigner;

}  // namespace serinus::sdk
