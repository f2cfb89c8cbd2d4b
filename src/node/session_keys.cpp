#include "node/session_keys.hpp"

#include "base/format.hpp"
#include "runtime_api/aura.hpp"
#include "runtime_api/babe.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/session_keys.hpp"

namespace serinus::node {

Result<void, std::string> add_session_keys(chain::Client& client, crypto::NodeKeys& keys, std::string_view secret) {
    namespace api = runtime_api::session_keys;
    const Hash256 best = client.best().hash;
    const auto version = client.calls().find_api(best, api::kGenerate);
    if (!version) return Err(version.error().reason);
    ENSURE(*version, std::string("the runtime has no API SessionKeys"));
    ENSURE(**version <= api::kNewestVersion,
           format_text("the runtime has version {} of the API SessionKeys, and this program knows versions up to {}",
                       **version, api::kNewestVersion));
    // The owner matters to the proof alone, which nobody reads here.
    const Bytes seed = to_bytes(as_bytes(secret));
    const executor::CallContext context{.keys = &keys};
    std::optional<executor::CallError> error;
    if (api::kGenerateV1.versions.contains(**version)) {
        auto made = client.calls().execute(best, api::kGenerateV1, context, seed);
        if (!made) error = std::move(made).error();
    } else {
        auto made = client.calls().execute(best, api::kGenerate, context, {}, seed);
        if (!made) error = std::move(made).error();
    }
    if (!error) return {};
    return Err(format_text("the runtime refuses to make them (version {} of its API SessionKeys): {}", **version,
                           error->reason));
}

bool can_author(const chain::Client& client, const crypto::NodeKeys& keys) {
    const auto engine = as_text(client.engine().bytes);
    const crypto::KeyType type = engine == "aura" ? crypto::key_types::kAura : crypto::key_types::kBabe;
    return !keys.public_keys(type, crypto::Scheme::kSr25519).empty();
}

size_t count_authorities(chain::Client& client) {
    const bool is_aura = as_text(client.engine().bytes) == "aura";
    const Hash256 best = client.best().hash;
    if (is_aura) {
        const auto keys = client.calls().ask(best, runtime_api::aura::kAuthorities);
        return keys ? keys->size() : 0;
    }
    const auto configuration = client.calls().ask(best, runtime_api::babe::kConfiguration);
    return configuration ? configuration->authorities.size() : 0;
}

}  // namespace serinus::node
