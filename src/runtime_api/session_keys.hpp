/// The API SessionKeys, by which a runtime makes its session keys in the node's keystore (CallContext::keys), in both
/// of its versions. Observed: sp-session 46.0.0
#pragma once

#include "crypto/key_type.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::session_keys {

/// Of later versions the arguments are not known.
inline constexpr uint32_t kNewestVersion = 2;

/// The public keys, as the pallet Session takes them, and since version 2 a proof that they belong to the owner.
/// Observed: sp-session 46.0.0: OpaqueGeneratedSessionKeys
struct Generated {
    Bytes keys;
    Bytes proof;
};

/// A secret URI from which keys are made; nullopt: new keys.
using Seed = std::optional<Bytes>;

/// The first argument is the owner that the proof is made for, in bytes that the runtime decodes.
inline constexpr Call<Generated(Bytes, Seed)> kGenerate{"SessionKeys_generate_session_keys", {.first = 2}};
inline constexpr Call<Bytes(Seed)> kGenerateV1{"SessionKeys_generate_session_keys", {.first = 1, .last = 1}};

struct KeyOfType {
    Bytes key;
    crypto::KeyType type{};
};
/// nullopt: the bytes are no keys of this runtime.
inline constexpr Call<std::optional<std::vector<KeyOfType>>(Bytes)> kDecode{"SessionKeys_decode_session_keys"};

}  // namespace serinus::runtime_api::session_keys
