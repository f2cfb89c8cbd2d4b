#include "runtime/polkadot/session_keys.hpp"

#include "runtime/sdk/host.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime {

using namespace sdk;

namespace {

std::optional<std::string> text_of(const std::optional<Bytes>& seed) {
    if (!seed) return std::nullopt;
    auto text = scale::decode<std::string>(scale::encode(*seed));  // checks that it is UTF-8
    if (!text) panic("a seed that is no text");
    return *std::move(text);
}

}  // namespace

SessionKeys SessionKeys::generate(const std::optional<Bytes>& seed) {
    const std::optional<std::string> uri = text_of(seed);
    const auto ed25519 = [&](KeyTypeId type) { return host::ed25519_generate(type._0, uri); };
    const auto sr25519 = [&](KeyTypeId type) { return host::sr25519_generate(type._0, uri); };
    return {
        .grandpa = {{ed25519(key_types::kGrandpa)}},
        .babe = {{sr25519(key_types::kBabe)}},
        .im_online = {{sr25519(key_types::kImOnline)}},
        .para_validator = {{sr25519(key_types::kParaValidator)}},
        .para_assignment = {{sr25519(key_types::kParaAssignment)}},
        .authority_discovery = {{sr25519(key_types::kAuthorityDiscovery)}},
    };
}

std::optional<std::vector<std::pair<Bytes, KeyTypeId>>> SessionKeys::decode_raw(BytesView encoded) {
    const auto keys = scale::take<SessionKeys>(encoded);
    if (!keys) return std::nullopt;
    std::vector<std::pair<Bytes, KeyTypeId>> out;
    const auto raw = keys->raw();
    for (size_t i = 0; i < raw.size(); ++i) out.emplace_back(to_bytes(raw[i]), SessionKeys::kKeyTypes[i]);
    return out;
}

}  // namespace serinus::polkadot_runtime
