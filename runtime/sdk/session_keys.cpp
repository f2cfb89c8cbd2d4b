#include "runtime/sdk/session_keys.hpp"

#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sdk::session_keys::detail {

namespace {

std::optional<std::string> text_of(const std::optional<Bytes>& seed) {
    if (!seed) return std::nullopt;
    auto text = scale::decode<std::string>(scale::encode(*seed));  // checks that it is UTF-8
    if (!text) panic("a seed that is no text");
    return *std::move(text);
}

}  // namespace

void generate(sp_core::ed25519::Public& key, const KeyTypeId& type, const std::optional<Bytes>& seed) {
    key._0 = host::ed25519_generate(type._0, text_of(seed));
}
void generate(sp_core::sr25519::Public& key, const KeyTypeId& type, const std::optional<Bytes>& seed) {
    key._0 = host::sr25519_generate(type._0, text_of(seed));
}
void generate(sp_core::ecdsa::Public& key, const KeyTypeId& type, const std::optional<Bytes>& seed) {
    key._0 = host::ecdsa_generate(type._0, text_of(seed));
}

}  // namespace serinus::sdk::session_keys::detail
