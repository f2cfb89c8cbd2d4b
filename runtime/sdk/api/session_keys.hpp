/// Spec: sect-runtime-sessionkeys-module
#pragma once

#include "runtime/sdk/keys.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sdk::api {

/// The keys that a validator acts under. `R` has SessionKeys (sdk/session_keys.hpp).
template <class R>
struct SessionKeys {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0xab, 0x3c, 0x05, 0x72, 0x29, 0x1f, 0xeb, 0x8b};

    /// Makes new keys in the node's keystore, and gives the public ones, encoded.
    struct generate_session_keys {
        std::optional<Bytes> seed;  ///< a secret URI, for tests
        Bytes operator()() const;
    };
    /// Each key with its type; nothing if they are no session keys.
    struct decode_session_keys {
        Bytes encoded;
        std::optional<std::vector<std::pair<Bytes, KeyTypeId>>> operator()() const;
    };
    using Methods = List<generate_session_keys, decode_session_keys>;
};

}  // namespace serinus::sdk::api
