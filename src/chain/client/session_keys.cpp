#include "chain/client/session_keys.hpp"

#include "codec/scale.hpp"

namespace serinus::chain::session_keys {
namespace {

/// Observed: OpaqueGeneratedSessionKeys
struct KeysAndProof {
    Bytes keys;
    Bytes proof;
};

bool has_owner(uint32_t api_version) { return api_version >= 2; }

}  // namespace

Bytes generate_arguments(uint32_t api_version, BytesView owner, const std::optional<Bytes>& seed) {
    const Bytes encoded_seed = scale::encode(seed);
    return has_owner(api_version) ? concat(scale::encode(to_bytes(owner)), encoded_seed) : encoded_seed;
}

std::optional<Generated> decode_generated(uint32_t api_version, BytesView answer) {
    if (!has_owner(api_version)) {
        auto keys = scale::decode<Bytes>(answer);
        if (!keys) return std::nullopt;
        return Generated{*std::move(keys), std::nullopt};
    }
    auto both = scale::decode<KeysAndProof>(answer);
    if (!both) return std::nullopt;
    return Generated{std::move(both->keys), std::move(both->proof)};
}

}  // namespace serinus::chain::session_keys
