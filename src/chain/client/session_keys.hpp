/// The runtime API SessionKeys, by which a runtime makes its session keys in the node's keystore, in both of its
/// versions. Observed: sp_session 46.0.0
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace serinus::chain::session_keys {

inline constexpr std::string_view kApi = "SessionKeys";
/// Of later versions nobody knows the arguments.
inline constexpr uint32_t kNewestVersion = 2;
inline constexpr std::string_view kGenerate = "SessionKeys_generate_session_keys";

/// The arguments of kGenerate. `owner` is what a proof of version 2 is made for, undecoded; version 1 has none.
/// `seed` is a secret URI; nullopt: new keys.
Bytes generate_arguments(uint32_t api_version, BytesView owner, const std::optional<Bytes>& seed);

struct Generated {
    Bytes keys;                  ///< the public keys, as the pallet Session takes them
    std::optional<Bytes> proof;  ///< since version 2: that they belong to the owner
};
/// What kGenerate returned; nullopt: it cannot be decoded.
std::optional<Generated> decode_generated(uint32_t api_version, BytesView answer);

}  // namespace serinus::chain::session_keys
