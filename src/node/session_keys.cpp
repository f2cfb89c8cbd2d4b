#include "node/session_keys.hpp"

#include "base/format.hpp"
#include "chain/client/session_keys.hpp"
#include "codec/scale.hpp"
#include "consensus/babe/types.hpp"

namespace serinus::node {

Result<void, std::string> add_session_keys(chain::Client& client, crypto::NodeKeys& keys, std::string_view secret) {
    namespace api = chain::session_keys;
    const Hash256 best = client.best().hash;
    const auto version = client.api_version(best, api::kApi);
    if (!version) return Err(version.error().reason);
    ENSURE(*version, std::string("the runtime has no API SessionKeys"));
    ENSURE(**version <= api::kNewestVersion,
           format_text("the runtime has version {} of the API SessionKeys, and this program knows versions up to {}",
                       **version, api::kNewestVersion));
    // The owner matters to the proof alone, which nobody reads here.
    const Bytes arguments = api::generate_arguments(**version, {}, to_bytes(as_bytes(secret)));
    const auto called = client.call(best, api::kGenerate, arguments, {.keys = &keys});
    if (!called) {
        return Err(format_text("the runtime refuses to make them (version {} of its API SessionKeys): {}", **version,
                               called.error().reason));
    }
    return {};
}

bool can_author(const chain::Client& client, const crypto::NodeKeys& keys) {
    const auto engine = as_text(client.engine().bytes);
    const crypto::KeyType type = engine == "aura" ? crypto::key_types::kAura : crypto::key_types::kBabe;
    return !keys.public_keys(type, crypto::Scheme::kSr25519).empty();
}

size_t count_authorities(chain::Client& client) {
    const bool is_aura = as_text(client.engine().bytes) == "aura";
    const auto answer = client.call(client.best().hash, is_aura ? "AuraApi_authorities" : "BabeApi_configuration", {});
    if (!answer) return 0;
    if (is_aura) {
        const auto keys = scale::decode<std::vector<ByteArray<32>>>(*answer);
        return keys ? keys->size() : 0;
    }
    const auto configuration = scale::decode<consensus::babe::Configuration>(*answer);
    return configuration ? configuration->authorities.size() : 0;
}

}  // namespace serinus::node
